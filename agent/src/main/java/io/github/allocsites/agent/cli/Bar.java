// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.cli;

/** A share as a bar: in eighths of a character where the output has them, in whole ones otherwise. */
final class Bar {
    private static final int WIDTH = 10;
    private static final int PARTS = 8;
    private static final String FULL = "█";
    private static final String[] BEGUN = {"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};

    private Bar() {}

    static String of(double share, boolean isUnicode) {
        double length = WIDTH * Math.max(0, Math.min(1, share));
        if (!isUnicode) {
            return "#".repeat((int) Math.round(length));
        }
        int parts = (int) Math.round(length * PARTS);
        return FULL.repeat(parts / PARTS) + BEGUN[parts % PARTS];
    }
}
