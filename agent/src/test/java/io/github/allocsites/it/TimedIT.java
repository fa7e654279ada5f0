// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.it;

import static io.github.allocsites.workload.Timed.EVENTS;
import static io.github.allocsites.workload.Timed.MORE;
import static io.github.allocsites.workload.Timed.SIZE_BYTES;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.allocsites.agent.TooManyWindowsException;
import io.github.allocsites.report.Status;
import io.github.allocsites.workload.Timed;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Windows, marks and pauses: how many objects a program made in each is known, and every number must be equal. */
final class TimedIT {
    private static final long SECOND_NANOS = 1_000_000_000L;

    private static final Map<Run, Program.Outcome> OUTCOMES = new HashMap<>();

    private Run run;
    private Program.Outcome outcome;

    /** With a stack for every event there is no noise: it would fill the time with stacks. */
    private record Run(Jdk jdk, boolean everyStack) {
        Program program() {
            return everyStack
                    ? Program.of(jdk, Timed.class).agent("stacks.interval=0")
                    : Program.of(jdk, Timed.class).agent("").arguments("noise");
        }
    }

    static Stream<Run> runs() {
        return Jdk.all().stream().flatMap(jdk -> Stream.of(new Run(jdk, false), new Run(jdk, true)));
    }

    /** Each program runs once, for all tests. */
    private void use(Run wanted) throws Exception {
        run = wanted;
        outcome = OUTCOMES.get(run);
        if (outcome == null) {
            outcome = run.program().run();
            OUTCOMES.put(run, outcome);
        }
    }

    private void check(String key, long events) {
        assertThat(outcome.number(key + ".count")).as(key).isEqualTo(events);
        assertThat(outcome.number(key + ".bytes")).as(key).isEqualTo(events * SIZE_BYTES);
    }

    private void checkStacks(String key, long exact, long without) {
        assertThat(outcome.number(key + ".without")).as(key).isEqualTo(without);
        if (run.everyStack) {
            assertThat(outcome.number(key + ".exact")).as(key).isEqualTo(exact);
        }
    }

    @ParameterizedTest
    @MethodSource("runs")
    void shouldEndWell(Run run) throws Exception {
        use(run);
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.exitCode()).isZero();
    }

    @ParameterizedTest
    @MethodSource("runs")
    void shouldCountSinceEachMark(Run run) throws Exception {
        use(run);
        long after = outcome.number("mark.after");
        assertThat(after).isGreaterThanOrEqualTo(MORE);
        if (run.everyStack) {
            assertThat(after).isEqualTo(MORE);
        }
        check("mark.first", EVENTS + MORE + after);
        check("mark.second", MORE + after);
        check("mark.reset", after);
        assertThat(outcome.number("mark.since")).isEqualTo(1);
        assertThat(outcome.number("mark.unknown")).isEqualTo(1);
    }

    @ParameterizedTest
    @MethodSource("runs")
    void shouldCountNothingInAPauseAndGoOnExactly(Run run) throws Exception {
        use(run);
        check("pause.snapshot", MORE);
        check("pause.mark", MORE);
        assertThat(outcome.number("pause.status")).isEqualTo(Status.PAUSED.ordinal());
        assertThat(outcome.number("pause.reason")).isEqualTo(1);
        assertThat(outcome.number("pause.lifetime")).isZero();
        assertThat(outcome.number("pause.jvm")).isZero();
        check("resume.snapshot", 2 * MORE);
        check("resume.mark", 2 * MORE);
        assertThat(outcome.number("resume.status")).isEqualTo(Status.RECORDING.ordinal());
        assertThat(outcome.number("resume.events")).isEqualTo(MORE);
    }

    @ParameterizedTest
    @MethodSource("runs")
    void shouldCaptureNoStackInAPause(Run run) throws Exception {
        use(run);
        assertThat(outcome.number("pause.stacks")).isZero();
        assertThat(outcome.number("resume.stacks")).isGreaterThanOrEqualTo(run.everyStack ? MORE : 1);
    }

    @ParameterizedTest
    @MethodSource("runs")
    void shouldCountWhatCameInAWindow(Run run) throws Exception {
        use(run);
        check("window", EVENTS);
        check("window.reset", EVENTS + MORE);
        check("window.paused", MORE);
        assertThat(outcome.number("window.status")).isEqualTo(Status.PAUSED.ordinal());
        assertThat(outcome.number("window.empty")).isZero();
        assertThat(outcome.number("window.nanos")).isGreaterThanOrEqualTo(SECOND_NANOS);
        assertThat(outcome.number("window.jvm")).isEqualTo(1);
    }

    /** No event is without a stack because none was drawn in that time; but a reset throws stacks away. */
    @ParameterizedTest
    @MethodSource("runs")
    void shouldKnowTheStacksOfAWindow(Run run) throws Exception {
        use(run);
        checkStacks("window", EVENTS, 0);
        checkStacks("window.paused", MORE, 0);
        checkStacks("mark.second", outcome.number("mark.after"), run.everyStack ? MORE : 0);
    }

    @ParameterizedTest
    @MethodSource("runs")
    void shouldOpenFewWindowsAtOnceAndFreeThePlaceOfOneThatIsInterrupted(Run run) throws Exception {
        use(run);
        assertThat(outcome.number("places.full")).isEqualTo(1);
        assertThat(outcome.number("places.interrupted")).isEqualTo(TooManyWindowsException.MOST);
        assertThat(outcome.number("places.free")).isGreaterThanOrEqualTo(1);
    }
}
