// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.table;

/** Records the stack of the running event. Called inside the hook: allocates, but takes no lock. */
@FunctionalInterface
public interface StackCapture {
    void capture(int probe, long events, long bytes);
}
