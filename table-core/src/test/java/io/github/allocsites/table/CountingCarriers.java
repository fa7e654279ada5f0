// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.table;

/** Carriers that know how often they are held. */
final class CountingCarriers implements Carriers {
    private int held;
    private int everHeld;

    @Override
    public Thread current() {
        return Thread.currentThread();
    }

    @Override
    public void pin() {
        held++;
        everHeld++;
    }

    @Override
    public void unpin() {
        held--;
    }

    int held() {
        return held;
    }

    int everHeld() {
        return everHeld;
    }
}
