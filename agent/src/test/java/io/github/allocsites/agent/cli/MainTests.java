// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.cli;

import static io.github.allocsites.agent.cli.Rows.dump;
import static io.github.allocsites.agent.cli.Rows.line;
import static io.github.allocsites.agent.cli.Rows.row;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.allocsites.report.GroupBy;
import io.github.allocsites.report.Query;
import io.github.allocsites.report.Site;
import io.github.allocsites.report.SortBy;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MainTests {
    private static final Duration TEN = Duration.ofSeconds(10);
    private static final Duration TWENTY = Duration.ofSeconds(20);

    @TempDir
    Path folder;

    private record Outcome(int exitCode, List<String> out, List<String> err) {}

    private Outcome run(Object... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        List<String> words = Stream.of(arguments).map(Object::toString).toList();
        int exitCode = Main.run(words, new Output(stream(out), stream(err), true));
        return new Outcome(exitCode, lines(out), lines(err));
    }

    private static PrintStream stream(ByteArrayOutputStream out) {
        return new PrintStream(out, true, StandardCharsets.UTF_8);
    }

    private static List<String> lines(ByteArrayOutputStream out) {
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }

    private Path before() throws IOException {
        return dump(
                folder.resolve("a.json"),
                TEN,
                row("com.acme.Order", "parse", 42, "byte[]", 1_000, 24_000),
                row("com.acme.Order", "same", 7, "java.lang.Object[]", 10, 4_096),
                row("com.acme.Old", "gone", 3, "int[]", 5, 2_048));
    }

    private Path after() throws IOException {
        return dump(
                folder.resolve("b.json"),
                TWENTY,
                row("com.acme.Order", "parse", 45, "byte[]", 2_000, 96_000),
                row("com.acme.Order", "same", 7, "java.lang.Object[]", 10, 4_096),
                row("com.acme.New", "born", 9, "long[]", 1, 1_024));
    }

    @Test
    void shouldPrintTheTopWithBarsAndTotals() throws IOException {
        Outcome outcome = run("top", after(), "--limit", "2");
        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out())
                .containsExactly(
                        " share                bytes  count  type                site",
                        "94.9 %  █████████▌  93.8 KB  2,000  byte[]              com.acme.Order.parse(Order.java:45)",
                        " 4.1 %  ▍            4.0 KB     10  java.lang.Object[]  com.acme.Order.same(Order.java:7)",
                        "",
                        "total: 98.8 KB, 2,011 events in 20.0 s; the JVM allocated 98.8 KB; 2 of 3 rows by site");
    }

    @ParameterizedTest
    @CsvSource({
        "site, com.acme.Order.parse(Order.java:45)",
        "app, com.acme.Main.main(Main.java:7)",
        "stack, com.acme.Order.parse(Order.java:45)",
        "method, com.acme.Order.parse",
        "class, com.acme.Order",
        "type, byte[]"
    })
    void shouldGroupADumpByAnything(String groupBy, String name) throws IOException {
        Outcome outcome = run("top", "--group-by=" + groupBy, "--sort=count", "--limit=1", "--bytes", after());
        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.out().get(1)).endsWith("  " + name).containsPattern("\\d,\\d\\d\\d ");
        assertThat(outcome.out()).last().asString().endsWith(" by " + groupBy);
    }

    @Test
    void shouldPrintCallersBelowARowByStack() throws IOException {
        Outcome outcome = run("top", "--group-by", "stack", "--limit", 1, after());
        assertThat(outcome.out().get(2)).matches(" +com\\.acme\\.Main\\.main\\(Main\\.java:7\\)");
    }

    @Test
    void shouldSayThatRowsWereLeftOut() throws IOException {
        Path file = folder.resolve("limited.json");
        Rows.write(
                file,
                Rows.snapshot(TEN, line(1, 750), line(2, 250)),
                new Query(1, SortBy.BYTES, List.of(), null, GroupBy.SITE));
        assertThat(run("top", file).out())
                .last()
                .isEqualTo(file + " holds 1 row with 75.0 % of the bytes; a limit or filters left out the rest.");
    }

    @Test
    void shouldPrintWhatGotWorseAndWhatBetter() throws IOException {
        Outcome outcome = run("diff", before(), after());
        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out())
                .containsExactly(
                        "          time     bytes    count  file",
                        "before  10.0 s   29.4 KB    1,015  " + folder.resolve("a.json"),
                        "after   20.0 s   98.8 KB    2,011  " + folder.resolve("b.json"),
                        "change          +235.5 %  +98.1 %",
                        "They counted for different times; --per-second compares rates.",
                        "",
                        "worse: 2 rows, +71.3 KB:",
                        "   bytes   count   before    after  ratio  bytes each  mark            type    site",
                        "+70.3 KB  +1,000  23.4 KB  93.8 KB  x4.00    24 -> 48  moved 42 -> 45  byte[]  "
                                + "com.acme.Order.parse(Order.java:45)",
                        " +1.0 KB      +1      0 B   1.0 KB               1024  new             long[]  "
                                + "com.acme.New.born(New.java:9)",
                        "",
                        "better: 1 row, -2.0 KB:",
                        "  bytes  count  before  after  bytes each  mark  type   site",
                        "-2.0 KB     -5  2.0 KB    0 B         410  gone  int[]  com.acme.Old.gone(Old.java:3)",
                        "",
                        "unchanged: 1 row");
    }

    @Test
    void shouldCompareRates() throws IOException {
        Path a = dump(folder.resolve("a.json"), TEN, line(1, 10_240), line(9, 1_000));
        Path b = dump(folder.resolve("b.json"), TWENTY, line(1, 20_480), line(9, 4_000));
        Outcome outcome = run("diff", a, b, "--per-second", "--bytes");
        assertThat(outcome.out()).contains("unchanged: 1 row").doesNotContain("They counted");
        assertThat(outcome.out().get(0)).contains("bytes/s");
        assertThat(outcome.out())
                .anyMatch(line -> line.matches(" +\\+100 +\\+?-?0.\\d +100 +200 +x2.00 .*Order.java:9\\)"));
    }

    @Test
    void shouldCompareEventsWhenAskedTo() throws IOException {
        Outcome outcome = run("diff", "--sort=count", before(), after());
        assertThat(outcome.out()).contains("worse: 2 rows, +1,001 events:", "better: 1 row, -5 events:");
    }

    @ParameterizedTest
    @CsvSource({
        "--fail-above, 236%, 0",
        "--fail-above, 235%, 1",
        "--fail-above, 70KB, 0",
        "--fail-above, 69KB, 1",
        "--fail-above-row, 245%, 0",
        "--fail-above-row, 235%, 1",
        "--fail-above-row, 71KB, 0",
        "--fail-above-row, 70KB, 1"
    })
    void shouldFailAboveAThreshold(String option, String threshold, int exitCode) throws IOException {
        Outcome outcome = run("diff", before(), after(), option, threshold);
        assertThat(outcome.exitCode()).isEqualTo(exitCode);
        assertThat(outcome.err()).hasSize(exitCode);
        if (exitCode == 1) {
            assertThat(outcome.err().get(0))
                    .matches("allocsites: .* got worse by [67][09]\\..* KB, more than " + threshold);
        }
        assertThat(run("diff", after(), before(), option, threshold).exitCode()).isZero();
    }

    @Test
    void shouldCompareBothByTheGroupingOfTheCoarserOne() throws IOException {
        Path app = folder.resolve("app.json");
        Rows.write(app, Rows.snapshot(TEN, line(1, 750)), new Query(9, SortBy.BYTES, List.of(), null, GroupBy.APP));
        Outcome outcome = run("diff", app, after());
        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.out()).anyMatch(line -> line.endsWith("com.acme.Main.main(Main.java:7)"));
        assertThat(run("diff", after(), app).exitCode()).isZero();
        assertRefused(
                run("diff", app, after(), "--group-by", "site"),
                app + " has rows by app, which cannot be grouped by site");
    }

    @ParameterizedTest
    @CsvSource({"collapsed", "csv", "pb.gz", "dhat.json", "html", "json"})
    void shouldConvertADumpToWhatTheAgentWouldHaveWritten(String suffix) throws IOException {
        Path target = folder.resolve("out." + suffix);
        Outcome outcome = run("convert", after(), target);
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.exitCode()).isZero();
        Path direct = Rows.write(folder.resolve("direct." + suffix), Rows.snapshot(TWENTY, rowsOfAfter()), Query.ALL);
        assertThat(target).exists();
        if (!suffix.equals("pb.gz")) { // a profile names the time it was written
            assertThat(target).hasSameBinaryContentAs(direct);
        }
        assertThat(folder.resolve("out." + suffix + ".partial")).doesNotExist();
    }

    private static Site[] rowsOfAfter() {
        return new Site[] {
            row("com.acme.Order", "parse", 45, "byte[]", 2_000, 96_000),
            row("com.acme.Order", "same", 7, "java.lang.Object[]", 10, 4_096),
            row("com.acme.New", "born", 9, "long[]", 1, 1_024)
        };
    }

    @Test
    void shouldSayWhatAConversionCannotKnow() throws IOException {
        Path file = folder.resolve("app.json");
        Rows.write(file, Rows.snapshot(TEN, line(1, 750)), new Query(9, SortBy.BYTES, List.of(), null, GroupBy.APP));
        Path target = folder.resolve("app.collapsed");
        Outcome outcome = run("convert", file, target);
        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.err())
                .containsExactly(
                        "allocsites: " + file + " does not tell the callers; a dump does, and so does groupBy=stack");
        assertThat(Files.readString(target)).isEqualTo("com/acme/Main.main:7;(all types)_[i] 750\n");
    }

    @Test
    void shouldRefuseToConvertRowsThatNameNoPlace() throws IOException {
        Path file = folder.resolve("type.json");
        Rows.write(file, Rows.snapshot(TEN, line(1, 750)), new Query(9, SortBy.BYTES, List.of(), null, GroupBy.TYPE));
        Path target = folder.resolve("type.csv");
        assertRefused(
                run("convert", file, target),
                file + " has rows by type, which name no place in the code; a dump has all, and so has groupBy=stack");
        assertThat(target).doesNotExist();
    }

    @Test
    void shouldSayInOneLineWhyAFileCannotBeUsed() throws IOException {
        Path absent = folder.resolve("absent.json");
        Path empty = Files.createFile(folder.resolve("empty.json"));
        Path foreign = Files.writeString(folder.resolve("foreign.json"), "{\"a\":1}");
        Path good = after();
        for (String command : List.of("top", "diff", "convert")) {
            Object last = command.equals("diff") ? good : folder.resolve("x.json");
            for (Path file : List.of(absent, empty, foreign, folder)) {
                Outcome outcome = command.equals("top") ? run(command, file) : run(command, file, last);
                assertThat(outcome.exitCode()).isEqualTo(2);
                assertThat(outcome.out()).isEmpty();
                assertThat(outcome.err()).singleElement().asString().startsWith("allocsites: " + file + " ");
            }
        }
        assertRefused(run("diff", good, empty), empty + " is empty");
        assertRefused(
                run("convert", good, folder.resolve("no/such/folder.csv")),
                folder.resolve("no/such/folder.csv") + " cannot be written: java.nio.file.NoSuchFileException: "
                        + folder.resolve("no/such/folder.csv.partial"));
    }

    @Test
    void shouldRefuseAReportOfNothing() throws IOException {
        Path file = folder.resolve("nothing.json");
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode json = (ObjectNode) mapper.readTree(after().toFile());
        json.put("status", "NOT_INSTALLED").put("reason", "no\nattach").putNull("totals");
        mapper.writeValue(file.toFile(), json);
        assertRefused(run("top", file), file + " holds no counts, nothing was recorded: no\\u000aattach");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                    | no command",
                "tops a.json           | unknown command tops",
                "top                   | expected a report, got no file",
                "top a.json b.json     | expected a report, got a.json b.json",
                "top a.json --limit 0  | --limit is 0, allowed: 1 and more",
                "top a.json --limit    | --limit needs a value",
                "top a.json --sort=age | --sort is age, allowed: bytes, count",
                "top a.json --per-second | unknown option --per-second",
                "top -x a.json         | unknown option -x",
                "top a.json --group-by=x | --group-by is x, allowed: app, stack, site, method, class, type",
                "diff a.json           | expected a report before and one after, got a.json",
                "diff a b --fail-above x | --fail-above is x, allowed: a part such as 5%, or bytes such as 10MB",
                "convert a.json        | expected a report and a file to write, got a.json"
            })
    void shouldSayWhatIsWrongWithACommandLineAndHowItIsCalled(String line, String reason) {
        Outcome outcome = run((Object[]) (line.isEmpty() ? new String[0] : line.split(" ")));
        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err().get(0)).isEqualTo("allocsites: " + reason);
        assertThat(outcome.err().get(1)).startsWith("usage: ");
    }

    @Test
    void shouldNameTheFormatsWhenAFileEndsLikeNone() throws IOException {
        Outcome outcome = run("convert", after(), "out.xml");
        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err().get(0)).startsWith("allocsites: no format ends like out.xml, known: .json, .pb.gz");
    }

    @Test
    void shouldHelp() {
        assertThat(run("help").out()).isEqualTo(Usage.TEXT.lines().toList()).allMatch(line -> line.length() <= 120);
        assertThat(run("--help").exitCode()).isZero();
        assertThat(run("--version").out()).singleElement().asString().startsWith("allocsites ");
    }

    private static void assertRefused(Outcome outcome, String reason) {
        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err()).containsExactly("allocsites: " + reason);
    }
}
