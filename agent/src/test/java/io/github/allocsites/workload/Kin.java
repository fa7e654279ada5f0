// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.workload;

import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedList;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.TreeMap;
import java.util.UUID;
import java.util.Vector;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Uses classes of the JDK, of which some are loaded by the agent itself, and prints what they were counted to allocate.
 */
public final class Kin {
    public static final int TIMES = 1_000;
    public static final int CLASSES = 16;

    private static final Integer[] KEYS = new Integer[TIMES];

    private Kin() {}

    public static void main(String[] arguments) {
        for (int i = 0; i < TIMES; i++) {
            KEYS[i] = i;
        }
        maps("TreeMap$Entry", new TreeMap<>());
        maps("HashMap$Node", new HashMap<>());
        maps("LinkedHashMap$Entry", new LinkedHashMap<>());
        maps("Hashtable$Entry", new Hashtable<>());
        maps("WeakHashMap$Entry", new WeakHashMap<>());
        maps("concurrent.ConcurrentHashMap$Node", new ConcurrentHashMap<>());
        LinkedList<Integer> list = new LinkedList<>();
        print("LinkedList$Node", i -> list.add(KEYS[i]));
        ConcurrentLinkedQueue<Integer> queue = new ConcurrentLinkedQueue<>();
        print("concurrent.ConcurrentLinkedQueue$Node", i -> queue.add(KEYS[i]));
        LinkedBlockingQueue<Integer> blocking = new LinkedBlockingQueue<>();
        print("concurrent.LinkedBlockingQueue$Node", i -> blocking.add(KEYS[i]));
        print("Optional", i -> Optional.of(KEYS[i]));
        print("UUID", i -> UUID.nameUUIDFromBytes(new byte[] {(byte) i}));
        arrays();
    }

    private static void arrays() {
        print("ArrayDeque", "java.lang.Object[]", i -> new ArrayDeque<Integer>());
        print("PriorityQueue", "java.lang.Object[]", i -> new PriorityQueue<Integer>());
        print("IdentityHashMap", "java.lang.Object[]", i -> new IdentityHashMap<Integer, Integer>());
        print("BitSet", "long[]", i -> new BitSet());
        print("Vector", "java.lang.Object[]", i -> new Vector<Integer>());
    }

    private interface Work {
        void run(int number);
    }

    private static void maps(String entry, Map<Integer, Integer> map) {
        print(entry, i -> map.put(KEYS[i], KEYS[i]));
    }

    private static void print(String allocated, Work work) {
        String holder = allocated.replaceAll("\\$.*", "");
        print(holder, "java.util." + allocated, work);
    }

    private static void print(String holder, String type, Work work) {
        String className = "java.util." + holder;
        long before = Counted.events(className, "", type);
        for (int i = 0; i < TIMES; i++) {
            work.run(i);
        }
        System.out.println("kin " + type + " in " + holder + "=" + (Counted.events(className, "", type) - before));
    }
}
