// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.report;

import static io.github.allocsites.report.Samples.site;
import static io.github.allocsites.report.Samples.snapshot;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SavedReportTests {
    private static final ReportFormat DUMP = ReportFormats.ofFile(Path.of("dump.json"));
    private static final int SNAPSHOTS = 300;
    private static final Site ONE = site("com.acme.A", "one", 1, "byte[]", 1, 600);
    private static final Site TWO = site("com.acme.B", "two", 2, "int[]", 99, 400);

    @Test
    void shouldReadADumpBackAsItWas() throws IOException {
        for (int seed = 0; seed < SNAPSHOTS; seed++) {
            Snapshot snapshot = RandomSnapshots.hostile(seed);
            SavedReport saved = SavedReport.read(bytes(DUMP, snapshot, Query.ALL));
            assertThat(saved.report()).isEqualTo(Report.of(snapshot, Query.ALL));
            assertThat(saved.snapshot()).isEqualTo(snapshot);
            assertThat(saved.groupings()).containsExactlyInAnyOrder(GroupBy.values());
        }
    }

    @ParameterizedTest
    @EnumSource(GroupBy.class)
    void shouldReadAReportBackAsItWasWhateverItsRows(GroupBy groupBy) throws IOException {
        for (int seed = 0; seed < SNAPSHOTS; seed++) {
            Snapshot snapshot = RandomSnapshots.hostile(seed);
            Query query = new Query(1 + seed % 7, SortBy.COUNT, List.of(), null, groupBy);
            Report report = Report.of(snapshot, query);
            assertThat(withoutShares(SavedReport.read(bytes(new JsonWriter(), snapshot, query))
                            .report()))
                    .isEqualTo(withoutShares(report));
        }
    }

    /** A dump is the endpoint's JSON and two fields more. */
    @Test
    void shouldWriteInADumpWhatTheEndpointWrites() throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        Snapshot snapshot = RandomSnapshots.hostile(1);
        ObjectNode dump = (ObjectNode) mapper.readTree(bytes(DUMP, snapshot, Query.ALL));
        assertThat(dump.remove("frames").size()).isPositive();
        assertThat(dump.remove("callSites")).hasSameSizeAs(snapshot.callSites());
        assertThat(dump).isEqualTo(mapper.readTree(bytes(new JsonWriter(), snapshot, Query.ALL)));
    }

    @Test
    void shouldWriteNoStacksOfRowsThatAreLeftOut() throws IOException {
        Snapshot snapshot = snapshot(ONE, TWO);
        for (Query query : List.of(
                new Query(1, SortBy.BYTES, List.of(), null, GroupBy.SITE),
                new Query(2, SortBy.BYTES, List.of("com.acme"), null, GroupBy.SITE),
                new Query(2, SortBy.BYTES, List.of(), "byte[]", GroupBy.SITE),
                new Query(2, SortBy.BYTES, List.of(), null, GroupBy.STACK))) {
            assertThat(bytes(DUMP, snapshot, query)).isEqualTo(bytes(new JsonWriter(), snapshot, query));
        }
    }

    /** Rows by stack do not tell their sites' ids, but these are in their own. */
    @Test
    void shouldFindTheSitesOfRowsByStack() throws IOException {
        Query byStack = new Query(Integer.MAX_VALUE, SortBy.BYTES, List.of(), null, GroupBy.STACK);
        for (int seed = 0; seed < SNAPSHOTS; seed++) {
            Snapshot snapshot = RandomSnapshots.tame(seed);
            SavedReport saved = SavedReport.read(bytes(new JsonWriter(), snapshot, byStack));
            assertThat(saved.snapshot().sites())
                    .usingRecursiveFieldByFieldElementComparatorIgnoringFields("share", "stack")
                    .isEqualTo(snapshot.sites());
            assertThat(saved.snapshot().callSites())
                    .usingRecursiveFieldByFieldElementComparatorIgnoringFields("site", "application")
                    .containsExactlyInAnyOrderElementsOf(snapshot.callSites());
            assertThat(Report.of(saved.snapshot(), byStack))
                    .isEqualTo(saved.report()
                            .with(Report.of(saved.snapshot(), byStack).sites()));
            assertThat(saved.groupings()).doesNotContain(GroupBy.APP);
        }
    }

    /** The text of a frame without a file hides the line that is in the row's id. */
    @Test
    void shouldKeepASiteTogetherWhereFramesDoNotTellTheirLines() throws IOException {
        Frame hidden = new Frame("com.acme.Obfuscated", "a", null, 3);
        CallSite told = new CallSite(ONE, List.of(frame(ONE)), null, 1, 200, true, 1);
        CallSite untold = new CallSite(ONE, List.of(frame(ONE), hidden), null, 0, 400, true, 2);
        Snapshot snapshot =
                SavedRows.snapshot(Report.of(snapshot(ONE), Query.ALL), List.of(ONE), List.of(told, untold));
        SavedReport saved = SavedReport.read(
                bytes(new JsonWriter(), snapshot, new Query(9, SortBy.BYTES, List.of(), null, GroupBy.STACK)));
        assertThat(saved.snapshot().sites()).extracting(Site::id).containsExactly(ONE.id());
        assertThat(saved.snapshot().sites()).extracting(Site::bytes).containsExactly(600L);
    }

    @Test
    void shouldGiveNoBytesToCallersThatARowBySiteDoesNotTell() throws IOException {
        SavedReport saved = SavedReport.read(bytes(new JsonWriter(), snapshot(ONE, TWO), Query.ALL));
        assertThat(saved.snapshot().callSites()).extracting(CallSite::frames).allMatch(List::isEmpty);
        assertThat(saved.groupings())
                .containsExactlyInAnyOrder(GroupBy.SITE, GroupBy.METHOD, GroupBy.CLASS, GroupBy.TYPE);
        assertThat(saved.report(GroupBy.TYPE, SortBy.COUNT, 1).sites())
                .extracting(Site::type)
                .containsExactly("int[]");
        assertThatThrownBy(() -> saved.report(GroupBy.APP, SortBy.BYTES, 1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldMakeStacksOfOneFrameOfWhatTheApplicationCaused() throws IOException {
        Snapshot snapshot = snapshot(ONE, TWO);
        Query query = Query.parse(null, null, null, null, "app");
        SavedReport saved = SavedReport.read(bytes(new JsonWriter(), snapshot, query));
        assertThat(saved.snapshot().callSites()).singleElement().satisfies(part -> {
            assertThat(part.frames()).containsExactly(new Frame("com.acme.Main", "main", "Main.java", 7));
            assertThat(part.application()).isEqualTo(part.frames().get(0));
            assertThat(part.bytes()).isEqualTo(1_000);
        });
        assertThat(Report.of(saved.snapshot(), query).sites())
                .usingRecursiveFieldByFieldElementComparatorIgnoringFields("stack")
                .isEqualTo(saved.report().sites());
    }

    @ParameterizedTest
    @ValueSource(strings = {"method", "class", "type"})
    void shouldMakeNoStacksOfRowsThatNameNoPlace(String groupBy) throws IOException {
        byte[] json = bytes(new JsonWriter(), snapshot(ONE, TWO), Query.parse(null, null, null, null, groupBy));
        assertThat(SavedReport.read(json).snapshot()).isNull();
    }

    @Test
    void shouldReadAReportOfNothing() throws IOException {
        Snapshot nothing = Samples.notInstalled("no attach");
        SavedReport saved = SavedReport.read(bytes(DUMP, nothing, Query.ALL));
        assertThat(saved.snapshot()).isEqualTo(nothing);
    }

    @Test
    void shouldPassOverWhatALaterWriterAdds() throws IOException {
        String json = text().replaceFirst("\\{", "{\"added\":[{\"x\":1}],").replace("\"id\":", "\"color\":1.5,\"id\":");
        assertThat(read(json).report()).isEqualTo(Report.of(snapshot(ONE, TWO), Query.ALL));
    }

    @Test
    void shouldReadWithAByteOrderMark() throws IOException {
        assertThat(read("\ufeff" + text()).report().sites()).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"format\":1 | \"format\":2 | is of format 2, and this version reads format 1",
                "\"format\":1 | \"format\":\"1\" | is no report: format is not a whole number",
                "\"format\":1 | \"kind\":1 | is JSON, but no report of allocsites: it has no field format",
                "RECORDING | DREAMING | is no report: status is not one of RECORDING, PAUSED, NOT_INSTALLED",
                "SELF_ATTACH | MAGIC"
                        + "| is no report: installedBy is not one of JAVAAGENT, LAUNCHER_AGENT, SELF_ATTACH, API",
                "2026-11-23T | soon | is no report: since is not a time as ISO 8601 has it",
                "PT12.3S | 12.3 | is no report: elapsed is not a time as ISO 8601 has it",
                "\"groupBy\":\"site\" | \"groupBy\":\"moon\""
                        + "| is no report: groupBy is not one of app, stack, site, method, class, type",
                "\"count\":99 | \"count\":\"99\" | is no report: sites[1].count is not a whole number",
                "\"count\":99 | \"count\":99.5 | is no report: sites[1].count is not a whole number",
                "\"count\":99, | '' | is no report: sites[1].count is not a whole number",
                "\"line\":2, | \"line\":99999999999, | is no report: sites[1].line is not a number of 32 bits",
                "\"stack\":[] | \"stack\":[1] | is no report: sites[0].stack is not an array of texts",
                "\"sites\":[ | \"sites\":7,\"x\":[ | is no report: sites is not an array",
                "\"totals\":{ | \"totals\":7,\"x\":{ | has no object at totals"
            })
    void shouldSayWhatIsWrongWithIt(String text, String wrong, String message) throws IOException {
        String json = text().replaceFirst(Pattern.quote(text), wrong);
        assertThat(json).isNotEqualTo(text());
        assertThatThrownBy(() -> read(json))
                .isInstanceOf(UnreadableReportException.class)
                .hasMessage(message);
    }

    @Test
    void shouldSayThatItIsCutOffWhereverItIsCut() throws IOException {
        byte[] whole = bytes(DUMP, snapshot(ONE, TWO), Query.ALL);
        int end = new String(whole, StandardCharsets.UTF_8).lastIndexOf('}');
        for (int length = 1; length <= end; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> SavedReport.read(cut)).hasMessageStartingWith("is cut off");
        }
    }

    @Test
    void shouldRefuseIndexesThatNameNoFrame() throws IOException {
        String json = new String(bytes(DUMP, snapshot(ONE, TWO), Query.ALL), StandardCharsets.UTF_8);
        assertThatThrownBy(() -> read(json.replace("\"frames\":[0,", "\"frames\":[3,")))
                .hasMessage("is no report: callSites[0].frames is not an array of numbers below 3");
        assertThatThrownBy(() -> read(json.replace("\"application\":1", "\"application\":-1")))
                .hasMessage("is no report: callSites[0].application is not a number below 3");
        assertThatThrownBy(() -> read(json.replace("\"site\":\"" + ONE.id(), "\"site\":\"x")))
                .hasMessage("is no report: callSites[0].site is not the id of a row");
    }

    @Test
    void shouldSayWhyAFileCannotBeRead(@TempDir Path folder) throws IOException {
        assertThatThrownBy(() -> SavedReport.read(folder)).hasMessage("is a directory");
        assertThatThrownBy(() -> SavedReport.read(folder.resolve("a.json"))).hasMessage("does not exist");
        Path file = Files.createFile(folder.resolve("b.json"));
        assertThatThrownBy(() -> SavedReport.read(file)).hasMessage("is empty");
        Files.write(file, new byte[] {0x1f, (byte) 0x8b, 8, 0});
        assertThatThrownBy(() -> SavedReport.read(file)).hasMessage("is not JSON: it is not even text in UTF-8");
    }

    private static Frame frame(Site site) {
        return new Frame(site.className(), site.method(), site.file(), site.line());
    }

    /** Shares have six decimals in JSON. */
    private static Report withoutShares(Report report) {
        List<Site> rows = new ArrayList<>();
        for (Site row : report.sites()) {
            rows.add(new Site(
                    row.id(),
                    row.site(),
                    row.className(),
                    row.method(),
                    row.file(),
                    row.line(),
                    row.type(),
                    row.count(),
                    row.bytes(),
                    0,
                    row.estimated(),
                    row.samples(),
                    row.stack()));
        }
        return report.with(rows);
    }

    private static String text() throws IOException {
        return new String(bytes(new JsonWriter(), snapshot(ONE, TWO), Query.ALL), StandardCharsets.UTF_8);
    }

    private static SavedReport read(String json) throws IOException {
        return SavedReport.read(json.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] bytes(ReportFormat format, Snapshot snapshot, Query query) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        format.write(snapshot, query, out);
        return out.toByteArray();
    }
}
