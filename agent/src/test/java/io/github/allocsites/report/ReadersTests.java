// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.report;

import static io.github.allocsites.report.ReaderSample.SNAPSHOT;
import static io.github.allocsites.report.ReaderSample.encoded;
import static io.github.allocsites.report.ReaderSample.json;
import static io.github.allocsites.report.ReaderSample.written;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.allocsites.workload.HostileName;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import one.convert.Arguments;
import one.convert.FlameGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The formats read by the programs they are made for: each finds the stacks and the numbers of the JSON, also where
 * names do all they can to mislead it.
 */
final class ReadersTests {
    private static final Pattern RAW_SAMPLE = Pattern.compile(" *(\\d+) +(\\d+): ([\\d ]+?) *");
    private static final Pattern RAW_LOCATION = Pattern.compile(" *(\\d+): (0x[0-9a-f]+) M=1 (.* .*):\\d+ s=0.*");
    private static final Pattern RESULT = Pattern.compile("<pre id=\"result\">([^<]*)</pre>");

    @TempDir
    Path folder;

    private Path file(String format) throws IOException {
        ReportFormat writer = ReportFormats.named(format);
        Path file = folder.resolve("profile" + writer.suffix());
        try (OutputStream out = Files.newOutputStream(file)) {
            writer.write(SNAPSHOT, Query.ALL, out);
        }
        return file;
    }

    @Test
    void shouldReadThePprofByItsSpecification() throws IOException {
        Pprof profile = Pprof.read(written("pprof"));
        Map<List<String>, List<Long>> read = new LinkedHashMap<>();
        for (Pprof.Sample sample : profile.samples()) {
            List<String> frames = new ArrayList<>();
            for (long id : sample.locations()) {
                Pprof.Location location = profile.locations().get(id);
                frames.add(frame(profile.functions().get(location.function()), location.line()));
            }
            read.put(frames, sample.values());
        }
        assertThat(read).isEqualTo(json());
    }

    /** The file comes in the folder of the class's package. */
    static String frame(Pprof.Function function, long line) {
        if (line == 0) {
            return function.name();
        }
        String name = function.name();
        String folder = name.substring(0, name.lastIndexOf('.', name.lastIndexOf('.') - 1) + 1);
        String file = function.file();
        while (!folder.isEmpty() && !file.startsWith(folder.replace('.', '/'))) { // methods with dots there are none
            folder = folder.substring(0, folder.lastIndexOf('.', folder.length() - 2) + 1);
        }
        return name + "(" + (file.isEmpty() ? "Unknown Source" : file.substring(folder.length()) + ":" + line) + ")";
    }

    @Test
    void shouldBeReadByGoToolPprof() throws Exception {
        Path go = Tools.require("go");
        Path file = file("pprof");
        String raw = Tools.run(go, "tool", "pprof", "-raw", file);
        assertThat(raw).contains("alloc_objects/count alloc_space/bytes[dflt]", "epoch:[", "Period: 1");
        Map<Long, String> locations = new LinkedHashMap<>();
        List<List<Long>> samples = new ArrayList<>();
        raw.lines().forEach(line -> {
            Matcher sample = RAW_SAMPLE.matcher(line);
            Matcher location = RAW_LOCATION.matcher(line);
            if (sample.matches()) {
                samples.add(List.of(Long.valueOf(sample.group(1)), Long.valueOf(sample.group(2))));
            } else if (location.matches()) {
                locations.put(Long.valueOf(location.group(1)), location.group(3));
            }
        });
        assertThat(samples).containsExactlyInAnyOrderElementsOf(json().values());
        for (HostileName name : HostileName.ALL) {
            String function = encoded(name.className() + "." + name.method());
            if (function.chars().noneMatch(Character::isISOControl)) { // the listing has lines
                assertThat(locations.values()).anyMatch(location -> location.startsWith(function + " "));
            }
        }
    }

    @Test
    void shouldBeAddedUpByGoToolPprof() throws Exception {
        Path go = Tools.require("go");
        String top = Tools.run(
                go, "tool", "pprof", "-top", "-unit=B", "-nodecount=100000", "-nodefraction=0", file("pprof"));
        Map<String, Long> flat = new LinkedHashMap<>();
        top.lines().filter(line -> line.matches(" *[1-9]\\d*B .*")).forEach(line -> {
            String[] words = line.trim().split(" +", 6);
            flat.put(words[5], Long.valueOf(words[0].replace("B", "")));
        });
        assertThat(flat).isEqualTo(JsonStacks.bytesByType(SNAPSHOT));
    }

