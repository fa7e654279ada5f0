// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.report;

import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/**
 * Writes pprof, the profile of Go's tools, gzip-compressed: what Pyroscope, Parca, the OpenTelemetry collector,
 * {@code go tool pprof} and speedscope read.
 *
 * <p>It is of the time since counting began, and says so by its duration. {@link CumulativePprof} is for engines that
 * scrape again and again. A profile has no more than {@value #MAX_SAMPLES} stacks, because Pyroscope takes no more; the
 * rest is one stack, {@code (overflow)}, so that sums are right.
 */
public final class PprofWriter implements ReportFormat {
    /** Most stacks of one profile. */
    public static final int MAX_SAMPLES = 16_000;

    private static final int BUFFER_BYTES = 1 << 16;

    /** Creates a writer. */
    public PprofWriter() {}

    @Override
    public String name() {
        return "pprof";
    }

    /** Engines refuse any other, and a profile without. */
    @Override
    public String mediaType() {
        return "application/octet-stream";
    }

    @Override
    public String suffix() {
        return ".pb.gz";
    }

    @Override
    public void write(Snapshot snapshot, Query query, OutputStream out) throws IOException {
        write(snapshot, query, snapshot.elapsed() == null ? Duration.ZERO : snapshot.elapsed(), out);
    }

    static void write(Snapshot snapshot, Query query, Duration duration, OutputStream out) throws IOException {
        List<StackTotal> stacks = StackTotal.atMost(MAX_SAMPLES, StackTotal.of(snapshot, query));
        // closing is what ends a deflater, and it must not close what is not ours
        OutputStream kept = new FilterOutputStream(out) {
            @Override
            public void write(byte[] octets, int from, int count) throws IOException {
                out.write(octets, from, count);
            }

            @Override
            public void close() throws IOException {
                flush();
            }
        };
        try (OutputStream gzip = new BufferedOutputStream(new GZIPOutputStream(kept, BUFFER_BYTES), BUFFER_BYTES)) {
            new PprofProfile(snapshot, duration, gzip).write(stacks);
        }
    }
}
