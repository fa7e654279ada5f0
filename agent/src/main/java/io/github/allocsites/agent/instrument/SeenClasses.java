// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.instrument;

/**
 * The classes offered to us while they were loaded. What is loaded and not in here was missed: it was loaded before us,
 * or by a transformer at work on the same thread. Thread-safe. Nothing is boxed: the box's cache may be the very class
 * that is being loaded.
 */
public final class SeenClasses {
    /** Beyond these nobody needs to know: a program that loads so many is no longer starting. */
    private static final int MOST = 50_000;

    private LongIntMap seen = new LongIntMap();
    private boolean closed;

    synchronized void add(ClassLoader loader, String internalName) {
        if (!closed) {
            seen.put(key(loader, internalName), 0);
            if (seen.size() > MOST) {
                close();
            }
        }
    }

    /** Whether a class was offered; remembers it as offered from now on. */
    synchronized boolean test(Class<?> type) {
        long key = key(type.getClassLoader(), type.getName().replace('.', '/'));
        boolean known = seen.get(key) >= 0;
        seen.put(key, 0);
        return known;
    }

    public synchronized long heapBytes() {
        return seen.heapBytes();
    }

    /** Whether it is no longer known which classes were offered. */
    synchronized boolean isClosed() {
        return closed;
    }

    /** Nobody will ask any more. */
    public synchronized void close() {
        closed = true;
        seen = new LongIntMap();
    }

    private static long key(ClassLoader loader, String internalName) {
        return (long) System.identityHashCode(loader) << 32 | internalName.hashCode() & 0xFFFFFFFFL;
    }
}
