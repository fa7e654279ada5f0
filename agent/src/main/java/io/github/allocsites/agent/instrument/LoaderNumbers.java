// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.instrument;

import java.lang.ref.PhantomReference;
import java.lang.ref.ReferenceQueue;
import java.util.BitSet;

/**
 * Numbers class loaders by identity without keeping them alive; their own hashCode and equals are never called. The
 * number of a loader that is gone is given to another: who keeps something by number keeps no more of it than for the
 * loaders that were there at one time.
 *
 * <p>Gone is a loader behind its finalizers, and theirs of its classes' objects: no method of these classes will run
 * any more. Open addressing with linear probing; not thread-safe.
 */
final class LoaderNumbers {
    private final ReferenceQueue<ClassLoader> gone = new ReferenceQueue<>();
    private final BitSet taken = new BitSet();
    private Numbered[] entries = new Numbered[64];
    private int size;
    private int owners;

    LoaderNumbers() {
        taken.set(0);
    }

    /** A loader as long as it lives: its number, and which of the number's owners it is. */
    static final class Numbered extends PhantomReference<ClassLoader> {
        private final int hash;
        private final int number;
        private final int owner;

        private Numbered(ClassLoader loader, ReferenceQueue<ClassLoader> gone, int hash, int number, int owner) {
            super(loader, gone);
            this.hash = hash;
            this.number = number;
            this.owner = owner;
        }

        /** From 1 on; that of one loader among those that live. */
        int number() {
            return number;
        }

        /** Another one for every loader there ever was. */
        int owner() {
            return owner;
        }
    }

    Numbered number(ClassLoader loader) {
        forgetTheGone();
        int hash = System.identityHashCode(loader);
        for (int at = home(hash); entries[at] != null; at = next(at)) {
            if (entries[at].refersTo(loader)) {
                return entries[at];
            }
        }
        int number = taken.nextClearBit(0);
        taken.set(number);
        Numbered made = new Numbered(loader, gone, hash, number, ++owners);
        put(made);
        return made;
    }

    /** Places in use. */
    int size() {
        return size;
    }

    private int home(int hash) {
        return hash & entries.length - 1;
    }

    private int next(int at) {
        return at + 1 & entries.length - 1;
    }

    private void put(Numbered entry) {
        if (2 * ++size > entries.length) {
            grow();
        }
        place(entry);
    }

    private void place(Numbered entry) {
        int at = home(entry.hash);
        while (entries[at] != null) {
            at = next(at);
        }
        entries[at] = entry;
    }

    private void grow() {
        Numbered[] old = entries;
        entries = new Numbered[2 * old.length];
        for (Numbered entry : old) {
            if (entry != null) {
                place(entry);
            }
        }
    }

    private void forgetTheGone() {
        for (Object dead = gone.poll(); dead != null; dead = gone.poll()) {
            Numbered entry = (Numbered) dead;
            taken.clear(entry.number);
            remove(entry);
        }
    }

    /** Those behind it, up to the next free place, are placed anew: one of them may have been displaced by it. */
    private void remove(Numbered entry) {
        int at = home(entry.hash);
        while (entries[at] != entry) {
            at = next(at);
        }
        entries[at] = null;
        size--;
        for (at = next(at); entries[at] != null; at = next(at)) {
            Numbered displaced = entries[at];
            entries[at] = null;
            place(displaced);
        }
    }
}
