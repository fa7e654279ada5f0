// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.oracle;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** How the agent's rows and the oracle's go together. */
record Agreement(Rows oracle, Rows agent) {
    /** Rows that must be equal. */
    static final int LARGEST = 100;

    /** A row the two do not agree upon. */
    record Difference(Row row, Sum oracle, Sum agent) {
        @Override
        public String toString() {
            return row + ": oracle " + oracle + "; agent " + agent;
        }
    }

    double coverage() {
        return (double) agent.total().bytes() / oracle.total().bytes();
    }

    Rows virtualMachineRows() {
        return oracle.only(VirtualMachineRows::has);
    }

    double virtualMachineShare() {
        return (double) virtualMachineRows().total().bytes() / oracle.total().bytes();
    }

    /** The oracle's largest rows that some code asks for. */
    List<Row> largest() {
        return oracle.only(row -> !VirtualMachineRows.has(row)).largest().stream()
                .limit(LARGEST)
                .toList();
    }

    /** Those among the oracle's largest rows. */
    List<Difference> differences() {
        return differences(largest());
    }

    /** Those of all rows of either, largest first. */
    List<Difference> allDifferences() {
        Set<Row> seen = new HashSet<>(oracle.keys());
        List<Row> all =
                new ArrayList<>(oracle.only(row -> !VirtualMachineRows.has(row)).largest());
        all.addAll(agent.only(row -> !seen.contains(row)).largest());
        return differences(all);
    }

    private List<Difference> differences(List<Row> some) {
        return some.stream()
                .filter(row -> !oracle.of(row).equals(agent.of(row)))
                .map(row -> new Difference(row, oracle.of(row), agent.of(row)))
                .toList();
    }

    /** One line for people. */
    String summary() {
        int compared = largest().size();
        return String.format(
                Locale.ROOT,
                "%d rows, %d bytes by the oracle; %d rows, %d bytes by the agent: %.4f %%; "
                        + "%d of the %d largest rows equal, %d others differ; %d rows of the JVM's own, %.4f %%",
                oracle.keys().size(),
                oracle.total().bytes(),
                agent.keys().size(),
                agent.total().bytes(),
                100 * coverage(),
                compared - differences().size(),
                compared,
                allDifferences().size() - differences().size(),
                virtualMachineRows().keys().size(),
                100 * virtualMachineShare());
    }
}
