// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.spring;

import io.github.allocsites.agent.IllegalOptionException;
import io.github.allocsites.agent.Options;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.bind.Name;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.util.unit.DataSize;

/**
 * What an application can say about allocsites.
 *
 * @param enabled Whether to count allocations. When false nothing is attached, started or changed.
 * @param agent How the agent comes into the process.
 * @param memory Memory of the agent.
 * @param table Table of call sites.
 * @param stacks Stacks kept for each site.
 * @param appPackages Packages that are the application's, subpackages included; that of the main class by default.
 * @param instrument Which classes are instrumented.
 * @param metrics Meters.
 * @param dump File that receives everything when the JVM exits, in the format its name ends like. Must be writable.
 * @param dumpEvery How often to write it besides, 1s..24h; the last ten are kept.
 * @param dumpOnOom File that receives the top sites, as text, when the heap runs out. Must be writable.
 */
@ConfigurationProperties(AllocSitesProperties.PREFIX)
record AllocSitesProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue Agent agent,
        @DefaultValue Memory memory,
        @DefaultValue Table table,
        @DefaultValue Stacks stacks,
        @DefaultValue List<String> appPackages,
        @DefaultValue Instrument instrument,
        @DefaultValue Metrics metrics,
        String dump,
        @Name("dump.every") String dumpEvery,
        String dumpOnOom) {
    static final String PREFIX = "allocsites";
    static final int MAX_METRICS_SITES = 1_000;

    /**
     * How the agent comes into the process.
     *
     * @param attach Whether the application attaches the agent to itself when the JVM was started without it.
     * @param required Whether to fail at start-up when the agent cannot be installed.
     */
    record Agent(
            @DefaultValue("auto") Attach attach,
            @DefaultValue("false") boolean required) {}

    /** When the application attaches the agent to itself. */
    enum Attach {
        /** When the JVM was started without it. */
        AUTO,
        /** Never. */
        NEVER
    }

    /**
     * Memory of the agent.
     *
     * @param max Bound of the agent's memory outside of the Java heap.
     */
    record Memory(@DefaultValue("64MB") DataSize max) {}

    /**
     * Table of call sites.
     *
     * @param buckets Buckets of the table of call sites, clamped to 64..1,048,576 and rounded up to a power of two.
     */
    record Table(@DefaultValue("65536") Long buckets) {}

    /**
     * Stacks kept for each site.
     *
     * @param depth Frames kept above a site, 1..64.
     * @param interval Bytes that a thread allocates between two stacks, 1KB..1GB; 0 for a stack at every event, off for
     * none.
     */
    record Stacks(
            @DefaultValue("8") int depth,
            @DefaultValue("512KB") String interval) {}

    /**
     * Which classes are instrumented.
     *
     * @param jdk Whether classes of the JDK are instrumented. Strings, collections and buffers are allocated there.
     * @param when When classes are instrumented.
     * @param exclude Prefixes of the names of classes that stay as they are.
     */
    record Instrument(
            @DefaultValue("true") boolean jdk,
            @DefaultValue("startup") When when,
            @DefaultValue List<String> exclude) {}

    /** When classes are instrumented. */
    enum When {
        /** While the application starts, so that what it allocates meanwhile is counted. */
        STARTUP,
        /** In the background, once the application is ready: start-up takes as long as without. */
        READY
    }

    /**
     * Meters.
     *
     * @param enabled Whether to publish meters.
     * @param sites Most sites that have meters of their own, 0..1,000.
     * @param siteLabel What the site tag of meters shows. Lines make new time series at each deployment.
     */
    record Metrics(
            @DefaultValue("true") boolean enabled,
            @DefaultValue("20") int sites,
            @DefaultValue("method") SiteLabel siteLabel) {}

    /** What the site tag of meters shows. */
    enum SiteLabel {
        /** Class and method. */
        METHOD,
        /** Class, method and source line. */
        LINE
    }

    /**
     * The part that the agent takes, after a check of everything.
     *
     * @throws InvalidConfigurationPropertyValueException when a value cannot be taken; Boot reports its origin
     */
    Options agentOptions() {
        if (metrics.sites < 0 || metrics.sites > MAX_METRICS_SITES) {
            throw invalid("metrics.sites", metrics.sites, "outside 0.." + MAX_METRICS_SITES);
        }
        try {
            return Options.of(agentValues());
        } catch (IllegalOptionException e) {
            throw invalid(e.key(), e.value(), e.reason());
        }
    }

    private Map<String, String> agentValues() {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("memory.max", memory.max.toString());
        values.put("table.buckets", Long.toString(table.buckets));
        values.put("stacks.depth", Integer.toString(stacks.depth));
        values.put("stacks.interval", stacks.interval);
        if (!appPackages.isEmpty()) {
            values.put("app-packages", String.join(",", appPackages));
        }
        values.put("instrument.jdk", Boolean.toString(instrument.jdk));
        values.put("instrument.when", instrument.when.name());
        if (!instrument.exclude.isEmpty()) {
            values.put("instrument.exclude", String.join(",", instrument.exclude));
        }
        put(values, "dump", dump);
        put(values, "dump.every", dumpEvery);
        put(values, "dump-on-oom", dumpOnOom);
        return values;
    }

    private static void put(Map<String, String> values, String key, String value) {
        if (value != null && !value.isBlank()) {
            values.put(key, value);
        }
    }

    private static InvalidConfigurationPropertyValueException invalid(String key, Object value, String reason) {
        return new InvalidConfigurationPropertyValueException(PREFIX + "." + key, value, reason);
    }
}
