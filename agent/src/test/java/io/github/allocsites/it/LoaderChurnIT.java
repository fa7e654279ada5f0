// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.allocsites.workload.LoaderChurn;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A program that loads and drops class loaders for ever must not make the agent grow for ever. */
final class LoaderChurnIT {
    /** Probes of the loaders that may wait for their collection at any time: eleven each. */
    private static final long WAITING_PROBES = LoaderChurn.AT_ONCE * 11;

    /** What the JVM's own tables may keep of 8,000 loaders that came and went. */
    private static final long HEAP_SLACK_BYTES = 8 << 20;

    static List<Jdk> jdks() {
        return Jdk.all();
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void shouldStayFlatWhenClassLoadersComeAndGo(Jdk jdk) throws Exception {
        Program.Outcome outcome =
                Program.of(jdk, LoaderChurn.class).with("-Xmx512m").agent("").run();

        System.out.println(jdk + ": " + String.join(" ", outcome.out().lines().toList()));
        assertThat(outcome.err()).isEmpty();
        long events = 2L * LoaderChurn.TIMES * LoaderChurn.EVENTS_OF_ONE;
        assertThat(outcome.number(first("counted"))).isEqualTo(LoaderChurn.FIRST * events);
        assertThat(outcome.number(last("counted"))).isEqualTo(LoaderChurn.LOADERS * events);
        assertThat(outcome.number(last("unloaded")))
                .isGreaterThan(outcome.number(first("unloaded")) + LoaderChurn.LOADERS);
        assertThat(outcome.number(last("probes")))
                .isLessThanOrEqualTo(outcome.number(first("probes")) + WAITING_PROBES);
        assertThat(outcome.number(last("heap"))).isLessThanOrEqualTo(outcome.number(first("heap")) + HEAP_SLACK_BYTES);
    }

    private static String first(String key) {
        return key + "." + LoaderChurn.FIRST;
    }

    private static String last(String key) {
        return key + "." + LoaderChurn.LOADERS;
    }
}
