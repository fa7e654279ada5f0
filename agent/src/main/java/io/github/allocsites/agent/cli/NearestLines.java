// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.cli;

/**
 * Gives each of a few lines one of more lines, in order and no line twice, so that the distances add up to the least.
 *
 * <pre>
 *   least[i][j]   sum of the distances of the first i lines to i of the first j others
 *               = the smaller of  least[i][j-1]                              line i has an earlier partner
 *                                 least[i-1][j-1] + distance(i, j)           line i has this one
 * </pre>
 */
final class NearestLines {
    /** Above, rows are paired from the first on: a generated method with thousands of lines must not cost minutes. */
    static final long MOST_CELLS = 4_000_000;

    private NearestLines() {}

    /**
     * The partner of each line.
     *
     * @param lines in ascending order
     * @param others in ascending order, at least as many
     */
    static int[] of(int[] lines, int[] others) {
        int[] partners = new int[lines.length];
        if (lines.length == others.length || (lines.length + 1L) * (others.length + 1L) > MOST_CELLS) {
            for (int i = 0; i < partners.length; i++) {
                partners[i] = i;
            }
            return partners;
        }
        long[][] least = least(lines, others);
        int j = others.length;
        for (int i = lines.length; i > 0; i--) {
            while (j > i && least[i][j] == least[i][j - 1]) {
                j--;
            }
            partners[i - 1] = --j;
        }
        return partners;
    }

    private static long[][] least(int[] lines, int[] others) {
        long[][] least = new long[lines.length + 1][others.length + 1];
        for (int i = 1; i <= lines.length; i++) {
            for (int j = i; j <= others.length; j++) {
                long here = least[i - 1][j - 1] + Math.abs((long) lines[i - 1] - others[j - 1]);
                least[i][j] = j == i ? here : Math.min(here, least[i][j - 1]);
            }
        }
        return least;
    }
}
