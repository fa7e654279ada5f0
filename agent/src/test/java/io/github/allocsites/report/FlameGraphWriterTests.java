// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.allocsites.workload.HostileName;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class FlameGraphWriterTests {
    private static final String BEGIN = "<script type=\"application/json\" id=\"data\">";
    private static final Frame MAIN = new Frame("com.acme.Main", "main", "Main.java", 7);
    private static final Frame READ = new Frame("com.acme.Orders", "read", "Orders.java", 3);

    @Test
    void shouldJoinStacksFromTheRootDownToWhatWasAllocated() throws IOException {
        Site bytes = Samples.site("com.acme.Order", "parse", 42, "byte[]", 2, 300);
        Site list = Samples.site("com.acme.Order", "parse", 43, "java.util.ArrayList", 1, 100);

        JsonNode data = data(Samples.snapshot(part(bytes, READ, MAIN), part(list, READ, MAIN), part(bytes, MAIN)));

        assertThat(lines(data))
                .containsExactly(
                        "1 a com.acme.Main.main:7 700 5",
                        "2 c com.acme.Order.parse:42 300 2",
                        "3 t byte[] 300 2",
                        "2 c com.acme.Orders.read:3 400 3",
                        "3 c com.acme.Order.parse:42 300 2",
                        "4 t byte[] 300 2",
                        "3 c com.acme.Order.parse:43 100 1",
                        "4 t java.util.ArrayList 100 1");
        assertThat(data.get("bytes").asLong()).isEqualTo(700);
        assertThat(data.get("count").asLong()).isEqualTo(5);
    }

    @Test
    void shouldTakeTheQuerysFilters() throws IOException {
        Site bytes = Samples.site("com.acme.Order", "parse", 42, "byte[]", 2, 300);
        Site list = Samples.site("com.acme.Order", "parse", 43, "java.util.ArrayList", 1, 100);
        Snapshot snapshot = Samples.snapshot(part(bytes, MAIN), part(list, MAIN));

        JsonNode data = data(file(snapshot, Samples.query(null, null, null, "byte[]", "site")));

        assertThat(data.get("bytes").asLong()).isEqualTo(300);
    }

    @Test
    void shouldKeepHostileNamesAsTheyAre() throws IOException {
        List<CallSite> parts = new ArrayList<>();
        for (HostileName name : HostileName.ALL) {
            parts.add(part(Samples.site(name.className(), name.method(), name.line(), "byte[]", 1, 16), MAIN));
        }
        JsonNode data = data(Samples.snapshot(parts.toArray(new CallSite[0])));

        List<String> names = new ArrayList<>();
        data.get("names").forEach(name -> names.add(name.asText()));
        for (HostileName name : HostileName.ALL) {
            assertThat(names).contains(name.className() + "." + name.method() + ":" + name.line());
        }
    }

    /** Whatever the names: as many elements as without them, and data without a character that could begin one. */
    @Test
    void shouldNotLetANameOutOfTheData() throws IOException {
        String plain = file(Samples.snapshot(part(Samples.site("com.acme.A", "a", 1, "T", 1, 16), MAIN)), Query.ALL);
        Site breakout = Samples.site("</script><script>alert(1)", "<!--<script>", 1, "<!DOCTYPE>{data}", 1, 16);
        String hostile = file(Samples.snapshot(part(breakout, MAIN)), Query.ALL);

        assertThat(hostile.substring(hostile.indexOf(BEGIN) + BEGIN.length(), end(hostile)))
                .doesNotContain("<")
                .contains("\\u003c/script>");
        assertThat(hostile.split("<", -1)).hasSameSizeAs(plain.split("<", -1));
    }

    @Test
    void shouldLoadNothing() throws IOException {
        String file = file(Samples.snapshot(part(Samples.site("com.acme.A", "a", 1, "T", 1, 16), MAIN)), Query.ALL);

        assertThat(file)
                .startsWith("<!DOCTYPE html>")
                .contains("default-src 'none'")
                .doesNotContain("src=", "import \"", "@import", "{flame.js}", "{data}");
    }

    @Test
    void shouldSayWhyThereIsNothingToShow() throws IOException {
        JsonNode data = data(Samples.notInstalled("no <agent>"));

        assertThat(data.get("about").asText()).isEqualTo("NOT_INSTALLED: no <agent>");
        assertThat(data.get("frames")).isEmpty();
    }

    @Test
    void shouldBeFoundByNameAndFile() {
        ReportFormat format = ReportFormats.named("flamegraph");
        assertThat(format).isInstanceOf(FlameGraphWriter.class);
        assertThat(format.mediaType()).isEqualTo("text/html;charset=UTF-8");
        assertThat(ReportFormats.ofFile(Path.of("some", "flames.html"))).isSameAs(format);
    }

    private static CallSite part(Site site, Frame... callers) {
        List<Frame> frames = new ArrayList<>();
        frames.add(new Frame(site.className(), site.method(), site.file(), site.line()));
        frames.addAll(List.of(callers));
        return new CallSite(site, frames, MAIN, site.count(), site.bytes(), false, null);
    }

    private static List<String> lines(JsonNode data) {
        List<String> lines = new ArrayList<>();
        JsonNode frames = data.get("frames");
        for (int i = 0; i < frames.size(); i += 4) {
            int name = frames.get(i + 1).asInt();
            lines.add(frames.get(i).asInt() + " " + data.get("kinds").asText().charAt(name) + " "
                    + data.get("names").get(name).asText() + " " + frames.get(i + 2) + " " + frames.get(i + 3));
        }
        return lines;
    }

    private static JsonNode data(Snapshot snapshot) throws IOException {
        return data(file(snapshot, Query.ALL));
    }

    private static JsonNode data(String file) throws IOException {
        return new ObjectMapper().readTree(file.substring(file.indexOf(BEGIN) + BEGIN.length(), end(file)));
    }

    private static int end(String file) {
        return file.indexOf("</script>", file.indexOf(BEGIN));
    }

    private static String file(Snapshot snapshot, Query query) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new FlameGraphWriter().write(snapshot, query, out);
        return out.toString(StandardCharsets.UTF_8);
    }
}
