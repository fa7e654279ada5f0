// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.demo;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Our part of what Prometheus reads.
 *
 * @param types type of each meter, by name
 * @param help description of each meter, by name
 * @param samples value of each series, by its name and labels as they are written
 */
record Scrape(SortedMap<String, String> types, Map<String, String> help, Map<String, Double> samples) {

    static Scrape of(String text) {
        Scrape scrape = new Scrape(new TreeMap<>(), new LinkedHashMap<>(), new LinkedHashMap<>());
        text.lines().forEach(scrape::add);
        return scrape;
    }

    private void add(String line) {
        String[] words = line.split(" ", 4);
        if (line.startsWith("# HELP allocsites_")) {
            help.put(words[2], words.length > 3 ? words[3] : "");
        } else if (line.startsWith("# TYPE allocsites_")) {
            types.put(words[2], words[3]);
        } else if (line.startsWith("allocsites_")) {
            int blank = line.lastIndexOf(' ');
            samples.put(line.substring(0, blank), Double.valueOf(line.substring(blank + 1)));
        }
    }

    boolean hasCounters() {
        return types.containsValue("counter");
    }

    /** The value of a meter that has one series. */
    double value(String meter) {
        double[] values = samples.entrySet().stream()
                .filter(sample -> nameOf(sample.getKey()).equals(meter))
                .mapToDouble(Map.Entry::getValue)
                .toArray();
        if (values.length != 1) {
            throw new AssertionError(values.length + " series of " + meter + " in " + samples);
        }
        return values[0];
    }

    /** The series of all counters. */
    Map<String, Double> counters() {
        Map<String, Double> counters = new LinkedHashMap<>(samples);
        counters.keySet().removeIf(series -> !"counter".equals(types.get(nameOf(series))));
        return counters;
    }

    static String nameOf(String series) {
        int labels = series.indexOf('{');
        return labels < 0 ? series : series.substring(0, labels);
    }
}
