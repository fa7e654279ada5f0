// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.instrument;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ExclusionsTests {
    private static final ClassLoader APPLICATION = ExclusionsTests.class.getClassLoader();
    private static final Module UNNAMED = ExclusionsTests.class.getModule();
    private static final Module BASE = Object.class.getModule();

    private final Exclusions none = new Exclusions(true, List.of());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "java/lang/AllocSitesShim",
                "io/github/allocsites/table/Hook",
                "io/github/allocsites/agent/Profiler",
                "io/github/allocsites/agent/shaded/bytebuddy/ByteBuddy",
                "io/github/allocsites/report/Site",
                "io/github/allocsites/spring/TopSites"
            })
    void shouldLeaveOutOurOwnClasses(String name) {
        assertThat(none.excludes(UNNAMED, APPLICATION, name)).isTrue();
        assertThat(none.excludes(BASE, null, name)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "io/github/allocsites/demo/OrderMapper",
                "io/github/allocsitesother/agent/A",
                "com/acme/io/github/allocsites/agent/A",
                "java/lang/Thread",
                "com/acme/A"
            })
    void shouldKeepOthers(String name) {
        assertThat(none.excludes(UNNAMED, APPLICATION, name)).isFalse();
        assertThat(none.excludes(BASE, null, name)).isFalse();
    }

    @Test
    void shouldLeaveOutNamesThatBeginAsAsked() {
        Exclusions asked = new Exclusions(true, List.of("com.acme.", "org.example.Big", "java.util.stream"));
        assertThat(asked.excludes(UNNAMED, APPLICATION, "com/acme/sub/A")).isTrue();
        assertThat(asked.excludes(UNNAMED, APPLICATION, "com/acmeother/A")).isFalse();
        assertThat(asked.excludes(UNNAMED, APPLICATION, "org/example/Big")).isTrue();
        assertThat(asked.excludes(UNNAMED, APPLICATION, "org/example/Big$Inner"))
                .isTrue();
        assertThat(asked.excludes(UNNAMED, APPLICATION, "org/example/Small")).isFalse();
        assertThat(asked.excludes(BASE, null, "java/util/stream/Stream")).isTrue();
        assertThat(asked.excludes(BASE, null, "java/util/ArrayList")).isFalse();
    }

    @Test
    void shouldLeaveOutTheJdkWhenAsked() {
        Exclusions withoutJdk = new Exclusions(false, List.of());
        assertThat(withoutJdk.excludes(BASE, null, "java/util/ArrayList")).isTrue();
        assertThat(withoutJdk.excludes(
                        Connection.class.getModule(), Connection.class.getClassLoader(), "java/sql/Connection"))
                .isTrue();
        Class<?> javac = javax.tools.ToolProvider.getSystemJavaCompiler().getClass();
        assertThat(withoutJdk.excludes(javac.getModule(), javac.getClassLoader(), "com/sun/tools/javac/Main"))
                .isTrue();
        assertThat(withoutJdk.excludes(UNNAMED, APPLICATION, "com/acme/A")).isFalse();
        assertThat(withoutJdk.excludes(null, new ClassLoader() {}, "com/acme/A"))
                .isFalse();
        assertThat(none.excludes(BASE, null, "java/util/ArrayList")).isFalse();
    }
}
