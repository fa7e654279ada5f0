// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.snapshot;

import io.github.allocsites.table.Recording;
import io.github.allocsites.table.StackCapture;

/** Whether stacks are captured: once the application is ready, and not while recording is paused. Thread-safe. */
public final class StackSwitch {
    private final StackCapture capture;
    private boolean ready;
    private boolean paused;

    /** Off until {@link #ready}. */
    public StackSwitch(StackCapture capture) {
        this.capture = capture;
    }

    /** Said again, the next event of every probe captures its stack once more. */
    public synchronized void ready(boolean isReady) {
        ready = isReady;
        apply();
    }

    synchronized void paused(boolean isPaused) {
        paused = isPaused;
        apply();
    }

    private void apply() {
        Recording.capture(ready && !paused ? capture : null);
    }
}
