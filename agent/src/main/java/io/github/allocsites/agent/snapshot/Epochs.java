// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.snapshot;

import io.github.allocsites.agent.cost.OwnCost;
import io.github.allocsites.report.Mark;
import io.github.allocsites.table.ProbeTotals;
import io.github.allocsites.table.Recording;
import io.github.allocsites.table.TableSnapshot;
import java.time.Instant;
import java.util.List;

/**
 * Where counting began: at installation, at the last reset, at marks; and what was recorded since. Thread-safe: a
 * reading and the call-site table that belongs to it are taken in one turn of the lock that resets, pauses and resumes
 * take, too.
 */
public final class Epochs {
    private final OwnCost cost;
    private final StackSwitch stacks;
    private final Recorded recorded;
    private final Marks marks = new Marks();
    private final Beginning first;
    private Beginning current;
    private int generation;

    /** What had been recorded when stacks were captured first; null before that. */
    private ProbeTotals beforeStacks;

    public Epochs(OwnCost cost, StackSwitch stacks) {
        this.cost = cost;
        this.stacks = stacks;
        this.recorded = new Recorded(cost);
        this.first = new Beginning(moment(), StackWeights.NONE, false);
        this.current = first;
    }

    /** What is cheap to read is read first, so that one moment is as long as the next. */
    private Moment moment() {
        return new Moment(
                recorded.jvmBytes(),
                recorded.totals(),
                Instant.now(),
                System.nanoTime(),
                cost.stacks(),
                Recording.table().droppedEver(),
                generation);
    }

    /** What was recorded since installation. */
    public synchronized Interval ever() {
        return since(first);
    }

    /** What was recorded since the last reset, or since installation. */
    public synchronized Interval sinceReset() {
        return since(current);
    }

    /** What was recorded since a mark; null where there is none of this id. */
    public synchronized Interval sinceMark(String id) {
        Beginning beginning = marks.get(id);
        return beginning == null ? null : since(beginning);
    }

    /** What was recorded since a beginning. */
    public synchronized Interval since(Beginning beginning) {
        Moment now = moment();
        TableSnapshot table = Recording.table().snapshot();
        return new Interval(beginning, now, table, beforeStacks, recorded.pauseReason());
    }

    /** Now. */
    public synchronized Beginning begin() {
        Moment now = moment();
        StackWeights weights = StackWeights.of(Recording.table().snapshot());
        return new Beginning(now, weights, beforeStacks != null);
    }

    /** Keeps now under an id. */
    public synchronized Mark mark() {
        Beginning now = begin();
        return new Mark(marks.add(now), now.moment().at());
    }

    /** Ids of the marks that are kept, oldest first. */
    public synchronized List<String> marks() {
        return marks.ids();
    }

    /** Stacks are captured from now on: what was recorded before has none. */
    public synchronized void stacksBegin() {
        beforeStacks = recorded.totals();
    }

    /** Counts go on; what is read from now on is less what is there now, and the table starts empty. */
    public synchronized void reset() {
        generation++;
        current = new Beginning(moment(), StackWeights.NONE, beforeStacks != null);
        Recording.table().reset();
        Recording.arm();
        marks.forgetWeights();
    }

    /** Nothing is recorded from now on. Events in between the two steps have no stack, rather than no event. */
    public synchronized void pause() {
        if (!recorded.isPaused()) {
            stacks.paused(true);
            recorded.pause();
        }
    }

    /** Recording goes on. */
    public synchronized void resume() {
        if (recorded.isPaused()) {
            recorded.resume();
            stacks.paused(false);
        }
    }

    /** Why nothing is recorded; null while it is. */
    public String pauseReason() {
        return recorded.pauseReason();
    }

    /** Heap memory that readings hold. */
    public synchronized long heapBytes() {
        return recorded.heapBytes()
                + first.heapBytes()
                + (current == first ? 0 : current.heapBytes())
                + (beforeStacks == null ? 0 : beforeStacks.heapBytes())
                + marks.heapBytes();
    }
}
