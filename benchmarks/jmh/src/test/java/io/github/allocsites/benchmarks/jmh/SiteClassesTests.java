// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.benchmarks.jmh;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class SiteClassesTests {
    @Test
    void shouldDefineClassesThatAllocateOneObjectByEachLine() {
        Sites[] all = SiteClasses.define(3);

        assertThat(Arrays.stream(all).map(Object::getClass)).doesNotHaveDuplicates();
        assertThat(all)
                .allSatisfy(sites -> assertThat(length((Link) sites.chain())).isEqualTo(Sites.LINES));
    }

    private static int length(Link last) {
        int length = 0;
        for (Link link = last; link != null; link = link.before) {
            length++;
        }
        return length;
    }
}
