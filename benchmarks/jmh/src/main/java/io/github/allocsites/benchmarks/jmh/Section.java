// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.benchmarks.jmh;

import java.util.List;
import java.util.Map;

/** A part of the report: what it needs to have measured, and what it makes of that. */
interface Section {
    /** Twins side by side. */
    List<Trial> trials();

    /** Markdown. */
    String text(Map<Trial, Measured> measured);
}
