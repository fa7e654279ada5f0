// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.stacks;

import io.github.allocsites.agent.cost.OwnHeap;
import io.github.allocsites.report.Frame;
import io.github.allocsites.table.FrameDescriptors;
import java.lang.StackWalker.StackFrame;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Frames by id and the other way round. A frame is looked up by where it is in its method's code; only a new one is
 * asked for its line, and gets the id of the frame with the same class, method, descriptor and line.
 *
 * <p>Lock-free: runs inside the hook. Open addressing with a window of {@link #WINDOW} places; when these are taken a
 * frame goes by {@link #UNKNOWN}.
 */
final class FrameTable {
    /** The id of frames for which there was no room. */
    static final long UNKNOWN = 1;

    private static final InternedFrame NO_ROOM = new InternedFrame(UNKNOWN, "(frame table full)", "", "", null, 0);
    private static final int WINDOW = 32;

    private final int capacity;
    private final AtomicReferenceArray<Place> byCode;
    private final AtomicReferenceArray<InternedFrame> byLine;
    private final AtomicReferenceArray<InternedFrame> byId;
    private final AtomicInteger places = new AtomicInteger();
    private final AtomicInteger lastId = new AtomicInteger((int) UNKNOWN);

    private record Place(String className, String method, String descriptor, int code, InternedFrame frame) {
        boolean is(String className, StackFrame frame) {
            return code == frame.getByteCodeIndex()
                    && this.className.equals(className)
                    && method.equals(frame.getMethodName())
                    && descriptor.equals(FrameDescriptors.of(frame));
        }
    }

    /** By id, made by the reader that first shows it. Readers that race lose each other's work, and make it again. */
    private volatile Frame[] texts = {};

    /** A table for so many frames, a power of two. */
    FrameTable(int capacity) {
        this.capacity = capacity;
        this.byCode = new AtomicReferenceArray<>(capacity);
        this.byLine = new AtomicReferenceArray<>(capacity);
        this.byId = new AtomicReferenceArray<>(capacity);
    }

    /** The id of a walked frame. */
    long id(StackFrame walked) {
        String className = walked.getClassName();
        int home = hash(className, walked.getMethodName(), FrameDescriptors.of(walked), walked.getByteCodeIndex());
        Place made = null;
        for (int step = 0; step < WINDOW; step++) {
            int at = home + step & capacity - 1;
            Place place = byCode.get(at);
            if (place == null) {
                made = made == null ? place(className, walked) : made;
                if (byCode.compareAndSet(at, null, made)) {
                    places.incrementAndGet();
                    return made.frame.id();
                }
                place = byCode.get(at);
            }
            if (place.is(className, walked)) {
                return place.frame.id();
            }
        }
        return UNKNOWN;
    }

    private Place place(String className, StackFrame walked) {
        InternedFrame frame = frame(className, walked);
        return new Place(
                className, walked.getMethodName(), FrameDescriptors.of(walked), walked.getByteCodeIndex(), frame);
    }

    private InternedFrame frame(String className, StackFrame walked) {
        int line = walked.getLineNumber();
        int home = hash(className, walked.getMethodName(), FrameDescriptors.of(walked), line);
        for (int step = 0; step < WINDOW; step++) {
            int at = home + step & capacity - 1;
            InternedFrame present = byLine.get(at);
            if (present == null) {
                InternedFrame made = make(className, walked, line);
                if (made == NO_ROOM || byLine.compareAndSet(at, null, made)) {
                    return made;
                }
                present = byLine.get(at);
            }
            if (present.line() == line && present.is(className, walked.getMethodName(), FrameDescriptors.of(walked))) {
                return present;
            }
        }
        return NO_ROOM;
    }

    private InternedFrame make(String className, StackFrame walked, int line) {
        int id = lastId.incrementAndGet();
        if (id >= capacity) {
            lastId.decrementAndGet();
            return NO_ROOM;
        }
        InternedFrame made = new InternedFrame(
                id, className, walked.getMethodName(), FrameDescriptors.of(walked), walked.getFileName(), line);
        byId.set(id, made);
        return made;
    }

    /** Heap memory it holds; frames name what the JVM's own classes do, so that their text is shared. */
    long heapBytes() {
        return 3 * OwnHeap.references(capacity)
                + places.get() * OwnHeap.object(Place.class)
                + lastId.get() * (OwnHeap.object(InternedFrame.class) + OwnHeap.object(Frame.class))
                + OwnHeap.references(texts.length);
    }

    /** The frame of an id this table gave, as reports show it. Readers only. */
    Frame text(long id) {
        Frame[] present = texts;
        int at = (int) id;
        if (at < present.length && present[at] != null) {
            return present[at];
        }
        InternedFrame frame = frame(id);
        return frame == NO_ROOM ? NO_ROOM.text() : keep(at, frame.text());
    }

    /** The frame of an id this table gave. */
    InternedFrame frame(long id) {
        InternedFrame frame = byId.get((int) id);
        return frame == null ? NO_ROOM : frame;
    }

    private Frame keep(int at, Frame text) {
        Frame[] present = texts;
        if (at >= present.length) {
            present = Arrays.copyOf(present, (int) Math.min(capacity, Math.max(2L * at, lastId.get() + 1L)));
            texts = present;
        }
        present[at] = text;
        return text;
    }

    private static int hash(String className, String method, String descriptor, int place) {
        int hash = ((className.hashCode() * 31 + method.hashCode()) * 31 + descriptor.hashCode()) * 31 + place;
        return (hash ^ hash >>> 15) * 0x2C1B3C6D >>> 1;
    }
}
