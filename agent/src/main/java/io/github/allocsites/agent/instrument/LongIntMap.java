// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.instrument;

import io.github.allocsites.agent.cost.OwnHeap;
import java.util.Arrays;

/** From long to non-negative int, without boxes. Open addressing with linear probing; not thread-safe. */
final class LongIntMap {
    private long[] keys = new long[1024];
    private int[] values = absent(1024);
    private int size;

    private static int[] absent(int length) {
        int[] values = new int[length];
        Arrays.fill(values, -1);
        return values;
    }

    int size() {
        return size;
    }

    long heapBytes() {
        return OwnHeap.longs(keys.length) + OwnHeap.ints(values.length);
    }

    /** The value of the key, or -1. */
    int get(long key) {
        return values[find(key)];
    }

    void put(long key, int value) {
        if (2 * size >= keys.length) {
            grow();
        }
        int at = find(key);
        size += values[at] < 0 ? 1 : 0;
        keys[at] = key;
        values[at] = value;
    }

    private int find(long key) {
        int mask = keys.length - 1;
        int at = (int) (key ^ key >>> 32) & mask;
        while (values[at] >= 0 && keys[at] != key) {
            at = at + 1 & mask;
        }
        return at;
    }

    private void grow() {
        long[] oldKeys = keys;
        int[] oldValues = values;
        keys = new long[2 * oldKeys.length];
        values = absent(keys.length);
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldValues[i] >= 0) {
                int at = find(oldKeys[i]);
                keys[at] = oldKeys[i];
                values[at] = oldValues[i];
            }
        }
    }
}
