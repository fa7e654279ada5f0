// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.table;

/**
 * The calling thread's stack as HotSpot keeps it for an exception, read frame by frame, top first. The JVM fills it in
 * one go without making an object for each frame: a hundred frames take 3 microseconds, by a StackWalker 10 to 18.
 *
 * <pre>
 *   chunk of 32 frames, an Object[]:
 *     [0] short[] method numbers   [1] int[] position &lt;&lt; 16 | version of the class   [2] Object[] classes
 *     [3] long[] names of methods  [4..] by the JDK's version: ..., next chunk, ...
 * </pre>
 *
 * No part of this is documented, so it is compared with the JVM's own stack trace before it is relied upon.
 *
 * <p>Made without a constructor: the JDK's flight recorder counts calls of Throwable's as exceptions of the
 * application.
 *
 * <p>Used by one thread. Hidden frames are left out by the JVM. Holds the classes of the stack while it is held itself.
 *
 * <p>Source: HotSpot, {@code java_lang_Throwable} and {@code BacktraceBuilder} in javaClasses.cpp.
 */
public final class Backtrace extends Throwable {
    private static final long serialVersionUID = 1;
    private static final int METHODS = 0;
    private static final int POSITIONS = 1;
    private static final int CLASSES = 2;
    private static final int FIRST_OTHER = 4;

    /** More frames than a chunk has. */
    private static final int TRIED_FRAMES = 70;

    /** Offsets in a Throwable: the stack as the JVM has it, and as anybody asks for it; 0 where there are none. */
    private static final long BACKTRACE = offset("backtrace");

    private static final long STACK_TRACE = offset("stackTrace");

    /** A Throwable without any stack trace takes no stack: it is told that its own can be written. */
    private static final StackTraceElement[] WRITABLE = {};

    /** Where a chunk has the next one; 0 where none of this is to be relied upon. */
    private static final int NEXT = BACKTRACE == 0 || STACK_TRACE == 0 ? 0 : tried(TRIED_FRAMES);

    private transient Object[] chunk;
    private transient int at;

    private Backtrace() {}

    /** The running stack, this method's frame first. */
    public static Backtrace take() {
        try {
            Backtrace taken = (Backtrace) OffHeap.allocateInstance(Backtrace.class);
            OffHeap.putReference(taken, STACK_TRACE, WRITABLE);
            taken.fillInStackTrace();
            taken.chunk = (Object[]) OffHeap.getReference(taken, BACKTRACE);
            taken.at = -1;
            return taken;
        } catch (InstantiationException never) {
            throw new IllegalStateException(never);
        }
    }

    /** Whether this JVM keeps stacks in the way that is understood here. */
    public static boolean isUnderstood() {
        return NEXT != 0;
    }

    /** Goes to the next frame, at first to the topmost; false when there is none. */
    public boolean next() {
        return next(NEXT);
    }

    private boolean next(int nextChunk) {
        at++;
        if (chunk != null && at == ((Object[]) chunk[CLASSES]).length) {
            chunk = (Object[]) chunk[nextChunk];
            at = 0;
        }
        return chunk != null && ((Object[]) chunk[CLASSES])[at] != null;
    }

    /** The class of the frame. */
    public Class<?> type() {
        return (Class<?>) ((Object[]) chunk[CLASSES])[at];
    }

    /** Which place in the class it is: equal for equal places as long as the class stays what it is. */
    public long place() {
        return (long) ((short[]) chunk[METHODS])[at] << Integer.SIZE | ((int[]) chunk[POSITIONS])[at] & 0xFFFFFFFFL;
    }

    private static long offset(String field) {
        try {
            return OffHeap.fieldOffset(Throwable.class, field);
        } catch (InternalError another) {
            return 0;
        }
    }

    private static int tried(int frames) {
        if (frames > 0) {
            return tried(frames - 1);
        }
        try {
            Backtrace one = take();
            for (int each = FIRST_OTHER; one.chunk != null && each < one.chunk.length; each++) {
                if (isChunk(one.chunk[each], one.chunk.length) && take().agrees(each)) {
                    return each;
                }
            }
            return 0;
        } catch (ClassCastException | ArrayIndexOutOfBoundsException | NullPointerException another) {
            return 0;
        }
    }

    private static boolean isChunk(Object word, int length) {
        return word instanceof Object[] other && other.length == length && other[METHODS] instanceof short[];
    }

    /** Whether the frames are those of the stack trace that anybody can ask for. */
    private boolean agrees(int nextChunk) {
        StackTraceElement[] trace = getStackTrace();
        for (StackTraceElement element : trace) {
            if (!next(nextChunk) || !type().getName().equals(element.getClassName())) {
                return false;
            }
        }
        return !next(nextChunk) && trace.length > TRIED_FRAMES;
    }
}
