// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.snapshot;

import io.github.allocsites.agent.cost.OwnCost;
import io.github.allocsites.table.ProbeTotals;
import io.github.allocsites.table.Recording;
import java.time.Instant;

/**
 * What was counted while recording was not paused. Counters never stop, so what comes in a pause is taken out of
 * everything read afterwards: whoever subtracts two readings need not know of pauses.
 *
 * <pre>
 *   counters:   ----------- pause ~~~~~~~ resume ----------&gt;
 *   recorded:   ----------- stands still         ----------&gt;   counters less all ~
 * </pre>
 *
 * <p>Used under its owner's lock, but for {@link #pauseReason}.
 */
final class Recorded {
    private final OwnCost cost;
    private ProbeTotals unrecorded = ProbeTotals.none();
    private long unrecordedJvmBytes;
    private volatile Pause pause;

    /** What had been recorded when the pause began. */
    private record Pause(Long jvmBytes, ProbeTotals totals, Instant since) {}

    Recorded(OwnCost cost) {
        this.cost = cost;
    }

    /** Why nothing is recorded; null while it is. */
    String pauseReason() {
        Pause present = pause;
        return present == null ? null : "paused since " + present.since;
    }

    boolean isPaused() {
        return pause != null;
    }

    ProbeTotals totals() {
        return pause == null ? sum() : pause.totals;
    }

    /** What the JVM allocated, ours taken out; null where it cannot say. */
    Long jvmBytes() {
        return pause == null ? jvmSum() : pause.jvmBytes;
    }

    void pause() {
        pause = new Pause(jvmSum(), sum(), Instant.now());
    }

    void resume() {
        Long jvmBytes = cost.othersAllocatedBytes();
        if (jvmBytes != null && pause.jvmBytes != null) {
            unrecordedJvmBytes = jvmBytes - pause.jvmBytes;
        }
        unrecorded = Recording.totals().since(pause.totals);
        pause = null;
    }

    private ProbeTotals sum() {
        ProbeTotals all = Recording.totals();
        return unrecorded.probes() == 0 ? all : all.since(unrecorded);
    }

    private Long jvmSum() {
        Long all = cost.othersAllocatedBytes();
        return all == null ? null : all - unrecordedJvmBytes;
    }

    long heapBytes() {
        Pause present = pause;
        return unrecorded.heapBytes() + (present == null ? 0 : present.totals.heapBytes());
    }
}