    @Test
    void shouldBeReadByTheConverterOfAsyncProfiler() throws IOException {
        FlameGraph graph = new FlameGraph(new Arguments("--output", "collapsed"));
        graph.parseCollapsed(
                new InputStreamReader(new ByteArrayInputStream(written("collapsed")), StandardCharsets.UTF_8));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        graph.dump(out);
        String read = out.toString(StandardCharsets.UTF_8).replace("_[j]", ""); // that is: these frames are Java
        assertThat(collapsed(read)).isEqualTo(collapsed(new String(written("collapsed"), StandardCharsets.UTF_8)));
        assertThat(collapsed(read).values())
                .containsExactlyInAnyOrderElementsOf(
                        json().values().stream().map(values -> values.get(1)).toList());
    }

    static Map<String, Long> collapsed(String text) {
        Map<String, Long> stacks = new LinkedHashMap<>();
        for (String line : text.split("\n")) {
            int blank = line.lastIndexOf(' ');
            stacks.merge(line.substring(0, blank), Long.valueOf(line.substring(blank + 1)), Long::sum);
        }
        return stacks;
    }

    @Test
    void shouldReadTheDhatFileByAnotherParser() throws IOException {
        JsonNode file = new ObjectMapper().readTree(written("dhat"));
        Map<List<String>, List<Long>> read = new LinkedHashMap<>();
        for (JsonNode point : file.get("pps")) {
            List<String> frames = new ArrayList<>();
            point.get("fs")
                    .forEach(index ->
                            frames.add(text(file.get("ftbl").get(index.asInt()).asText())));
            read.put(frames, List.of(point.get("tbk").asLong(), point.get("tb").asLong()));
        }
        assertThat(read).isEqualTo(JsonStacks.of(SNAPSHOT));
        assertThat(file.get("te").asLong()).isEqualTo(12_300_000);
    }

    /** Of a frame as DHAT has it: as a stack trace does. */
    private static String text(String frame) {
        assertThat(frame).matches("(?s)0x[0-9a-f]{16}: .+");
        String name = frame.substring(20);
        int file = name.lastIndexOf(" (");
        return file < 0 && name.startsWith("com.acme.")
                ? name + "(Unknown Source)"
                : file <= 0 ? name : name.substring(0, file) + name.substring(file + 1);
    }

    @Test
    void shouldBeShownByTheViewerOfValgrind() throws Exception {
        Path viewer = Tools.require("usr/libexec/valgrind/dh_view.js", "usr/lib/valgrind/dh_view.js");
        HeadlessChromium browser = HeadlessChromium.require();
        Files.copy(viewer, folder.resolve("dh_view.js"));
        Files.writeString(
                folder.resolve("data.js"),
                "const DATA = "
                        + new ObjectMapper().writeValueAsString(new String(written("dhat"), StandardCharsets.UTF_8)));
        Files.copy(ReadersTests.class.getResourceAsStream("dh_view.html"), folder.resolve("dh_view.html"));
        String page = browser.open(
                folder.resolve("dh_view.html").toUri(), folder.resolve("profile"), "--virtual-time-budget=20000");
        Matcher result = RESULT.matcher(page);
        assertThat(result.find()).as(page).isTrue();
        JsonNode found = new ObjectMapper()
                .readTree(URLDecoder.decode(result.group(1).replace("+", "%2B"), StandardCharsets.UTF_8));
        Map<List<String>, List<Long>> read = new LinkedHashMap<>();
        for (JsonNode leaf : found.get("leaves")) {
            List<String> frames = new ArrayList<>();
            leaf.get("frames").forEach(frame -> frames.add(text(frame.asText())));
            read.put(
                    frames,
                    List.of(leaf.get("blocks").asLong(), leaf.get("bytes").asLong()));
        }
        assertThat(read).isEqualTo(JsonStacks.of(SNAPSHOT));
        assertThat(found.get("shown").asText())
                .contains("Allocated", "objects", HostileName.ALL.get(1).className());
    }
}
