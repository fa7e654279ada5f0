// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.benchmarks.jmh;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Events where few and where many probes have fired. */
final class ManySitesSection implements Section {
    private static final List<Integer> PROBES = List.of(1_000, 10_000, 100_000);

    private static Trial trial(int probes, String agentOptions) {
        return Trial.of(ManySitesBenchmark.class, "event")
                .with("probes", probes)
                .agent(agentOptions);
    }

    @Override
    public List<Trial> trials() {
        List<Trial> trials = new ArrayList<>();
        for (int probes : PROBES) {
            trials.add(trial(probes, Trial.NO_AGENT));
            trials.add(trial(probes, Trial.DEFAULTS));
        }
        return trials;
    }

    @Override
    public String text(Map<Trial, Measured> measured) {
        MarkdownTable table = new MarkdownTable(
                "probes", "without, ns/op", "with, ns/op", "ratio", "difference, ns", "without, B/op", "with, B/op");
        for (int probes : PROBES) {
            Measured without = measured.get(trial(probes, Trial.NO_AGENT));
            Measured with = measured.get(trial(probes, Trial.DEFAULTS));
            table.row(
                    probes,
                    without.time(),
                    with.time(),
                    with.ratioTo(without),
                    with.nanos() - without.nanos(),
                    without.allocated(),
                    with.allocated());
        }
        return "## Many probes\n\nOne object of 1,000 probes in turns, spread over so many that have fired.\n\n"
                + table;
    }
}
