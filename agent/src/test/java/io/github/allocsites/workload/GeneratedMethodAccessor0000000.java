// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.workload;

import java.util.function.LongSupplier;

/**
 * What {@link Specimens} makes classes of, by putting another number into this one's name. It is called after the
 * JDK's own accessors, whose numbers reports leave out, so that all of them share their rows. Each run allocates {@link
 * Specimens#EVENTS} objects and arrays at ten places; the answer is how many were made in all, by its own account.
 */
public final class GeneratedMethodAccessor0000000 implements Runnable, LongSupplier {
    private Object kept;
    private int length = 2;
    private long made;

    @Override
    public void run() {
        kept = new Object();
        made++;
        kept = new int[3];
        made++;
        kept = new long[length];
        made++;
        kept = new String[length];
        made++;
        kept = new byte[16];
        made++;
        kept = new char[length];
        made++;
        kept = new int[length][1];
        made += 3;
        kept = new double[1];
        made++;
        kept = new GeneratedMethodAccessor0000000();
        made++;
        kept = new short[0];
        made++;
    }

    @Override
    public long getAsLong() {
        return made;
    }
}
