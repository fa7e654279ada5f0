// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.cli;

import io.github.allocsites.report.GroupBy;
import io.github.allocsites.report.SortBy;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What follows a command: files and options, in any order. {@code --name value} and {@code --name=value} are the same,
 * and behind {@code --} everything is a file.
 */
final class Arguments {
    private static final int DEFAULT_LIMIT = 20;

    private final List<String> files = new ArrayList<>();
    private final Map<String, String> values = new HashMap<>();
    private final Set<String> flags = new HashSet<>();

    private Arguments() {}

    /**
     * Reads arguments.
     *
     * @param valued options that have a value
     * @param plain options that have none
     */
    static Arguments of(List<String> arguments, Set<String> valued, Set<String> plain) {
        Arguments read = new Arguments();
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            if (argument.equals("--")) {
                read.files.addAll(arguments.subList(i + 1, arguments.size()));
                break;
            }
            int equals = argument.indexOf('=');
            String name = argument.startsWith("--") && equals > 0 ? argument.substring(0, equals) : argument;
            if (!argument.startsWith("-") || argument.equals("-")) {
                read.files.add(argument);
            } else if (plain.contains(argument)) {
                read.flags.add(argument);
            } else if (!valued.contains(name)) {
                throw new UsageException("unknown option " + argument);
            } else if (name.length() < argument.length()) {
                read.values.put(name, argument.substring(equals + 1));
            } else if (++i < arguments.size()) {
                read.values.put(name, arguments.get(i));
            } else {
                throw new UsageException(name + " needs a value");
            }
        }
        return read;
    }

    /** So many files, or a complaint that names them. */
    List<Path> files(String... names) {
        if (files.size() != names.length) {
            throw new UsageException("expected " + String.join(" and ", names) + ", got "
                    + (files.isEmpty() ? "no file" : String.join(" ", files)));
        }
        List<Path> paths = new ArrayList<>();
        for (String file : files) {
            paths.add(path(file));
        }
        return paths;
    }

    private static Path path(String file) {
        try {
            return Path.of(file);
        } catch (InvalidPathException invalid) {
            throw new UsageException(Names.printable(file) + " is no name of a file: " + invalid.getReason());
        }
    }

    boolean has(String flag) {
        return flags.contains(flag);
    }

    /** Null when it is not there. */
    String value(String name) {
        return values.get(name);
    }

    int limit() {
        String text = value("--limit");
        if (text == null) {
            return DEFAULT_LIMIT;
        }
        try {
            int limit = Integer.parseInt(text);
            if (limit > 0) {
                return limit;
            }
        } catch (NumberFormatException noNumber) {
            // as wrong as a number below 1
        }
        throw new UsageException("--limit is " + text + ", allowed: 1 and more");
    }

    SortBy sort() {
        return oneOf("--sort", SortBy.values(), SortBy.BYTES);
    }

    /** Null when not asked for. */
    GroupBy groupBy() {
        return oneOf("--group-by", GroupBy.values(), null);
    }

    private <E extends Enum<E>> E oneOf(String name, E[] values, E byDefault) {
        String text = value(name);
        StringBuilder allowed = new StringBuilder();
        for (E value : values) {
            String word = value.name().toLowerCase(Locale.ROOT);
            if (word.equals(text)) {
                return value;
            }
            allowed.append(allowed.isEmpty() ? "" : ", ").append(word);
        }
        if (text == null) {
            return byDefault;
        }
        throw new UsageException(name + " is " + text + ", allowed: " + allowed);
    }
}
