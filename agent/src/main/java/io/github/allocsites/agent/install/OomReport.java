// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.install;

import io.github.allocsites.report.GroupBy;
import io.github.allocsites.report.Query;
import io.github.allocsites.report.Report;
import io.github.allocsites.report.Site;
import io.github.allocsites.report.SortBy;
import io.github.allocsites.table.Probe;
import io.github.allocsites.table.ProbeTotals;
import io.github.allocsites.table.Recording;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/**
 * The top sites as text, made with hardly any heap: what it needs is there before. Used by one thread at a time.
 *
 * <pre>
 *   prepare    room for new probes; while the heap is nearly full, the text of write, in case there is no time later
 *   write      the places with the most bytes: from the counters, by arrays that are kept and names that probes hold
 *   complete   the same and the application's lines with their stacks, from a snapshot; where the heap has room again
 * </pre>
 *
 * <p>A heap at its end stops every thread again and again, so that this one may have no more than moments between two
 * collections, and a JVM that exits at the first OutOfMemoryError leaves it none: what was prepared is on disk then.
 */
final class OomReport {
    private static final int ROWS = 50;
    private static final int BUFFER_BYTES = 1 << 18;
    private static final long NANOS = 1_000_000_000;
    private static final int RESERVES = 16;
    private static final int RESERVE_BYTES = 1 << 16;

    /** Nearly: less than one part in so many is free. */
    private static final int NEARLY_FULL = 4;

    /** Looks in a row, some seconds: after a collection there is room for a moment, and then perhaps no time. */
    private static final int LOOKS_WITH_ROOM = 8;

    private static final String OUT_OF_MEMORY = "allocsites: out of memory, or nearly: the JVM gave up all that is"
            + " held softly, as it does before an OutOfMemoryError.";
    private static final String IN_ADVANCE = "allocsites: out of memory, perhaps: written in advance, while less than"
            + " a quarter of the heap was free.";

    /** What a snapshot takes for each probe, about. */
    private static final long SNAPSHOT_BYTES_PER_PROBE = 1_000;

    private final Installation installation;
    private final OomFile file;
    private final String since = Instant.now().toString();
    private final long startedNanos = System.nanoTime();
    private final ProbeTotals before = Recording.totals();
    private final OomText text = new OomText(BUFFER_BYTES);
    private final int[] top = new int[ROWS];
    private boolean isWritten;
    private int looksWithRoom;
    private long[] sums = {};
    private long[] counts = {};
    private long[] bytes = {};
    private int[] firstOfId = {};

    /** Let go for what writing a file takes, one at each attempt: the program may be the first to take it. */
    private final byte[][] reserves = new byte[RESERVES][];

    OomReport(Installation installation, Path file) {
        this.installation = installation;
        this.file = new OomFile(file);
    }

    /** Everything once, so that no class is missing later; false, and said, when there can be no file. */
    boolean rehearse() {
        try {
            file.open();
            grow();
            tell(IN_ADVANCE);
            file.rehearse(text);
            return true;
        } catch (IOException refused) {
            complain(refused);
            return false;
        }
    }

    /** Leaves nothing behind that was written in advance, unless it is all there is. */
    void close(boolean isDue) {
        try {
            if (!isDue) {
                file.clear();
            }
            file.close();
        } catch (IOException whatever) {
            complain(whatever);
        }
    }

    /** To be called while there is heap; says whether there is little. */
    boolean prepare() {
        grow();
        boolean isNearlyFull = freeBytes() < Runtime.getRuntime().maxMemory() / NEARLY_FULL;
        try {
            file.open();
            if (isNearlyFull) {
                looksWithRoom = 0;
                tell(IN_ADVANCE);
                file.write(text);
            } else if (++looksWithRoom >= LOOKS_WITH_ROOM) {
                file.clear();
            }
        } catch (IOException refused) { // as it could be from the beginning: write says so
            return false;
        }
        return isNearlyFull;
    }

    private static long freeBytes() {
        Runtime runtime = Runtime.getRuntime();
        return runtime.maxMemory() - runtime.totalMemory() + runtime.freeMemory();
    }

    private void grow() {
        int probes = Recording.probes().count();
        if (probes > counts.length || Recording.counters() > sums.length) {
            int most = probes + probes / 4 + 1024;
            long[] moreCounts = new long[most];
            long[] moreBytes = new long[most];
            int[] moreIds = new int[2 * Integer.highestOneBit(most)];
            sums = new long[Recording.counters() + Recording.counters() / 4 + 1024];
            counts = moreCounts;
            bytes = moreBytes;
            firstOfId = moreIds;
        }
        for (int i = 0; i < RESERVES; i++) {
            reserves[i] = reserves[i] == null ? new byte[RESERVE_BYTES] : reserves[i];
        }
    }

    /**
     * Writes what can be written without heap: the first time not even a file has to be opened. Called again after an
     * OutOfMemoryError it goes on where it stopped.
     */
    void write() {
        letGo();
        try {
            if (!isWritten) {
                tell(OUT_OF_MEMORY);
                file.write(text);
                isWritten = true;
            }
            file.keep();
            isWritten = false;
        } catch (IOException refused) { // what is on disk stays there, under the name of a partial file
            complain(refused);
        }
    }

