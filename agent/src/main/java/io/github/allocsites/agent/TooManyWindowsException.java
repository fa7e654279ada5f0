// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent;

/** As many windows are open in this process as may be: each keeps a thread waiting. One ends in a minute at most. */
public final class TooManyWindowsException extends RuntimeException {
    /** Windows that may be open at once. */
    public static final int MOST = 4;

    private static final long serialVersionUID = 1L;

    public TooManyWindowsException() {
        super(MOST + " windows are open, and no more may be at once");
    }
}
