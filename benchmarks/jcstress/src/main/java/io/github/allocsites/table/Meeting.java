// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.table;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;

/** Lets two actors begin together, so that they meet at this state and not at one that only one of them has reached. */
final class Meeting extends AtomicInteger {
    private static final long serialVersionUID = 1;

    /** Bounded, because the other may not be running at all just now. */
    private static final int SPINS = 200;

    void meet() {
        getAndIncrement();
        for (int spin = 0; spin < SPINS && get() < 2; spin++) {
            Thread.onSpinWait();
        }
    }

    /** Looks until the other actor has stored something, so as to be there at that very moment; or 0 in the end. */
    static int nonZero(IntSupplier looks) {
        int found = 0;
        for (int look = 0; look < SPINS && found == 0; look++) {
            found = looks.getAsInt();
        }
        return found;
    }
}
