// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent;

import io.github.allocsites.report.ReportFormats;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads options from text. */
final class OptionsParser {
    /** Every key the agent knows. */
    static final List<String> KEYS = List.of(
            "enabled",
            "agent.required",
            "memory.max",
            "table.buckets",
            "stacks.depth",
            "stacks.interval",
            "app-packages",
            "instrument.jdk",
            "instrument.when",
            "instrument.exclude",
            "dump",
            "dump.every",
            "dump-on-oom");

    private static final int MIN_BUCKETS = 64;
    private static final int MAX_BUCKETS = 1 << 20;
    private static final int MAX_DEPTH = 64;
    private static final long MIN_MEMORY_BYTES = 1L << 20;
    private static final long MIN_INTERVAL_BYTES = 1L << 10;
    private static final long DEFAULT_INTERVAL_BYTES = 512L << 10;
    private static final long MAX_SIZE_BYTES = 1L << 30;
    private static final long MAX_EVERY_SECONDS = 24 * 3600;
    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})\\s*([smh])");
    private static final Map<String, Integer> SECONDS = Map.of("s", 1, "m", 60, "h", 3600);
    private static final Pattern ZERO = Pattern.compile("0+\\s*[KMG]?B?", Pattern.CASE_INSENSITIVE);
    private static final Pattern PACKAGE =
            Pattern.compile("[\\p{L}_$][\\p{L}\\p{N}_$]*(\\.[\\p{L}_$][\\p{L}\\p{N}_$]*)*");
    private static final Map<String, Integer> UNITS = Map.of("B", 0, "KB", 10, "MB", 20, "GB", 30, "", 0);

    private final Map<String, String> values;
    private final List<String> notes = new ArrayList<>();

    OptionsParser(Map<String, String> values) {
        this.values = values;
    }

    Options parse() {
        Set<String> keys = Set.copyOf(KEYS);
        for (Map.Entry<String, String> option : values.entrySet()) {
            if (!keys.contains(option.getKey())) {
                throw new IllegalOptionException(option.getKey(), option.getValue(), "unknown; known are " + KEYS);
            }
        }
        return new Options(
                flag("enabled", true),
                flag("agent.required", false),
                memory(),
                buckets(),
                depth(),
                interval(),
                packages(),
                flag("instrument.jdk", true),
                when(),
                list("instrument.exclude"),
                dump(),
                dumpEvery(),
                path("dump-on-oom"),
                notes);
    }

    /** A part without {@code =} goes on with the value before it, so that lists need no other separator. */
    static Map<String, String> fromArgument(String argument) {
        Map<String, String> values = new LinkedHashMap<>();
        String last = null;
        for (String part : argument == null || argument.isBlank() ? new String[0] : argument.split(",")) {
            int equals = part.indexOf('=');
            if (equals > 0) {
                last = part.substring(0, equals).trim();
                values.put(last, part.substring(equals + 1).trim());
            } else if (last == null) {
                throw new IllegalOptionException(part, "", "not key=value");
            } else {
                values.merge(last, part.trim(), (before, more) -> before + "," + more);
            }
        }
        return values;
    }

    static Map<String, String> fromEnvironment(Map<String, String> environment) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String key : KEYS) {
            String value = environment.get(
                    "ALLOCSITES_" + key.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT));
            if (value != null) {
                values.put(key, value);
            }
        }
        return values;
    }

    private String value(String key) {
        String value = values.get(key);
        return value == null || value.isBlank() ? null : value.trim();
    }

    private boolean flag(String key, boolean otherwise) {
        String value = value(key);
        if (value == null || value.equals("true") || value.equals("false")) {
            return value == null ? otherwise : Boolean.parseBoolean(value);
        }
        throw new IllegalOptionException(key, value, "neither true nor false");
    }

    private long number(String key, String value) {
        try {
            return Long.parseLong(value);
        } catch (NumberFormatException malformed) {
            throw new IllegalOptionException(key, value, "not a number");
        }
    }

    private int buckets() {
        String value = value("table.buckets");
        if (value == null) {
            return 65_536;
        }
        long asked = number("table.buckets", value);
        int clamped = (int) Math.max(MIN_BUCKETS, Math.min(MAX_BUCKETS, asked));
        int used = clamped == MIN_BUCKETS ? MIN_BUCKETS : Integer.highestOneBit(clamped - 1) << 1;
        if (clamped != asked) {
            notes.add("table.buckets=" + asked + " is outside " + MIN_BUCKETS + ".." + MAX_BUCKETS + ": " + used
                    + " is used");
        }
        return used;
    }

    private int depth() {
        String value = value("stacks.depth");
        long depth = value == null ? 8 : number("stacks.depth", value);
        if (depth < 1 || depth > MAX_DEPTH) {
            throw new IllegalOptionException("stacks.depth", value, "outside 1.." + MAX_DEPTH);
        }
        return (int) depth;
    }

    private long interval() {
        String value = value("stacks.interval");
        if (value == null) {
            return DEFAULT_INTERVAL_BYTES;
        } else if (value.equalsIgnoreCase("off") || value.equalsIgnoreCase("false")) { // off is false in YAML
            return Options.NO_STACK;
        }
        boolean isEvery = ZERO.matcher(value).matches();
        return isEvery
                ? Options.EVERY_STACK
                : size("stacks.interval", value, MIN_INTERVAL_BYTES, "1KB..1GB; 0 is a stack at every event, off none");
    }

    private InstrumentWhen when() {
        String value = value("instrument.when");
        for (InstrumentWhen when : InstrumentWhen.values()) {
            if (value == null || when.toString().equalsIgnoreCase(value)) {
                return when;
            }
        }
        throw new IllegalOptionException("instrument.when", value, "neither startup nor ready");
    }

    private List<String> packages() {
        List<String> packages = list("app-packages");
        for (String name : packages) {
            if (!PACKAGE.matcher(name).matches()) {
                throw new IllegalOptionException("app-packages", value("app-packages"), "not a package: " + name);
            }
        }
        return packages;
    }

    private long memory() {
        String value = value("memory.max");
        return value == null ? 64L << 20 : size("memory.max", value, MIN_MEMORY_BYTES, "1MB..1GB");
    }

    private long size(String key, String value, long leastBytes, String allowed) {
        String upper = value.toUpperCase(Locale.ROOT);
        int digits = 0;
        while (digits < upper.length() && Character.isDigit(upper.charAt(digits))) {
            digits++;
        }
        Integer shift = UNITS.get(upper.substring(digits).trim());
        if (digits == 0 || digits > 12 || shift == null) {
            throw new IllegalOptionException(key, value, "not a size such as 64MB");
        }
        long units = number(key, upper.substring(0, digits));
        long bytes = units << shift;
        if (units > MAX_SIZE_BYTES >> shift || bytes < leastBytes) {
            throw new IllegalOptionException(key, value, "outside " + allowed);
        }
        return bytes;
    }

    private List<String> list(String key) {
        String value = value(key);
        List<String> parts = new ArrayList<>();
        for (String part : value == null ? new String[0] : value.split(",")) {
            if (!part.isBlank()) {
                parts.add(part.trim());
            }
        }
        return parts;
    }

    private Path dump() {
        Path file = path("dump");
        if (file != null && ReportFormats.ofFile(file) == null) {
            String allowed = String.join(", ", ReportFormats.suffixes());
            throw new IllegalOptionException("dump", value("dump"), "a name must end like a format: " + allowed);
        }
        return file;
    }

    private Duration dumpEvery() {
        String value = value("dump.every");
        if (value == null) {
            return null;
        }
        Matcher duration = DURATION.matcher(value);
        if (!duration.matches()) {
            throw new IllegalOptionException("dump.every", value, "not a duration such as 10s, 5m or 1h");
        }
        long seconds = number("dump.every", duration.group(1)) * SECONDS.get(duration.group(2));
        if (seconds < 1 || seconds > MAX_EVERY_SECONDS) {
            throw new IllegalOptionException("dump.every", value, "outside 1s..24h");
        }
        if (value("dump") == null) {
            throw new IllegalOptionException("dump.every", value, "needs dump=FILE");
        }
        return Duration.ofSeconds(seconds);
    }

    private Path path(String key) {
        String value = value(key);
        try {
            return value == null ? null : Path.of(value);
        } catch (InvalidPathException invalid) {
            throw new IllegalOptionException(key, value, "not a path: " + invalid.getReason());
        }
    }
}
