// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.cost;

import io.github.allocsites.table.Hook;
import io.github.allocsites.table.Recording;

/** What things take of the Java heap, as this JVM lays them out. Thread-safe. */
public final class OwnHeap {
    private static final int LEAST_MAP = 16;

    /** Without one its class would not be known to the JVM. */
    @SuppressWarnings("unused")
    private static final Node EXAMPLE = new Node();

    private OwnHeap() {}

    /** An object of a class that was used before. */
    public static long object(Class<?> type) {
        return Recording.objectBytes(type);
    }

    /** An array of bytes. */
    public static long bytes(int length) {
        return Hook.arrayBytes(length, Byte.BYTES);
    }

    /** An array of ints. */
    public static long ints(int length) {
        return Hook.arrayBytes(length, Integer.BYTES);
    }

    /** An array of longs. */
    public static long longs(int length) {
        return Hook.arrayBytes(length, Long.BYTES);
    }

    /** An array of references, which are as large as ints or longs. */
    public static long references(int length) {
        return Hook.arrayBytes(length, Recording.referenceBytes());
    }

    /** A string of one byte a character, and its characters. */
    public static long text(String text) {
        return object(String.class) + bytes(text.length());
    }

    /** Nodes and table of a map, without what is in it. */
    public static long hashMap(int size) {
        int table = Integer.highestOneBit(Math.max(LEAST_MAP, size + size / 3)) << 1;
        return references(table) + size * object(Node.class);
    }

    /** The fields of a map's node. */
    @SuppressWarnings("unused")
    private static final class Node {
        private int hash;
        private Object key;
        private Object value;
        private Object next;
    }
}