    /** Writes more where the heap has room again: the program goes on, and must not lack what this takes. */
    void complete() {
        long neededBytes = SNAPSHOT_BYTES_PER_PROBE * Recording.probes().count();
        if (freeBytes() < 2 * neededBytes) {
            return;
        }
        try {
            Query query = new Query(ROWS, SortBy.BYTES, List.of(), null, GroupBy.APP);
            List<Site> rows = Report.of(installation.lifetime(), query).sites();
            application(rows);
            file.open();
            file.write(text);
            file.keep();
        } catch (IOException refused) {
            complain(refused);
        } catch (OutOfMemoryError full) { // the first file is there
            file.giveUp();
        }
    }

    private void letGo() {
        for (int i = 0; i < RESERVES; i++) {
            if (reserves[i] != null) {
                reserves[i] = null;
                return;
            }
        }
    }

    private void complain(IOException refused) {
        System.err.println("allocsites: dump-on-oom=" + file + " could not be written: " + refused);
    }

    private void tell(String why) {
        int probes = Recording.totals(sums, counts, bytes);
        long count = 0;
        long size = 0;
        Arrays.fill(firstOfId, 0);
        for (int probe = 0; probe < probes; probe++) {
            counts[probe] -= before.count(probe);
            bytes[probe] -= before.bytes(probe);
            count += counts[probe];
            size += bytes[probe];
            join(probe);
        }
        head(why, count, size);
        int rows = largest(probes);
        for (int row = 0; row < rows; row++) {
            row(top[row], size);
        }
    }

    private void head(String why, long count, long size) {
        Runtime runtime = Runtime.getRuntime();
        text.clear();
        text.line(why);
        text.add("counted since   ").line(since);
        text.add("for             ")
                .add((System.nanoTime() - startedNanos) / NANOS)
                .line(" seconds");
        text.add("heap            ").add(runtime.totalMemory() - runtime.freeMemory());
        text.add(" of ").add(runtime.maxMemory()).line(" bytes in use now");
        text.add("allocated       ")
                .add(count)
                .add(" objects, ")
                .add(size)
                .line(" bytes; what is still held is not known");
        text.line("").line("The places that allocated most").line("");
        text.line("             bytes          count  share  type, place");
    }

    /** Probes with one id are one site, as in other reports: the first one takes what the others have. */
    private void join(int probe) {
        if (counts[probe] == 0) {
            return;
        }
        long id = Recording.probes().get(probe).id();
        int mask = firstOfId.length - 1;
        int at = (int) (id ^ id >>> 32) & mask;
        for (int tries = 0; tries <= mask && firstOfId[at] != 0; tries++) {
            int first = firstOfId[at] - 1;
            if (Recording.probes().get(first).id() == id) {
                counts[first] += counts[probe];
                bytes[first] += bytes[probe];
                counts[probe] = 0;
                bytes[probe] = 0;
                return;
            }
            at = at + 1 & mask;
        }
        if (firstOfId[at] == 0) {
            firstOfId[at] = probe + 1;
        }
    }

    /** Puts the probes with the most bytes into {@link #top}, largest first, and says how many there are. */
    private int largest(int probes) {
        int rows = 0;
        for (int probe = 0; probe < probes; probe++) {
            if (bytes[probe] == 0 || rows == ROWS && bytes[probe] <= bytes[top[ROWS - 1]]) {
                continue;
            }
            int at = rows == ROWS ? ROWS - 1 : rows++;
            while (at > 0 && bytes[top[at - 1]] < bytes[probe]) {
                top[at] = top[at - 1];
                at--;
            }
            top[at] = probe;
        }
        return rows;
    }

    private void row(int number, long allBytes) {
        Probe probe = Recording.probes().get(number);
        Probe.ProbeMethod method = probe.method();
        numbers(bytes[number], counts[number], allBytes == 0 ? 0 : 1000.0 * bytes[number] / allBytes);
        text.add(probe.type()).add("  ").add(method.className()).add(".").add(method.name());
        text.add("(").add(method.file() == null ? "Unknown Source" : method.file());
        if (probe.line() > 0) {
            text.add(":").add(probe.line());
        }
        text.line(")");
    }

    private void numbers(long size, long count, double permille) {
        text.add(size, 18).add(count, 15);
        long rounded = Math.round(permille);
        text.add(rounded / 10, 5).add(".").add(rounded % 10).add("  ");
    }

    private void application(List<Site> rows) {
        text.line("")
                .line("The application's lines that caused most, in libraries and the JDK, too")
                .line("");
        text.line("             bytes          count  share  line, and the largest way to it");
        for (Site site : rows) {
            numbers(site.bytes(), site.count(), 1000 * site.share());
            text.line(site.site());
            for (String frame : site.stack() == null ? List.<String>of() : site.stack()) {
                text.add("                                             at ").line(frame);
            }
        }
    }
}
