// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.table;

import java.lang.StackWalker.StackFrame;

/**
 * Descriptors of walked frames. From JDK 22 on {@link StackFrame#getDescriptor} makes a method type, which loads every
 * class the descriptor names: inside a hook that could be the very class that is being loaded, and the JVM would refuse
 * its second definition. The text it is made from is read instead.
 *
 * <p>Lock-free; loads nothing.
 */
public final class FrameDescriptors {
    private static final String UNKNOWN = "";

    /** Offset of the text in a frame; below 0 where the frame itself tells, 0 where nobody does. */
    private static final long TEXT = Runtime.version().feature() < 22 ? -1 : offset();

    private FrameDescriptors() {}

    private static long offset() {
        try {
            return OffHeap.fieldOffset(Class.forName("java.lang.StackFrameInfo"), "type");
        } catch (ClassNotFoundException | InternalError another) {
            return 0;
        }
    }

    /** That of a frame which was asked for its method's name before; empty where it cannot be had. */
    public static String of(StackFrame frame) {
        if (TEXT < 0) {
            return frame.getDescriptor();
        }
        return TEXT > 0 && OffHeap.getReference(frame, TEXT) instanceof String text ? text : UNKNOWN;
    }
}
