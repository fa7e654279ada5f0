// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.install;

import io.github.allocsites.agent.instrument.ArraySizes;
import java.lang.instrument.Instrumentation;

/**
 * What this JVM says about itself, under the flags it runs with.
 *
 * @param featureVersion 17 for Java 17
 * @param objectAlignmentBytes alignment of objects
 * @param referenceBytes bytes of a reference in an array
 * @param alone whether no other agent can have changed a class so far
 */
record JvmFacts(int featureVersion, int objectAlignmentBytes, int referenceBytes, boolean alone) {
    private static final int OLDEST = 17;
    private static final int NEWEST = 25;

    /** Asks the JVM. */
    static JvmFacts of(Instrumentation instrumentation, boolean alone) {
        int first = (int) instrumentation.getObjectSize(new byte[0]);
        int length = 1;
        while (instrumentation.getObjectSize(new byte[length]) == first) {
            length++;
        }
        int alignment = (int) instrumentation.getObjectSize(new byte[length]) - first;
        long references =
                instrumentation.getObjectSize(new Object[1024]) - instrumentation.getObjectSize(new Object[0]);
        return new JvmFacts(Runtime.version().feature(), alignment, (int) (references / 1024), alone);
    }

    /** Why the agent steps aside on this JVM; null when it does not. */
    static String unsupported() {
        int feature = Runtime.version().feature();
        String vm = System.getProperty("java.vm.name", "");
        if (!vm.contains("HotSpot") && !vm.contains("OpenJDK")) {
            return "this JVM is " + vm + "; supported is HotSpot";
        }
        if (feature < OLDEST || feature > NEWEST) {
            return "this is Java " + feature + "; supported are " + OLDEST + " to " + NEWEST;
        }
        return "64".equals(System.getProperty("sun.arch.data.model")) ? null : "this JVM has not 64 bits";
    }

    /** The first array whose size we would get wrong, with both figures; null when there is none. */
    String wrongArraySize(Instrumentation instrumentation, ArraySizes.Formula formula) {
        for (int length = 0; length < 40; length++) {
            Object[] samples = {
                new boolean[length], new byte[length], new char[length], new short[length], new int[length],
                new float[length], new long[length], new double[length], new Object[length], new int[length][]
            };
            int[] elementBytes = {1, 1, 2, 2, 4, 4, 8, 8, referenceBytes, referenceBytes};
            for (int i = 0; i < samples.length; i++) {
                long actual = instrumentation.getObjectSize(samples[i]);
                long ours = formula.bytes(length, elementBytes[i]);
                if (actual != ours) {
                    return samples[i].getClass().getTypeName() + " of length " + length + " has " + actual
                            + " bytes, counted as " + ours;
                }
            }
        }
        return null;
    }
}
