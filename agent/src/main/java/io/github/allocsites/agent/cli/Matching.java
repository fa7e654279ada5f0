// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.cli;

import io.github.allocsites.report.Site;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Finds the rows of two reports that are the same place. Ids tell, unless lines moved: an id contains its line.
 *
 * <pre>
 *   before   55 56 57        ids alone say:   55 is gone, 56 and 57 stayed, 58 is new
 *   after       56 57 58     what happened:   all three moved down by one
 * </pre>
 *
 * So places of the same class, method and type are looked at together. As long as one report's all are in the other,
 * by id, none has moved. Otherwise they are paired in the order of their lines: the first with the first and so on;
 * where one report has more, those whose lines are nearest, in order. Compilers number lambdas through a class, so
 * their names are compared without the numbers.
 */
final class Matching {
    private static final Pattern LAMBDA_NUMBER = Pattern.compile("^(lambda\\$.*)\\$\\d+$");
    private static final Pattern LINE = Pattern.compile(":\\d+\\)$");
    private static final Comparator<Site> BY_LINE =
            Comparator.comparingInt(Matching::line).thenComparing(Site::id);

    private Matching() {}

    /** A place in both reports, or in one: the other is null then. */
    record Pair(Site before, Site after) {}

    /** What moves together. */
    private record Method(String className, String method, String type, List<String> callers) {
        static Method of(Site row) {
            List<String> callers = new ArrayList<>();
            if (row.type() != null && row.stack() != null) {
                row.stack().forEach(frame -> callers.add(LINE.matcher(frame).replaceFirst(")")));
            }
            String method = row.method() == null
                    ? null
                    : LAMBDA_NUMBER.matcher(row.method()).replaceFirst("$1");
            return new Method(row.className(), method, row.type(), callers);
        }
    }

    private static final class Group {
        final List<Site> before = new ArrayList<>();
        final List<Site> after = new ArrayList<>();
    }

    /**
     * Pairs the rows of two reports.
     *
     * @param byStack whether rows are stacks: places with different callers are different then
     */
    static List<Pair> of(List<Site> before, List<Site> after, boolean byStack) {
        Map<Method, Group> groups = new LinkedHashMap<>();
        before.forEach(row -> group(groups, row, byStack).before.add(row));
        after.forEach(row -> group(groups, row, byStack).after.add(row));
        List<Pair> pairs = new ArrayList<>();
        groups.values().forEach(group -> pair(group, pairs));
        return pairs;
    }

    private static Group group(Map<Method, Group> groups, Site row, boolean byStack) {
        Method method = Method.of(row);
        Method key = byStack ? method : new Method(method.className, method.method, method.type, List.of());
        return groups.computeIfAbsent(key, each -> new Group());
    }

    private static void pair(Group group, List<Pair> pairs) {
        Map<String, Site> goneById = new HashMap<>();
        group.before.forEach(row -> goneById.put(row.id(), row));
        List<Pair> byId = new ArrayList<>();
        List<Site> fresh = new ArrayList<>();
        for (Site row : group.after) {
            Site same = goneById.remove(row.id());
            if (same == null) {
                fresh.add(row);
            } else {
                byId.add(new Pair(same, row));
            }
        }
        if (!goneById.isEmpty() && !fresh.isEmpty() && hasLines(group)) {
            byLine(group, pairs);
            return;
        }
        pairs.addAll(byId);
        goneById.values().forEach(row -> pairs.add(new Pair(row, null)));
        fresh.forEach(row -> pairs.add(new Pair(null, row)));
    }

    /** Rows that are no places, such as those by type, have their ids and nothing else. */
    private static boolean hasLines(Group group) {
        return group.before.get(0).method() != null && group.before.get(0).site() != null;
    }

    private static void byLine(Group group, List<Pair> pairs) {
        group.before.sort(BY_LINE);
        group.after.sort(BY_LINE);
        boolean isSwapped = group.before.size() > group.after.size();
        List<Site> fewer = isSwapped ? group.after : group.before;
        List<Site> more = isSwapped ? group.before : group.after;
        int[] partners = NearestLines.of(lines(fewer), lines(more));
        Site[] left = more.toArray(new Site[0]);
        for (int i = 0; i < partners.length; i++) {
            Site one = fewer.get(i);
            Site other = more.get(partners[i]);
            left[partners[i]] = null;
            pairs.add(isSwapped ? new Pair(other, one) : new Pair(one, other));
        }
        for (Site row : left) {
            if (row != null) {
                pairs.add(isSwapped ? new Pair(row, null) : new Pair(null, row));
            }
        }
    }

    private static int[] lines(List<Site> rows) {
        return rows.stream().mapToInt(Matching::line).toArray();
    }

    private static int line(Site row) {
        return row.line() == null ? 0 : row.line();
    }
}
