// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.instrument;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class SeenClassesTests {
    private static final int MANY = 60_000;

    private final TestInstrumenter instrumenter = new TestInstrumenter();
    private final SeenClasses seen = new SeenClasses();

    private Class<?> generated() throws ClassNotFoundException {
        Map<String, byte[]> files = Map.of(Generated.NAME, Generated.method(Generated::newObject));
        return instrumenter.loader(files).loadClass(Generated.NAME.replace('/', '.'));
    }

    @Test
    void shouldTellClassesOfOneNameApartByTheirLoaders() throws ClassNotFoundException {
        Class<?> offered = generated();
        seen.add(offered.getClassLoader(), Generated.NAME);
        assertThat(seen.test(offered)).isTrue();
        assertThat(seen.test(generated())).isFalse();
    }

    @Test
    void shouldRememberWhatItWasAskedFor() {
        assertThat(seen.test(String.class)).isFalse();
        assertThat(seen.test(String.class)).isTrue();
        assertThat(seen.test(Integer.class)).isFalse();
    }

    @Test
    void shouldKnowNoMoreWhenThereWereTooMany() {
        for (int i = 0; i < MANY && !seen.isClosed(); i++) {
            seen.add(null, "com/acme/C" + i);
        }
        assertThat(seen.isClosed()).isTrue();
    }
}
