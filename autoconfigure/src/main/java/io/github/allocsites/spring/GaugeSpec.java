// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.spring;

import io.github.allocsites.report.AgentUse;
import io.github.allocsites.report.MemoryUse;
import io.github.allocsites.report.Snapshot;
import io.github.allocsites.report.Status;
import io.github.allocsites.report.TableUse;
import io.github.allocsites.report.Totals;
import java.util.List;
import java.util.function.Function;

/**
 * A gauge and where its value is in a snapshot.
 *
 * @param unit base unit, or null
 * @param value the value, or null where this JVM or platform cannot say: then there is no gauge
 */
record GaugeSpec(String name, String description, String unit, Function<Snapshot, Number> value) {
    static final List<GaugeSpec> ALL = List.of(
            memory("heap.used", "Java heap in use", MemoryUse::heapUsedBytes),
            memory("heap.peak", "Largest use of the Java heap seen since start", MemoryUse::heapPeakBytes),
            memory("heap.after.gc", "Java heap in use after the last collection", MemoryUse::heapAfterGcBytes),
            memory("resident.used", "Resident set of the process", MemoryUse::residentBytes),
            memory("resident.peak", "Largest resident set of the process since start", MemoryUse::residentPeakBytes),
            new GaugeSpec(
                    "allocsites.jvm.ratio",
                    "Counted bytes to bytes the JVM says it allocated; above 1 where compilers removed allocations",
                    "ratio",
                    snapshot -> of(snapshot.totals(), Totals::ratio)),
            new GaugeSpec(
                    "allocsites.table.occupied",
                    "Occupied buckets of the table of call sites",
                    "buckets",
                    snapshot -> of(snapshot.table(), TableUse::occupiedBuckets)),
            new GaugeSpec(
                    "allocsites.table.capacity",
                    "Buckets of the table of call sites",
                    "buckets",
                    snapshot -> of(snapshot.table(), TableUse::capacityBuckets)),
            new GaugeSpec(
                    "allocsites.agent.memory",
                    "Memory of the agent outside of the Java heap",
                    "bytes",
                    snapshot -> of(snapshot.agent(), AgentUse::ownBytes)),
            new GaugeSpec(
                    "allocsites.agent.heap",
                    "Java heap that the agent holds, an estimate",
                    "bytes",
                    snapshot -> of(snapshot.agent(), AgentUse::heapBytes)),
            new GaugeSpec(
                    "allocsites.agent.skipped",
                    "Classes that allocate and could not be instrumented",
                    "classes",
                    snapshot -> of(snapshot.agent(), AgentUse::skippedClasses)),
            new GaugeSpec(
                    "allocsites.recording",
                    "Whether allocations are being counted, 1 or 0",
                    null,
                    snapshot -> snapshot.status() == Status.RECORDING ? 1 : 0));

    double read(Snapshot snapshot) {
        Number number = value.apply(snapshot);
        return number == null ? Double.NaN : number.doubleValue();
    }

    private static GaugeSpec memory(String name, String description, Function<MemoryUse, Number> value) {
        return new GaugeSpec("allocsites." + name, description, "bytes", snapshot -> of(snapshot.memory(), value));
    }

    private static <T> Number of(T part, Function<T, Number> value) {
        return part == null ? null : value.apply(part);
    }
}
