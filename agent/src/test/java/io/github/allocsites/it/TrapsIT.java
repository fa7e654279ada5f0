// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.allocsites.workload.HomeCells;
import io.github.allocsites.workload.Kin;
import io.github.allocsites.workload.LoadingWhileCapturing;
import io.github.allocsites.workload.NativeThreads;
import io.github.allocsites.workload.OddClasses;
import io.github.allocsites.workload.Overflowing;
import io.github.allocsites.workload.StrayProbes;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Threads and classes out of the ordinary, in each of which a simpler agent crashes or loses counts. */
final class TrapsIT {
    static List<Jdk> jdks() {
        return Jdk.all();
    }

    /** The JVM's main thread attaches itself once more to end the JVM; its Thread object is made under the id 0. */
    @ParameterizedTest
    @MethodSource("jdks")
    void shouldCountWhatAThreadAllocatesWhileItAttaches(Jdk jdk) throws Exception {
        Program.Outcome outcome = threads(jdk);

        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.exitCode()).isZero();
        long constructed = outcome.report()
                .sum(row -> row.get("className").asText().equals("java.lang.Thread")
                        && row.get("method").asText().equals("<init>")
                        && row.get("type").asText().equals("java.lang.Object"))
                .count();
        assertThat(constructed).isEqualTo(outcome.number("constructed.after") + 1);
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void shouldCountThreadsThatTheSystemMade(Jdk jdk) throws Exception {
        assumeTrue(jdk.feature() >= 22, "this JDK cannot call the system's functions");
        Program.Outcome outcome = threads(jdk);

        assertThat(outcome.number("constructed.after") - outcome.number("constructed.before"))
                .isEqualTo(NativeThreads.THREADS - 1);
        assertThat(outcome.report().sum(NativeThreads.class, "events", "int[]").count())
                .isEqualTo((long) NativeThreads.THREADS * NativeThreads.EVENTS);
    }

    private static Program.Outcome threads(Jdk jdk) throws Exception {
        Program program = Program.of(jdk, NativeThreads.class).recorded();
        program.with("-XX:-UseDynamicNumberOfCompilerThreads"); // they have Thread objects, too
        return jdk.feature() < 22
                ? program.run()
                : program.with("--enable-native-access=ALL-UNNAMED").run();
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void shouldCountMoreThreadsOfOneHomeCellThanASearchLooksAt(Jdk jdk) throws Exception {
        Program.Outcome outcome = Program.of(jdk, HomeCells.class).recorded().run();

        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.report().sum(HomeCells.class, "events", "byte[]").count())
                .isEqualTo((long) HomeCells.THREADS * HomeCells.EVENTS);
    }

    /** Whoever asks a frame for its descriptor loads the classes in it, on newer JDKs. */
    @ParameterizedTest
    @MethodSource("jdks")
    void shouldLoadNoClassOfTheApplicationToCaptureAStack(Jdk jdk) throws Exception {
        Program.Outcome outcome = Program.of(jdk, LoadingWhileCapturing.class)
                .agent("stacks.interval=0")
                .run();

        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out()).contains("made=Made");
        assertThat(outcome.exitCode()).isZero();
    }

    /** TreeMap among them: the transformer's own thread loads it, and is not offered what it loads. */
    @ParameterizedTest
    @MethodSource("jdks")
    void shouldCountInClassesThatTheAgentItselfLoaded(Jdk jdk) throws Exception {
        Program.Outcome outcome = Program.of(jdk, Kin.class).recorded().run();

        List<String> kin =
                outcome.out().lines().filter(line -> line.startsWith("kin ")).toList();
        assertThat(kin).hasSize(Kin.CLASSES).allMatch(line -> line.endsWith("=" + Kin.TIMES));
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void shouldCountAsStrayWhatHasNoProbe(Jdk jdk) throws Exception {
        Program.Outcome outcome = Program.of(jdk, StrayProbes.class).recorded().run();

        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.number("stray")).isEqualTo(2L * StrayProbes.PROBES.length * StrayProbes.TIMES);
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void shouldStayExactAfterStacksOverflowedInFirstEvents(Jdk jdk) throws Exception {
        Program.Outcome outcome = Program.of(jdk, Overflowing.class).agent("").run();

        assertThat(outcome.err()).isEmpty();
        long overflows = outcome.number("overflows");
        assertThat(overflows).isEqualTo(Overflowing.THREADS);
        long lost = outcome.number("made") - outcome.number("counted");
        long atMost = 2 * outcome.number("stray"); // a stray level stands for two arrays there
        assertThat(lost).isBetween(-overflows * Overflowing.EVENTS_OF_ONE, atMost);
        assertThat(outcome.number("made.afterwards"))
                .isEqualTo((long) Overflowing.SPECIMENS * Overflowing.AFTERWARDS * Overflowing.EVENTS_OF_ONE);
        assertThat(outcome.number("counted.afterwards")).isEqualTo(outcome.number("made.afterwards"));
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void shouldCountWhereALoaderSeesOnlyTheJavaPackages(Jdk jdk) throws Exception {
        Program.Outcome outcome = Program.of(jdk, OddClasses.class).agent("").run();

        assertThat(outcome.out()).contains("sees.hook=false", "sees.application=false");
        assertThat(outcome.number("counted")).isPositive().isEqualTo(outcome.number("made"));
    }

    /** A loader may define a class without telling its name; then the JVM does not tell it either. */
    @ParameterizedTest
    @MethodSource("jdks")
    void shouldCountInAClassWhoseLoaderDidNotTellItsName(Jdk jdk) throws Exception {
        Program.Outcome outcome = Program.of(jdk, OddClasses.class).agent("").run();

        assertThat(outcome.number("counted.unnamed")).isPositive().isEqualTo(outcome.number("made"));
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void shouldNotBreakHiddenClasses(Jdk jdk) throws Exception {
        Program.Outcome outcome = Program.of(jdk, OddClasses.class).agent("").run();

        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.out()).contains("hidden=true");
        assertThat(outcome.number("hidden.made")).isEqualTo(outcome.number("made"));
    }
}
