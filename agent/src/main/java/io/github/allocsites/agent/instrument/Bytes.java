// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.instrument;

import io.github.allocsites.agent.cost.OwnHeap;
import java.util.Arrays;

/** A growing run of bytes, big-endian as class files are. Not thread-safe. */
final class Bytes {
    private byte[] bytes;
    private int length;

    Bytes(int capacity) {
        bytes = new byte[Math.max(16, capacity)];
    }

    int length() {
        return length;
    }

    Bytes u1(int value) {
        room(1);
        bytes[length++] = (byte) value;
        return this;
    }

    Bytes u2(int value) {
        room(2);
        bytes[length++] = (byte) (value >> 8);
        bytes[length++] = (byte) value;
        return this;
    }

    Bytes u4(int value) {
        return u2(value >> 16).u2(value);
    }

    Bytes copy(byte[] from, int start, int end) {
        room(end - start);
        System.arraycopy(from, start, bytes, length, end - start);
        length += end - start;
        return this;
    }

    Bytes copy(Bytes from) {
        return copy(from.bytes, 0, from.length);
    }

    /** Overwrites four bytes written before. */
    void setU4(int at, int value) {
        for (int i = 0; i < 4; i++) {
            bytes[at + i] = (byte) (value >> 24 - 8 * i);
        }
    }

    /** Forgets what was written from there on. */
    void cut(int at) {
        length = at;
    }

    byte[] toArray() {
        return Arrays.copyOf(bytes, length);
    }

    /** The array itself, which must be full by now: nothing is written any more. */
    byte[] array() {
        if (length != bytes.length) {
            throw new IllegalStateException(length + " of " + bytes.length + " bytes written");
        }
        return bytes;
    }

    /** How much can be written before it has to grow. */
    int capacity() {
        return bytes.length;
    }

    long heapBytes() {
        return OwnHeap.bytes(bytes.length);
    }

    private void room(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
        }
    }
}
