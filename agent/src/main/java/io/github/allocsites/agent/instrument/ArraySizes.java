// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.instrument;

/**
 * How many bytes the elements of an array type take in this JVM.
 *
 * @param referenceBytes bytes of an element that is a reference: 4 or 8
 * @param arrays the size of an array by length and bytes of an element
 */
public record ArraySizes(int referenceBytes, Formula arrays) {

    /** The size of an array in this JVM. */
    @FunctionalInterface
    public interface Formula {
        /** Bytes of an array of {@code length} elements of 1, 2, 4 or 8 bytes. */
        long bytes(int length, int elementBytes);
    }

    int elementBytes(String arrayDescriptor) {
        return switch (arrayDescriptor.charAt(1)) {
            case 'Z', 'B' -> 1;
            case 'C', 'S' -> 2;
            case 'I', 'F' -> 4;
            case 'J', 'D' -> 8;
            default -> referenceBytes;
        };
    }

    long bytes(int length, int elementBytes) {
        return arrays.bytes(length, elementBytes);
    }

    /** Descriptor of the type that a {@code newarray} operand stands for. */
    static String primitive(int operand) {
        return String.valueOf("ZCFDBSIJ".charAt(operand - 4));
    }
}
