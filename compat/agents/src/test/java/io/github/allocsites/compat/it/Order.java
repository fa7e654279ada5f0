// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.compat.it;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.provider.Arguments;

/** Which agent comes first on the command line. */
enum Order {
    OURS_FIRST,
    OURS_LAST;

    /** Each order on each JDK. */
    static List<Arguments> onEachJdk() {
        List<Arguments> all = new ArrayList<>();
        for (Jdk jdk : Jdk.all()) {
            for (Order order : values()) {
                all.add(Arguments.of(jdk, order));
            }
        }
        return all;
    }

    /** A program with our agent and another one. */
    Program with(Program program, String... other) {
        return this == OURS_FIRST
                ? program.recorded().with(other)
                : program.with(other).recorded();
    }
}
