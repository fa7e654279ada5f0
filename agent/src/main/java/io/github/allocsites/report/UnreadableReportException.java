// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.report;

import java.io.IOException;

/** A file that holds no report, or half of one. The message says why, in words that follow the name of the file. */
public final class UnreadableReportException extends IOException {
    private static final long serialVersionUID = 1L;

    UnreadableReportException(String message) {
        super(message);
    }
}
