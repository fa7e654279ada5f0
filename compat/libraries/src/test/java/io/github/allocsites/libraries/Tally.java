// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.libraries;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The classes of one library, with the agent held against without. */
final class Tally {
    /** Columns of {@link #row}. */
    static final List<String> HEADER =
            List.of("library", "tried", "instrumented", "no allocation", "left", "methods left", "fails alike");

    private final String library;
    private final Map<String, String> leftClasses;
    private final Map<String, Integer> leftMethods;
    private final List<String> wrong = new ArrayList<>();
    private final Map<String, Integer> failures = new TreeMap<>();
    private int tried;
    private int instrumented;
    private int withoutAllocation;
    private int left;
    private int methods;

    private Tally(String library, Map<String, String> leftClasses, Map<String, Integer> leftMethods) {
        this.library = library;
        this.leftClasses = leftClasses;
        this.leftMethods = leftMethods;
    }

    static List<Tally> of(List<Library> libraries, LinkingRun without, LinkingRun with) {
        Map<String, String> leftClasses = new HashMap<>();
        Map<String, Integer> leftMethods = new HashMap<>();
        for (String line : with.skipped()) {
            String name = line.substring(0, line.indexOf(": ")).replace('/', '.');
            String reason = line.substring(line.indexOf(": ") + 2);
            if (reason.startsWith("methods too large: ")) {
                leftMethods.put(name, Integer.parseInt(reason.substring(reason.lastIndexOf(' ') + 1)));
            } else {
                leftClasses.put(name, reason);
            }
        }
        Map<String, Tally> tallies = new HashMap<>();
        libraries.forEach(library -> tallies.put(library.name(), new Tally(library.name(), leftClasses, leftMethods)));
        without.fates()
                .forEach((key, fate) ->
                        tallies.get(fate.library()).add(fate, with.fates().get(key)));
        return libraries.stream().map(library -> tallies.get(library.name())).toList();
    }

    private void add(ClassFate without, ClassFate with) {
        tried++;
        if (with == null || !with.failureKind().equals(without.failureKind())) {
            wrong.add(without + " became " + with);
        } else if (!with.failure().isEmpty()) {
            failures.merge(with.failureKind(), 1, Integer::sum);
        } else if (with.hooked()) {
            instrumented++;
            methods += leftMethods.getOrDefault(with.name(), 0);
        } else if (!with.allocates()) {
            withoutAllocation++;
        } else if (leftClasses.containsKey(with.name())) {
            left++;
        } else {
            wrong.add("missed: " + with);
        }
        if (without.hooked() || with != null && with.hooked() && !with.allocates()) {
            wrong.add("hooks without need: " + with);
        }
    }

    /** Classes that fare otherwise with the agent, or were missed by it. */
    List<String> wrong() {
        return wrong;
    }

    String library() {
        return library;
    }

    int tried() {
        return tried;
    }

    int instrumented() {
        return instrumented;
    }

    /** How often what was thrown, with the agent and without. */
    Map<String, Integer> failures() {
        return failures;
    }

    String row() {
        int failedAlike = failures.values().stream().mapToInt(Integer::intValue).sum();
        return String.format(
                "| %-26s | %6d | %6d | %6d | %4d | %4d | %5d |",
                library, tried, instrumented, withoutAllocation, left, methods, failedAlike);
    }
}
