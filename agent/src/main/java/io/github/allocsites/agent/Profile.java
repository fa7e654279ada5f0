// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent;

import io.github.allocsites.report.Site;
import java.util.List;

/**
 * What a measured piece of code allocated, immutable.
 *
 * @param count events
 * @param bytes bytes of these events
 * @param sites every row, most bytes first; their sums are {@code count} and {@code bytes}
 */
public record Profile(long count, long bytes, List<Site> sites) {
    public Profile {
        sites = List.copyOf(sites);
    }
}
