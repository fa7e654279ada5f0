// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.oracle.workload;

/** A piece of work of one thread that allocates the same in every repetition of the same number. */
interface Workload {
    /** Does the work once; the result depends on all of it, so that no compiler may leave any of it out. */
    long once(int repetition) throws Exception;

    static Workload named(String name) throws Exception {
        return switch (name) {
            case "json" -> new JsonRoundTrip();
            case "streams" -> new Streams();
            case "sql" -> new Sql();
            case "vectors" -> new Vectors();
            case "holders" -> new Holders();
            case "builders" -> new Builders();
            default -> throw new IllegalArgumentException(name);
        };
    }
}
