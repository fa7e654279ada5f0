// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.install;

import io.github.allocsites.agent.TooManyWindowsException;
import io.github.allocsites.agent.snapshot.Beginning;
import io.github.allocsites.agent.snapshot.Epochs;
import io.github.allocsites.agent.snapshot.Interval;
import io.github.allocsites.agent.snapshot.SnapshotReader;
import io.github.allocsites.report.IllegalQueryException;
import io.github.allocsites.report.Mark;
import io.github.allocsites.report.Snapshot;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** What was recorded in a window, or since a mark. Thread-safe. */
public final class Periods {
    private final Epochs epochs;
    private final SnapshotReader reader;
    private final Installation installation;
    private final Semaphore windows = new Semaphore(TooManyWindowsException.MOST);

    Periods(Epochs epochs, SnapshotReader reader, Installation installation) {
        this.epochs = epochs;
        this.reader = reader;
        this.installation = installation;
    }

    /**
     * What is recorded in the time that begins now. Nothing is held while it passes but a reading and one of the few
     * places: the wait is no own work, which would cover whatever else this thread's carrier does.
     *
     * @throws TooManyWindowsException when there is no place
     */
    public Snapshot window(int seconds) throws InterruptedException {
        if (!windows.tryAcquire()) {
            throw new TooManyWindowsException();
        }
        try {
            Beginning beginning = installation.ownWork(epochs::begin);
            TimeUnit.SECONDS.sleep(seconds);
            return installation.ownWork(() -> reader.part(epochs.since(beginning)));
        } finally {
            windows.release();
        }
    }

    /** Keeps this moment. */
    public Mark mark() {
        return installation.ownWork(epochs::mark);
    }

    /** Ids of the marks that are kept, oldest first. */
    public List<String> marks() {
        return epochs.marks();
    }

    /**
     * What was recorded since a mark.
     *
     * @throws IllegalQueryException when there is no such mark; it names those that are there
     */
    public Snapshot since(String mark) {
        return installation.ownWork(() -> {
            Interval interval = epochs.sinceMark(mark);
            if (interval == null) {
                throw unknown(mark, epochs.marks());
            }
            return reader.part(interval);
        });
    }

    private static IllegalQueryException unknown(String mark, List<String> marks) {
        String allowed = marks.isEmpty() ? "a mark, and none was set" : "a mark: " + String.join(", ", marks);
        return new IllegalQueryException("since", mark, allowed);
    }
}
