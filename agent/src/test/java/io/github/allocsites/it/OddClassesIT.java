// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.allocsites.agent.instrument.OddClass;
import io.github.allocsites.agent.instrument.OddClasses;
import io.github.allocsites.workload.OddRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Odd classes in fresh JVMs that verify everything, by the old verifier where a class has no frames: they compute what
 * they compute without the agent, and the report has what their own code counted.
 */
final class OddClassesIT {
    private static final int RANDOM_ONES = 340;
    private static final String[] VERIFIED = {
        "-XX:+UnlockDiagnosticVMOptions", "-XX:+BytecodeVerificationLocal", "-XX:+BytecodeVerificationRemote"
    };

    private static final String TOO_OLD = ": the JVM would refuse it in a version that has class constants";

    /** What cannot carry hooks, and why: name by name, as the agent says it. */
    private static final List<String> LEFT = List.of(
            ".*Full65535: .*no constants left",
            ".*Full65532: .*no constants left",
            ".*Huge6000: no method could be instrumented",
            ".*JumpGrows: no method could be instrumented",
            ".*Long8000: no method could be instrumented",
            ".*OldInterface" + TOO_OLD,
            ".*OldSynchronized" + TOO_OLD,
            ".*TwiceTheVariable" + TOO_OLD);

    @TempDir
    Path folder;

    static List<Jdk> jdks() {
        return Jdk.all();
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void shouldComputeTheSameAndCountWhatTheCodeCounts(Jdk jdk) throws Exception {
        write();
        Program.Outcome without = Program.of(jdk, OddRunner.class)
                .with(VERIFIED)
                .arguments(folder.toString())
                .run();
        Program.Outcome with = Program.of(jdk, OddRunner.class)
                .with(VERIFIED)
                .arguments(folder.toString())
                .recorded()
                .run();
        assertThat(without.err()).isEmpty();
        assertThat(with.err()).isEmpty();
        List<String> left = lines(with, "left ");
        assertThat(with.out().lines().filter(line -> !line.startsWith("left ")))
                .containsExactlyElementsOf(without.out().lines().toList());
        assertThat(with.exitCode()).isZero();
        LEFT.forEach(
                reason -> assertThat(left).anySatisfy(line -> assertThat(line).matches(reason)));
        int counted = 0;
        for (String line : lines(with, "Random")) {
            counted += check(with.report(), line, left);
        }
        System.out.printf(
                "%s: %d odd classes tried, %d counted, %d left%n",
                jdk, OddClasses.all(RANDOM_ONES).size(), counted, left.size());
        assertThat(counted).isGreaterThan(RANDOM_ONES * 9 / 10);
    }

    private void write() throws IOException {
        for (OddClass odd : OddClasses.all(RANDOM_ONES)) {
            String simpleName = odd.name().substring(odd.name().lastIndexOf('.') + 1);
            Files.write(folder.resolve(simpleName + ".class"), odd.file());
        }
    }

    private static List<String> lines(Program.Outcome outcome, String prefix) {
        return outcome.out().lines().filter(line -> line.startsWith(prefix)).toList();
    }

    /** A line of {@link OddRunner}: the class's name first, and what it made last. */
    private static int check(Dump report, String line, List<String> left) {
        String name = OddRunner.class.getPackageName() + "." + line.substring(0, line.indexOf(' '));
        long made = Long.parseLong(line.substring(line.lastIndexOf(' ') + 1));
        if (left.stream().anyMatch(text -> text.startsWith("left " + name.replace('.', '/') + ":"))) {
            return 0;
        }
        Dump.Sum sum = report.sum(row -> row.get("className").asText().equals(name));
        assertThat(sum.count()).as(line).isEqualTo(2 * made); // as a class of a loader, and as a hidden one
        return 1;
    }
}
