// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.table;

import io.github.allocsites.table.Forks.Mode;
import io.github.allocsites.table.Verdict.Row;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.infra.Status;
import org.openjdk.jcstress.infra.collectors.InProcessCollector;
import org.openjdk.jcstress.infra.collectors.TestResult;
import org.openjdk.jcstress.infra.grading.GradingResult;

/**
 * Runs the tests, prints a table and ends with status 1 when a test is not as it must be.
 *
 * <p>Everything that jcstress writes goes to the working directory, its console to {@code jcstress.log} there. The
 * options of this JVM are those of the JVMs that run the tests, too.
 */
public final class Stress {
    /** What a JVM takes to start, to look at the test's needs and to end; and jcstress to look at the machine. */
    private static final int START_MILLIS = 800;

    private static final int PROBING_MILLIS = 15_000;

    private static final int SHORTEST_MILLIS = 20;
    private static final int ITERATIONS = 2;

    private static final int MORE_RUNS = 5;
    private static final int MORE_MILLIS = 400;

    /** Of the weakened edges the one whose failure is seen even in a moment: lost updates. */
    private static final String BRIEFLY = "table\\.(?!Weakened)|WeakenedBuckets.RacingAdds";

    private static final Forks BRIEF = new Forks(BRIEFLY, 1, 50, List.of(new Mode(Forks.SPIN)));

    /** Each JVM as a whole: interpreter, C1, C2, and C2 with random choices of its own. */
    private static final List<Mode> MODES = List.of(
            new Mode(Forks.SPIN, "-Xint"),
            new Mode(Forks.YIELD, "-XX:TieredStopAtLevel=1"),
            new Mode(Forks.SPIN, "-XX:-TieredCompilation"),
            new Mode(
                    Forks.YIELD,
                    "-XX:-TieredCompilation",
                    "-XX:+UnlockDiagnosticVMOptions",
                    "-XX:+StressLCM",
                    "-XX:+StressGCM",
                    "-XX:+StressIGVN",
                    "-XX:+StressCCP"));

    private Stress() {}

    /**
     * Arguments: {@code brief}, or {@code full}, the seconds it may take about, the file for its result and, if need
     * be, a regular expression for the tests.
     */
    public static void main(String[] args) throws Exception {
        PrintStream console = System.out;
        System.setOut(new PrintStream(Files.newOutputStream(Path.of("jcstress.log")), true, StandardCharsets.UTF_8));
        boolean brief = args[0].equals("brief");
        Instant start = Instant.now();
        Forks forks = brief ? BRIEF : full(Integer.parseInt(args[1]), tests(args));
        forks.probe();
        Verdict verdict = new Verdict(rows(forks));
        List<String> problems = verdict.problems(forks.names());
        String report = report(forks, verdict, problems, Duration.between(start, Instant.now()));
        console.print(report);
        if (!brief) {
            Files.writeString(Path.of(args[2]), report);
        }
        System.exit(problems.isEmpty() ? 0 : 1);
    }

    private static String tests(String[] args) {
        return args.length > 3 ? args[3] : ".";
    }

    private static Forks full(int seconds, String tests) {
        int forks = MODES.size() * new Forks(tests, 1, 0, MODES).names().size();
        int each = (1000 * seconds - PROBING_MILLIS) / Math.max(1, forks) - START_MILLIS;
        return new Forks(tests, ITERATIONS, Math.max(SHORTEST_MILLIS, each / ITERATIONS), MODES);
    }

    /** Where other programs want the processors, too, actors may not have met at all: then they are given more time. */
    private static List<Row> rows(Forks forks) throws IOException {
        Map<String, Row> rows = rows(forks.run());
        for (int more = 0; more < MORE_RUNS; more++) {
            List<String> unshown =
                    rows.values().stream().filter(Row::isUnshown).map(Row::test).toList();
            if (unshown.isEmpty()) {
                break;
            }
            String tests = "^(" + String.join("|", unshown) + ")$";
            rows(new Forks(tests, ITERATIONS, MORE_MILLIS, forks.modes()).run())
                    .forEach((test, row) -> rows.merge(test, row, Row::plus));
        }
        return List.copyOf(rows.values());
    }

    private static Map<String, Row> rows(InProcessCollector results) {
        Map<String, Row> rows = new TreeMap<>();
        for (TestResult result : results.getTestResults()) {
            rows.merge(result.getName(), row(result), Row::plus);
        }
        return rows;
    }

    private static Row row(TestResult result) {
        long forbidden = 0;
        long interesting = 0;
        for (GradingResult outcome : result.grading().gradingResults.values()) {
            boolean allowed = outcome.expect == Expect.ACCEPTABLE;
            boolean shown = outcome.expect == Expect.ACCEPTABLE_INTERESTING;
            forbidden += allowed || shown ? 0 : outcome.count;
            interesting += shown ? outcome.count : 0;
        }
        int failed = result.status() == Status.NORMAL ? 0 : 1;
        return new Row(result.getName(), 1, failed, result.getTotalCount(), forbidden, interesting);
    }

    private static String report(Forks forks, Verdict verdict, List<String> problems, Duration took) {
        String head = String.format(
                "# jcstress, %s, JDK %s%n%n%s %s, %d processors; %d iterations of %d ms in each JVM; %d s in all.%n%n",
                LocalDate.now(),
                Runtime.version(),
                System.getProperty("os.name"),
                System.getProperty("os.arch"),
                Runtime.getRuntime().availableProcessors(),
                forks.iterations(),
                forks.millis(),
                took.toSeconds());
        String allWell = "Every shipped edge held, and every weakened one failed.";
        return head + verdict.table() + "\n" + (problems.isEmpty() ? allWell : String.join("\n", problems)) + "\n";
    }
}
