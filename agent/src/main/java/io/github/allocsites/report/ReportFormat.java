// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.report;

import java.io.IOException;
import java.io.OutputStream;

/** One way to write a snapshot down. Any thread may use one at any time. */
public interface ReportFormat {

    /** Name in addresses and options, such as {@code json}. */
    String name();

    /** Media type of what is written, such as {@code application/json}. */
    String mediaType();

    /** How the names of files of this format end, such as {@code .json}. */
    String suffix();

    /**
     * Writes what a query asks of a snapshot and flushes; leaves the stream open.
     *
     * @throws IOException when the stream does
     */
    void write(Snapshot snapshot, Query query, OutputStream out) throws IOException;
}
