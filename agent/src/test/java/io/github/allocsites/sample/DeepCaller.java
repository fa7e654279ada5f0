// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.sample;

/** Code of an application as far as stacks are concerned: our own packages are left out of them. */
public final class DeepCaller {
    private DeepCaller() {}

    /** Runs the work with so many frames of this method above it. */
    public static void call(int frames, Runnable work) {
        if (frames > 1) {
            call(frames - 1, work);
        } else {
            work.run();
        }
    }
}
