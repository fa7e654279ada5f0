// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.allocsites.workload.ManyClasses;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the JVM's compilers are asked to do for the agent. Their own log is the witness. */
final class CompilersIT {
    /** Time, number, flags, level: of C2. */
    private static final Pattern OPTIMISED = Pattern.compile("^ *\\d+ +\\d+ [ %sbn!]{6}4 .*");

    private static final String TRANSFORMER = " io.github.allocsites.agent.instrument.";

    /** Beside what the program prints, not in the middle of it. */
    private static final String[] LOG = {"-XX:+PrintCompilation", "-XX:+DisplayVMOutputToStderr"};

    private static final Pattern HOOK =
            Pattern.compile("@ .*io\\.github\\.allocsites\\.table\\.Hook::(object|array[1248]) \\(");

    private static final Pattern INLINED =
            Pattern.compile("Hook::(object|array[1248]) \\(\\d+ bytes\\) +(force )?inline");

    static List<Jdk> jdks() {
        return Jdk.all();
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void shouldLeaveTheTransformerToC1(Jdk jdk) throws Exception {
        Program.Outcome outcome =
                Program.of(jdk, ManyClasses.class).with(LOG).agent("").run();

        assertThat(outcome.number("loaded")).isGreaterThan(2_000);
        assertThat(outcome.err()).contains(TRANSFORMER);
        assertThat(optimised(outcome)).isNotEmpty().noneMatch(line -> line.contains(TRANSFORMER));
    }

    /** It would be interpreted for ever. */
    @ParameterizedTest
    @MethodSource("jdks")
    void shouldLeaveTheTransformerToC2WhereThereIsNoC1(Jdk jdk) throws Exception {
        for (String flag : List.of("-XX:-TieredCompilation", "-XX:CompilationMode=high-only")) {
            Program.Outcome outcome = Program.of(jdk, ManyClasses.class)
                    .with(LOG)
                    .with(flag)
                    .agent("")
                    .run();

            assertThat(outcome.err()).containsPattern("(?m)^ *\\d+ +\\d+ .*" + TRANSFORMER);
            assertThat(outcome.err()).doesNotContain("Excluding compile");
        }
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void shouldSayNothingOfItUnasked(Jdk jdk) throws Exception {
        Program.Outcome outcome = Program.of(jdk, ManyClasses.class).agent("").run();

        assertThat(outcome.out()).matches("loaded=\\d+\\s+");
        assertThat(outcome.err()).isEmpty();
    }

    /** With the profile of all that is inlined into it, a hook would be many times its own code in each place. */
    @ParameterizedTest
    @MethodSource("jdks")
    void shouldNotInlineHooksIntoWhatC1Compiles(Jdk jdk) throws Exception {
        assertThat(inlining(jdk, "-XX:TieredStopAtLevel=3"))
                .anyMatch(line -> line.contains("callee is too large"))
                .noneMatch(line -> INLINED.matcher(line).find());
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void shouldInlineHooksWhereTheyAreHot(Jdk jdk) throws Exception {
        assertThat(inlining(jdk, "-XX:-TieredCompilation")).anyMatch(line -> line.contains("inline (hot)"));
    }

    /** What a compiler says of each call of a hook with a fast path. */
    private static List<String> inlining(Jdk jdk, String flag) throws Exception {
        Program.Outcome outcome = Program.of(jdk, ManyClasses.class)
                .with(LOG)
                .with("-XX:+UnlockDiagnosticVMOptions", "-XX:+PrintInlining", flag)
                .with("-XX:CICompilerCount=1") // two write into each other's lines
                .agent("")
                .run();
        return outcome.err().lines().filter(line -> HOOK.matcher(line).find()).toList();
    }

    /** It is about cost alone. */
    @ParameterizedTest
    @MethodSource("jdks")
    void shouldDoWithoutAFolderForTheDirectives(Jdk jdk) throws Exception {
        Program.Outcome outcome = Program.of(jdk, ManyClasses.class)
                .with("-Djava.io.tmpdir=/no/such/folder")
                .with(LOG)
                .agent("")
                .run();

        assertThat(outcome.number("loaded")).isGreaterThan(2_000);
        assertThat(optimised(outcome)).anyMatch(line -> line.contains(TRANSFORMER));
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void shouldLeaveNoFileBehind(Jdk jdk) throws Exception {
        Path folder = Files.createTempDirectory("allocsites directives");

        Program.Outcome outcome = Program.of(jdk, ManyClasses.class)
                .with("-Djava.io.tmpdir=" + folder)
                .with(LOG)
                .agent("")
                .run();

        assertThat(outcome.err()).contains("Excluding compile");
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).isEmpty();
        }
    }

    private static List<String> optimised(Program.Outcome outcome) {
        return outcome.err()
                .lines()
                .filter(line -> OPTIMISED.matcher(line).matches())
                .toList();
    }
}
