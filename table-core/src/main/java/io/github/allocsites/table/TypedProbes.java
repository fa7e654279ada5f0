// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.table;

import java.lang.ref.WeakReference;

/**
 * The probes of instructions whose type is known only when they run: one for each type that came, found by the
 * instruction's own probe and the class. A class is held weakly, and told by identity alone.
 *
 * <pre>
 *   byClass:  (parent, class) -&gt; Typed ----+
 *   byId:     id              -&gt; Typed ----+--&gt; child probe      also for the class in another loader
 * </pre>
 *
 * Chains of immutable links, changed by CAS of their heads. Lock-free; {@link #find} is wait-free for chains of bounded
 * length and allocates nothing.
 */
final class TypedProbes {
    private static final int CHAINS = 1 << 14;

    private final Object[] byClass = new Object[CHAINS];
    private final Object[] byId = new Object[CHAINS];

    /** A class at an instruction. */
    static final class Typed extends WeakReference<Class<?>> {
        private final int parent;
        private final int child;
        private final int elementBytes;
        private final int instanceBytes;
        private final Typed next;

        private Typed(Class<?> type, int parent, int child, int elementBytes, int instanceBytes, Typed next) {
            super(type);
            this.parent = parent;
            this.child = child;
            this.elementBytes = elementBytes;
            this.instanceBytes = instanceBytes;
            this.next = next;
        }

        private Typed before(Typed successor) {
            return new Typed(get(), parent, child, elementBytes, instanceBytes, successor);
        }

        /** The probe that counts this class. */
        int child() {
            return child;
        }

        /** Bytes of an instance, or of an array of that length. */
        long bytes(int length) {
            return elementBytes == 0 ? instanceBytes : Hook.arrayBytes(length, elementBytes);
        }
    }

    /** A child probe by its id. */
    private record Known(long id, int child, Known next) {}

    /** Heap memory of the chains' heads. */
    long heapBytes() {
        return 2 * Hook.arrayBytes(CHAINS, OffHeap.referenceBytes());
    }

    /** Null when this class was not seen at this instruction. */
    Typed find(int parent, Class<?> type) {
        Typed each = (Typed) OffHeap.getReferenceAcquire(byClass, chain(parent, type));
        while (each != null && !(each.parent == parent && each.refersTo(type))) {
            each = each.next;
        }
        return each;
    }

    private static int chain(int parent, Class<?> type) {
        return mixed(parent * 0x9E3779B97F4A7C15L + System.identityHashCode(type));
    }

    private static int mixed(long key) {
        return (int) (key * 0xD6E8FEB86659FD93L >>> 50);
    }

    /** The class at the instruction from now on; {@code parent} itself counts when there are no probes left. */
    Typed add(int parent, Class<?> type, int elementBytes, int instanceBytes, TypedNames names) {
        int child = child(parent, type, names);
        int chain = chain(parent, type);
        while (true) {
            Typed head = (Typed) OffHeap.getReferenceAcquire(byClass, chain);
            Typed made = new Typed(type, parent, child, elementBytes, instanceBytes, alive(head));
            if (OffHeap.casReference(byClass, chain, head, made)) { // T1 of its chain
                return made;
            }
        }
    }

    /** The chain without the classes that are gone. */
    private static Typed alive(Typed head) {
        for (Typed each = head; each != null; each = each.next) {
            if (each.refersTo(null)) {
                return copied(head);
            }
        }
        return head;
    }

    private static Typed copied(Typed head) {
        Typed copy = null;
        for (Typed each = head; each != null; each = each.next) {
            Class<?> type = each.get();
            copy = type == null ? copy : each.before(copy);
        }
        return copy;
    }

    private int child(int parent, Class<?> type, TypedNames names) {
        Probe of = Recording.PROBES.get(parent);
        String name = names.name(type);
        long id = names.id(of, name);
        int chain = mixed(id);
        int made = -1;
        while (true) {
            Known head = (Known) OffHeap.getReferenceAcquire(byId, chain);
            for (Known each = head; each != null; each = each.next) {
                if (each.id == id) {
                    return each.child; // a racer's own child stays unused
                }
            }
            made = made >= 0
                    ? made
                    : Recording.addProbe(new Probe(id, of.method(), of.line(), name, Probe.SIZE_VARIES));
            if (made < 0) {
                return parent;
            }
            if (OffHeap.casReference(byId, chain, head, new Known(id, made, head))) {
                return made;
            }
        }
    }
}
