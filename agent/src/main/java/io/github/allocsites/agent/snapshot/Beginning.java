// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.snapshot;

/**
 * Where counts begin, immutable.
 *
 * @param moment what had been recorded
 * @param weights what each stack in the table stood for then
 * @param hadStacks whether stacks were captured already
 */
public record Beginning(Moment moment, StackWeights weights, boolean hadStacks) {

    /** Of a table that is empty now. */
    Beginning withoutWeights() {
        return new Beginning(moment, StackWeights.NONE, hadStacks);
    }

    long heapBytes() {
        return moment.totals().heapBytes() + weights.heapBytes();
    }
}
