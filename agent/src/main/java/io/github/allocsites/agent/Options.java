// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What can be asked of the agent, validated. The keys are those of the properties {@code allocsites.*}, the environment
 * variables {@code ALLOCSITES_*} and the agent's argument.
 *
 * @param enabled whether the agent is installed at all
 * @param required whether a failed installation is to stop the program
 * @param memoryMaxBytes bound of the agent's off-heap memory, 1 MB to 1 GB
 * @param tableBuckets buckets of the call-site table, a power of two in 64..1,048,576
 * @param stacksDepth frames kept above a site, 1..64
 * @param stacksIntervalBytes bytes a thread allocates between two stacks, 1 KB to 1 GB; {@link #EVERY_STACK} or
 * {@link #NO_STACK}
 * @param appPackages packages that are the application's, subpackages included; empty: those of its main class
 * @param instrumentJdk whether the JDK's classes are instrumented
 * @param instrumentWhen when classes are instrumented
 * @param instrumentExclude prefixes of the names of classes that stay as they are
 * @param dump file that receives everything when the JVM exits, in the format that its name ends like; null for none
 * @param dumpEvery how often it is written besides, a second or more; null for never
 * @param dumpOnOom file that receives the top sites, as text, when the heap runs out; null for none
 * @param notes what was changed about the values asked for, a sentence each
 */
public record Options(
        boolean enabled,
        boolean required,
        long memoryMaxBytes,
        int tableBuckets,
        int stacksDepth,
        long stacksIntervalBytes,
        List<String> appPackages,
        boolean instrumentJdk,
        InstrumentWhen instrumentWhen,
        List<String> instrumentExclude,
        Path dump,
        Duration dumpEvery,
        Path dumpOnOom,
        List<String> notes) {

    /** A stack at every event. */
    public static final long EVERY_STACK = 0;

    /** No stack at all. */
    public static final long NO_STACK = -1;

    public Options {
        appPackages = List.copyOf(appPackages);
        instrumentExclude = List.copyOf(instrumentExclude);
        notes = List.copyOf(notes);
    }

    /** The options of a user who asks for nothing. */
    public static Options defaults() {
        return of(Map.of());
    }

    /**
     * Options by key; a key that is missing has its default.
     *
     * @throws IllegalOptionException when a key is unknown or a value cannot be used
     */
    public static Options of(Map<String, String> values) {
        return new OptionsParser(values).parse();
    }

    /**
     * Options of the agent's argument, {@code key=value,key=value}, and of environment variables; the argument wins.
     *
     * @param argument may be null
     * @throws IllegalOptionException when a key of the argument is unknown or a value of either cannot be used
     */
    public static Options of(String argument, Map<String, String> environment) {
        Map<String, String> values = new LinkedHashMap<>(OptionsParser.fromEnvironment(environment));
        values.putAll(OptionsParser.fromArgument(argument));
        return of(values);
    }

    /** The values by key, as {@link #of(Map)} takes them; without those that have none. */
    public Map<String, String> values() {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("enabled", String.valueOf(enabled));
        values.put("agent.required", String.valueOf(required));
        values.put("memory.max", memoryMaxBytes + "B");
        values.put("table.buckets", String.valueOf(tableBuckets));
        values.put("stacks.depth", String.valueOf(stacksDepth));
        values.put("stacks.interval", stacksIntervalBytes == NO_STACK ? "off" : stacksIntervalBytes + "B");
        values.put("app-packages", String.join(",", appPackages));
        values.put("instrument.jdk", String.valueOf(instrumentJdk));
        values.put("instrument.when", instrumentWhen.toString());
        values.put("instrument.exclude", String.join(",", instrumentExclude));
        if (dump != null) {
            values.put("dump", dump.toString());
        }
        if (dumpEvery != null) {
            values.put("dump.every", dumpEvery.toSeconds() + "s");
        }
        if (dumpOnOom != null) {
            values.put("dump-on-oom", dumpOnOom.toString());
        }
        return values;
    }
}
