// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The jar as a command, on dumps of two builds of a program: the second has other line numbers and is worse. */
final class CommandIT {
    private static final int TURNS = 20_000;
    private static final String SOURCE = """
            package shop;
            %s
            public final class Orders {
                static volatile Object sink;

                public static void main(String[] arguments) {
                    for (int i = 0; i < Integer.parseInt("%d"); i++) {
                        parse();
                        total();
                    }
                }

                static void parse() {
                    sink = new byte[%d];
                    sink = new long[4];
                }

                static void total() {
                    sink = new int[10];
                    %s
                }
            }
            """;

    @TempDir
    Path folder;

    static List<Jdk> jdks() {
        return Jdk.all();
    }

    private Path before(Jdk jdk) throws Exception {
        return dump(jdk, "before", SOURCE.formatted("", TURNS, 100, ""));
    }

    private Path after(Jdk jdk) throws Exception {
        return dump(jdk, "after", SOURCE.formatted("// one\n// two", 2 * TURNS, 200, "sink = new char[50];"));
    }

    private Path dump(Jdk jdk, String name, String source) throws Exception {
        Path classes = Files.createDirectories(folder.resolve(name));
        Path file = Files.writeString(classes.resolve("Orders.java"), source);
        int failed = ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "--release", "17", "-d", classes.toString(), file.toString());
        assertThat(failed).isZero();
        Path dump = folder.resolve(name + ".json");
        String agent = "-javaagent:" + Command.AGENT + "=instrument.jdk=false,app-packages=shop,dump=" + dump;
        assertThat(Command.java(jdk, "C.UTF-8", agent, "-cp", classes, "shop.Orders")
                        .err())
                .isEmpty();
        return dump;
    }

    private static Command.Outcome run(Jdk jdk, Object... words) throws Exception {
        return Command.java(
                jdk,
                "C.UTF-8",
                Stream.concat(Stream.of("-jar", Command.AGENT), Stream.of(words))
                        .toArray());
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void shouldPrintWhatGotWorseLargestFirstInSpiteOfMovedLines(Jdk jdk) throws Exception {
        Path before = before(jdk);
        Path after = after(jdk);

        Command.Outcome outcome = run(jdk, "diff", before, after, "--bytes");

        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.exitCode()).isZero();
        List<String> rows = outcome.out()
                .lines()
                .filter(line -> line.contains("(Orders.java:") && !line.contains("main"))
                .map(line -> line.trim().replaceAll(" +", " "))
                .toList();
        assertThat(rows)
                .containsExactly(
                        row(before, after, "byte[]", 14, 15),
                        row(before, after, "char[]", 0, 21),
                        row(before, after, "int[]", 19, 20),
                        row(before, after, "long[]", 15, 16));
    }

    /** What another reader of JSON says of both dumps. */
    private static String row(Path before, Path after, String type, int lineBefore, int lineAfter) throws IOException {
        JsonNode one = site(before, type);
        JsonNode other = site(after, type);
        long bytesBefore = number(one, "bytes");
        long countBefore = number(one, "count");
        long bytes = number(other, "bytes");
        long count = number(other, "count");
        long eachBefore = countBefore == 0 ? 0 : bytesBefore / countBefore;
        long each = bytes / count;
        String change =
                String.format("+%,d +%,d %,d %,d", bytes - bytesBefore, count - countBefore, bytesBefore, bytes);
        String ratio = lineBefore == 0 ? "" : String.format(" x%.2f", (double) bytes / bytesBefore);
        String size = lineBefore == 0 || each == eachBefore ? " " + each : " " + eachBefore + " -> " + each;
        String mark = lineBefore == 0 ? " new" : " moved " + lineBefore + " -> " + lineAfter;
        return change + ratio + size + mark + " " + type + " "
                + other.get("site").asText();
    }

    private static JsonNode site(Path dump, String type) throws IOException {
        for (JsonNode row : new ObjectMapper().readTree(dump.toFile()).get("sites")) {
            if (row.get("type").asText().equals(type)
                    && row.get("className").asText().equals("shop.Orders")
                    && !row.get("method").asText().equals("main")) {
                return row;
            }
        }
        return null;
    }

    private static long number(JsonNode row, String name) {
        return row == null ? 0 : row.get(name).asLong();
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void shouldExitWith1WhenItGotWorseByMoreThanAllowed(Jdk jdk) throws Exception {
        Path before = before(jdk);
        Path after = after(jdk);

        Command.Outcome worse = run(jdk, "diff", before, after, "--fail-above", "10%");
        assertThat(worse.exitCode()).isEqualTo(1);
        assertThat(worse.err()).singleElement().asString().endsWith(", more than 10%");
        assertThat(run(jdk, "diff", before, after, "--fail-above", "10GB").exitCode())
                .isZero();
        assertThat(run(jdk, "diff", before, before, "--fail-above", "0").exitCode())
                .isZero();
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void shouldStartNothingOfTheAgent(Jdk jdk) throws Exception {
        Path dump = before(jdk);
        Path log = folder.resolve("classes.log");

        Command.Outcome outcome =
                Command.java(jdk, "C.UTF-8", "-Xlog:class+load:file=" + log, "-jar", Command.AGENT, "top", dump);

        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.exitCode()).isZero();
        assertThat(Files.readAllLines(log).stream()
                        .filter(line -> line.contains("allocsites"))
                        .map(line -> line.replaceAll(".*(io\\.github\\.allocsites\\.[\\w.$]+).*", "$1"))
                        .filter(name -> !name.startsWith("io.github.allocsites.agent.cli.")
                                && !name.startsWith("io.github.allocsites.report.")))
                .containsExactly("io.github.allocsites.agent.install.LateEnvironment");
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void shouldNeedNothingButJavaBase(Jdk jdk) throws Exception {
        Path dump = before(jdk);

        Command.Outcome outcome =
                Command.java(jdk, "C.UTF-8", "--limit-modules", "java.base", "-jar", Command.AGENT, "top", dump);

        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out()).contains("byte[]");
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void shouldDrawBarsThatTheOutputCanShow(Jdk jdk) throws Exception {
        Path dump = before(jdk);

        assertThat(run(jdk, "top", dump).out()).contains("█").doesNotContain("#");
        assertThat(Command.java(jdk, "C", "-jar", Command.AGENT, "top", dump).out())
                .contains("#")
                .doesNotContain("?");
    }

    /** Of a dump: the callers of each place, for it has every stack. */
    @ParameterizedTest
    @MethodSource("jdks")
    void shouldConvertADumpWithItsStacks(Jdk jdk) throws Exception {
        Path dump = before(jdk);
        Path collapsed = folder.resolve("out.collapsed");
        Path again = folder.resolve("again.json");

        assertThat(run(jdk, "convert", dump, collapsed)).isEqualTo(new Command.Outcome(0, "", List.of()));
        assertThat(run(jdk, "convert", dump, again)).isEqualTo(new Command.Outcome(0, "", List.of()));

        assertThat(Files.readAllLines(collapsed))
                .anyMatch(line -> line.matches("shop/Orders.main:\\d+;shop/Orders.parse:14;byte\\[]_\\[i] \\d+"));
        long bytes = Files.readAllLines(collapsed).stream()
                .mapToLong(line -> Long.parseLong(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
        assertThat(bytes).isEqualTo(Dump.read(dump).total("bytes"));
        assertThat(again).hasSameBinaryContentAs(dump);
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void shouldSayInOneLineWhatIsWrongWithAFile(Jdk jdk) throws Exception {
        Path dump = before(jdk);
        byte[] content = Files.readAllBytes(dump);
        Map<String, byte[]> bad = new LinkedHashMap<>();
        bad.put("cut.json", Arrays.copyOf(content, content.length / 2));
        bad.put("empty.json", new byte[0]);
        bad.put("page.json", "<html>".getBytes());
        bad.put("foreign.json", "[1]".getBytes());
        bad.put("binary.json", new byte[] {0x1f, (byte) 0x8b, 8, 0});
        bad.put(
                "newer.json",
                Files.readString(dump).replace("\"format\":1", "\"format\":2").getBytes());
        for (Map.Entry<String, byte[]> each : bad.entrySet()) {
            assertRefused(jdk, Files.write(folder.resolve(each.getKey()), each.getValue()), dump);
        }
        assertRefused(jdk, folder.resolve("absent.json"), dump);
        assertRefused(jdk, folder, dump);
        assertThat(run(jdk, "diff", dump).exitCode()).isEqualTo(2);
    }

    private static void assertRefused(Jdk jdk, Path file, Path good) throws Exception {
        Command.Outcome outcome = run(jdk, "diff", good, file);
        assertThat(outcome.exitCode()).as(file.toString()).isEqualTo(2);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err()).singleElement().asString().startsWith("allocsites: " + file + " ");
    }
}
