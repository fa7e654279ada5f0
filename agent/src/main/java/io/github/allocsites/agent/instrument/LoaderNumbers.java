// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.instrument;

import java.lang.ref.WeakReference;

/**
 * Numbers class loaders by identity without keeping them alive; their own hashCode and equals are never called. Open
 * addressing with linear probing; not thread-safe.
 */
final class LoaderNumbers {
    private Entry[] entries = new Entry[64];
    private int used;
    private int last;

    private static final class Entry extends WeakReference<ClassLoader> {
        final int hash;
        final int number;

        Entry(ClassLoader loader, int hash, int number) {
            super(loader);
            this.hash = hash;
            this.number = number;
        }
    }

    /** The loader's number, from 1 on. */
    int number(ClassLoader loader) {
        int hash = System.identityHashCode(loader);
        int at = hash & entries.length - 1;
        while (entries[at] != null) {
            if (entries[at].refersTo(loader)) {
                return entries[at].number;
            }
            at = at + 1 & entries.length - 1;
        }
        put(new Entry(loader, hash, ++last));
        return last;
    }

    private void put(Entry entry) {
        if (2 * (used + 1) > entries.length) {
            rehash();
        }
        place(entry);
    }

    private void place(Entry entry) {
        int at = entry.hash & entries.length - 1;
        while (entries[at] != null) {
            at = at + 1 & entries.length - 1;
        }
        entries[at] = entry;
        used++;
    }

    /** Leaves out the loaders that are gone, and grows when that is not enough. */
    private void rehash() {
        Entry[] old = entries;
        int live = 0;
        for (Entry entry : old) {
            live += entry != null && !entry.refersTo(null) ? 1 : 0;
        }
        entries = new Entry[4 * live > old.length ? 2 * old.length : old.length];
        used = 0;
        for (Entry entry : old) {
            if (entry != null && !entry.refersTo(null)) {
                place(entry);
            }
        }
    }
}
