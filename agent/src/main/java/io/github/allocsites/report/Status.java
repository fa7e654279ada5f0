// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.report;

/** Whether allocations are being counted. */
public enum Status {
    /** Every event is counted. */
    RECORDING,
    /** The agent is installed and counts nothing for the time being. */
    PAUSED,
    /** No agent is at work in this process; the report says why. */
    NOT_INSTALLED
}
