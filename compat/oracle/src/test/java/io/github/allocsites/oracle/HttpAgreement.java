// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.oracle;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * How the rows of requests go together, by some runs under the oracle and some under the agent. What neither can be
 * held to is left out: {@link VirtualMachineRows} and {@link EarlierLambdas}.
 */
record HttpAgreement(Spread oracle, Spread agent) {

    /** Rows that all runs under the oracle have in common: here the agent has no choice. */
    List<Row> repeated() {
        return rows().filter(oracle::repeats).toList();
    }

    /** Rows that depend on the clock, on chance or on which thread is faster. */
    List<Row> others() {
        return rows().filter(row -> !oracle.repeats(row)).toList();
    }

    /** Those that must be equal and are not, and those outside of the spread. */
    List<String> differences() {
        return rows().filter(row -> !agent.meets(row, oracle)).map(this::text).toList();
    }

    String text(Row row) {
        return row + ": oracle " + oracle.of(row) + "; agent " + agent.of(row);
    }

    /** One line for people. */
    String summary() {
        return String.format(
                Locale.ROOT,
                "%d rows repeated by %d runs under the oracle, %d of them equal; %d others, %d within the spread; "
                        + "%.0f bytes by the oracle, %.4f %% of them by the JVM itself, %.0f by the agent: %.4f %%",
                repeated().size(),
                oracle.runs().size(),
                meeting(repeated()),
                others().size(),
                meeting(others()),
                oracle.bytes(),
                100 * oracle.bytes(VirtualMachineRows::has) / oracle.bytes(),
                agent.bytes(),
                100 * agent.bytes() / oracle.bytes());
    }

    /** What an earlier lambda allocated. */
    List<Row> notCounted() {
        return oracle.keys().stream().filter(EarlierLambdas::has).toList();
    }

    /** What the JVM allocated by itself. */
    List<Row> byVirtualMachine() {
        return oracle.keys().stream().filter(VirtualMachineRows::has).toList();
    }

    private long meeting(List<Row> rows) {
        return rows.stream().filter(row -> agent.meets(row, oracle)).count();
    }

    private Stream<Row> rows() {
        return Stream.concat(oracle.keys().stream(), agent.keys().stream())
                .distinct()
                .filter(row -> !VirtualMachineRows.has(row) && !EarlierLambdas.has(row));
    }
}
