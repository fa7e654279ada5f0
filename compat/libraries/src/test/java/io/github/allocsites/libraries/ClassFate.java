// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.libraries;

/**
 * What became of one class in one JVM; written as a line.
 *
 * @param failure what loading or linking it threw; empty when it threw nothing
 * @param allocates whether its class file has an allocating instruction
 * @param hooked whether the JVM's class refers to our hooks
 */
record ClassFate(String library, String name, String failure, boolean allocates, boolean hooked) {

    /** Where it failed and what class was thrown: which of several missing classes it names changes by chance. */
    String failureKind() {
        int message = failure.indexOf(": ");
        return message < 0 ? failure : failure.substring(0, message);
    }

    String line() {
        return String.join("\t", library, name, failure, allocates + "", hooked + "");
    }

    static ClassFate of(String line) {
        String[] parts = line.split("\t", -1);
        return new ClassFate(
                parts[0], parts[1], parts[2], Boolean.parseBoolean(parts[3]), Boolean.parseBoolean(parts[4]));
    }
}
