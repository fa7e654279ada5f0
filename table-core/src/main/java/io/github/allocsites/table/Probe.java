// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.table;

/**
 * One allocating instruction. Holds text only, never a class or a loader.
 *
 * @param id the same in every process that runs the same code
 * @param method the method that holds the instruction
 * @param line source line, 0 where the class does not say
 * @param type name of the allocated type, as {@link Class#getTypeName()} has it
 * @param sizeBytes size of each object; {@link #SIZE_UNKNOWN} until the first event asks the JVM, {@link #SIZE_VARIES}
 * where every event brings its own
 */
public record Probe(long id, ProbeMethod method, int line, String type, int sizeBytes) {
    /** The type was not loaded when the probe was made. */
    public static final int SIZE_UNKNOWN = 0;

    /** An array whose length is not a constant. */
    public static final int SIZE_VARIES = -1;

    /**
     * A method that holds probes.
     *
     * @param className binary name of its class
     * @param name name of the method
     * @param descriptor descriptor of the method
     * @param file source file, null where the class does not say
     */
    public record ProbeMethod(String className, String name, String descriptor, String file) {}

    boolean varies() {
        return sizeBytes == SIZE_VARIES;
    }
}
