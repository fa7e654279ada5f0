// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.report;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;

/**
 * Writes pprof for engines that scrape again and again and subtract what they got before, such as Pyroscope's
 * collector: no stack ever has less than in an earlier profile of the same epoch, and what a site has is exact. For
 * snapshots of everything since a reset; one is to serve all readers of a process.
 *
 * <p>The duration is 0, for engines take a profile with one for a difference.
 */
public final class CumulativePprof implements ReportFormat {
    private final PprofWriter writer = new PprofWriter();
    private final GrowingParts parts = new GrowingParts(PprofWriter.MAX_SAMPLES);

    /** Creates a writer that has written nothing yet. */
    public CumulativePprof() {}

    @Override
    public String name() {
        return writer.name();
    }

    @Override
    public String mediaType() {
        return writer.mediaType();
    }

    @Override
    public String suffix() {
        return writer.suffix();
    }

    @Override
    public void write(Snapshot snapshot, Query query, OutputStream out) throws IOException {
        Snapshot growing = snapshot.with(parts.update(snapshot));
        PprofWriter.write(growing, query, Duration.ZERO, out);
    }
}
