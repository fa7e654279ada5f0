// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.report;

import static io.github.allocsites.report.Samples.query;
import static io.github.allocsites.report.Samples.site;
import static io.github.allocsites.report.Samples.snapshot;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class PprofWriterTests {
    private static final Site BIG = site("com.acme.A", "one", 1, "byte[]", 1, 600);
    private static final Site MANY = site("com.acme.A", "two", 2, "int[]", 90, 300);
    private static final Site OTHER = site("java.util.HashMap", "put", 3, "byte[]", 9, 100);
    private static final String MAIN = "com.acme.Main.main:7";

    private final PprofWriter writer = new PprofWriter();

    @Test
    void shouldWriteObjectsAndBytesOfEachStack() throws IOException {
        Pprof profile = Pprof.of(writer, snapshot(BIG, MANY, OTHER), Query.ALL);
        assertThat(profile.values())
                .containsOnly(
                        Map.entry(List.of("byte[]", "com.acme.A.one:1", MAIN), List.of(1L, 600L)),
                        Map.entry(List.of("int[]", "com.acme.A.two:2", MAIN), List.of(90L, 300L)),
                        Map.entry(List.of("byte[]", "java.util.HashMap.put:3", MAIN), List.of(9L, 100L)));
        assertThat(profile.functions().values())
                .contains(new Pprof.Function(2, "com.acme.A.one", "com/acme/A.one", "com/acme/A.java"));
    }

    @Test
    void shouldBeWhatEnginesAskFor() throws IOException {
        Snapshot snapshot = snapshot(BIG, MANY, OTHER);
        Pprof profile = Pprof.of(writer, snapshot, Query.ALL);
        assertThat(writer.mediaType()).isEqualTo("application/octet-stream");
        assertThat(profile.sampleTypes())
                .containsExactly(List.of("alloc_objects", "count"), List.of("alloc_space", "bytes"));
        assertThat(profile.texts()).first().isEqualTo("");
        assertThat(text(profile, 14)).isEqualTo("alloc_space");
        assertThat(profile.profile().number(12)).isEqualTo(1);
        assertThat(profile.profile().number(9))
                .isEqualTo(snapshot.since().plus(snapshot.elapsed()).toEpochMilli() * 1_000_000);
        assertThat(profile.profile().number(10)).isEqualTo(snapshot.elapsed().toNanos());
        assertThat(profile.locations().keySet())
                .containsExactlyElementsOf(ids(profile.locations().size()));
        assertThat(profile.functions().keySet())
                .containsExactlyElementsOf(ids(profile.functions().size()));
        assertThat(profile.locations().values()).allMatch(location -> location.mapping() == 1);
        assertThat(profile.mappings()).singleElement().satisfies(mapping -> {
            assertThat(mapping.number(1)).isEqualTo(1);
            assertThat(List.of(mapping.number(7), mapping.number(8), mapping.number(9)))
                    .containsOnly(1L);
        });
        assertThat(profile.comments()).anyMatch(comment -> comment.contains("exact"));
    }

    private static String text(Pprof profile, int field) {
        return profile.texts().get((int) profile.profile().number(field));
    }

    private static List<Long> ids(int count) {
        return LongStream.rangeClosed(1, count).boxed().toList();
    }

    @Test
    void shouldLabelStacksWithNothingButTheBeginning() throws IOException {
        Snapshot snapshot = snapshot(BIG, MANY);
        assertThat(Pprof.of(writer, snapshot, Query.ALL).samples()).allSatisfy(sample -> {
            assertThat(sample.textLabels()).isZero();
            assertThat(sample.numbers())
                    .containsExactly(Map.entry("epoch", snapshot.since().toEpochMilli()));
        });
    }

    @Test
    void shouldGiveEachPlaceAnAddressOfItsOwnWhateverElseIsThere() throws IOException {
        List<Site> sites = new ArrayList<>();
        for (int line = 1; line <= 3_000; line++) {
            sites.add(site("com.acme.A", "m" + line % 7, line, line % 2 == 0 ? "byte[]" : "int[]", 1, 16));
        }
        Pprof first = Pprof.of(writer, snapshot(sites.toArray(new Site[0])), Query.ALL);
        Collections.reverse(sites);
        Pprof second = Pprof.of(writer, snapshot(sites.subList(0, 1_000).toArray(new Site[0])), Query.ALL);
        Map<String, Long> known = addresses(first);
        assertThat(known).hasSize(3_003).doesNotContainValue(0L);
        assertThat(new HashSet<>(known.values())).hasSameSizeAs(known.values());
        assertThat(known).containsAllEntriesOf(addresses(second));
    }

    private static Map<String, Long> addresses(Pprof profile) {
        Map<String, Long> addresses = new java.util.HashMap<>();
        profile.locations()
                .values()
                .forEach(location -> addresses.put(
                        profile.functions().get(location.function()).name() + ":" + location.line(),
                        location.address()));
        return addresses;
    }

    @Test
    void shouldKeepWhatTheRowsOfTheQueryKeep() throws IOException {
        Snapshot snapshot = snapshot(BIG, MANY, OTHER);
        for (String groupBy : List.of("app", "stack", "site", "method", "class", "type")) {
            for (String packages : List.of("", "com.acme", "java.util,com.acme", "java.util", "org.none")) {
                for (String type : List.of("", "byte[]", "int[]", "long[]")) {
                    Query query = query(null, null, packages, type, groupBy).unlimited();
                    Report rows = Report.of(snapshot, query);
                    Pprof profile = Pprof.of(writer, snapshot, query);
                    assertThat(profile.sum(0))
                            .isEqualTo(
                                    rows.sites().stream().mapToLong(Site::count).sum());
                    assertThat(profile.sum(1))
                            .isEqualTo(
                                    rows.sites().stream().mapToLong(Site::bytes).sum());
                }
            }
        }
        assertThat(Pprof.of(writer, snapshot, query("1", "count", null, null, null))
                        .values())
                .containsOnlyKeys(List.of("int[]", "com.acme.A.two:2", MAIN));
    }

    @Test
    void shouldMarkWhatHasNoStack() throws IOException {
        CallSite unknown = new CallSite(BIG, List.of(), null, 1, 600, false, null);
        assertThat(Pprof.of(writer, snapshot(unknown), Query.ALL).values())
                .containsOnly(Map.entry(List.of("byte[]", "com.acme.A.one:1", "(no stack)"), List.of(1L, 600L)));
    }

    @Test
    void shouldPutWhatIsTooMuchForEnginesIntoOneStack() throws IOException {
        Site[] sites = new Site[20_000];
        for (int line = 0; line < sites.length; line++) {
            sites[line] = site("com.acme.A", "m", line + 1, "byte[]", 1, 16L * (line + 1));
        }
        Pprof profile = Pprof.of(writer, snapshot(sites), Query.ALL);
        assertThat(profile.samples()).hasSize(PprofWriter.MAX_SAMPLES);
        assertThat(profile.sum(0)).isEqualTo(20_000);
        assertThat(profile.sum(1)).isEqualTo(16L * 20_000 * 20_001 / 2);
        assertThat(profile.values().get(List.of("(overflow)"))).isEqualTo(List.of(4_001L, 16L * 4_001 * 4_002 / 2));
    }

    @Test
    void shouldSayWhyThereIsNothingWhenNotInstalled() throws IOException {
        Pprof profile = Pprof.of(writer, Samples.notInstalled("no attach in this test"), Query.ALL);
        assertThat(profile.samples()).isEmpty();
        assertThat(profile.sampleTypes()).hasSize(2);
        assertThat(profile.comments()).contains("no attach in this test");
    }

    @Test
    void shouldLeaveTheStreamOpen() throws IOException {
        boolean[] closed = new boolean[1];
        writer.write(snapshot(BIG), Query.ALL, new ByteArrayOutputStream() {
            @Override
            public void close() {
                closed[0] = true;
            }
        });
        assertThat(closed[0]).isFalse();
    }

    @Test
    void shouldBeFoundByNameAndByFile() {
        assertThat(ReportFormats.named("pprof")).isInstanceOf(PprofWriter.class);
        assertThat(ReportFormats.ofFile(Path.of("a", "heap.PB.gz"))).isInstanceOf(PprofWriter.class);
        assertThat(ReportFormats.ofFile(Path.of("x.dhat.json"))).isInstanceOf(DhatWriter.class);
        assertThat(ReportFormats.ofFile(Path.of("x.json"))).isInstanceOf(JsonDump.class);
        assertThat(ReportFormats.ofFile(Path.of("x.collapsed"))).isInstanceOf(CollapsedWriter.class);
        assertThat(ReportFormats.ofFile(Path.of("x.csv"))).isInstanceOf(CsvWriter.class);
        assertThat(ReportFormats.ofFile(Path.of("x.txt"))).isNull();
        assertThat(ReportFormats.ofFile(Path.of("/"))).isNull();
        assertThat(ReportFormats.names()).contains("json", "pprof", "collapsed", "dhat", "csv");
    }
}
