// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.report;

import java.util.ArrayList;
import java.util.List;

/**
 * Which rows of a snapshot a report shows, and how.
 *
 * @param limit most rows shown, 1 or more; {@link #parse} allows 1..100,000
 * @param sort order of the rows
 * @param packages packages whose classes' rows are kept, subpackages included: {@code com.acme} keeps
 * {@code com.acme.X} and {@code com.acme.sub.Y} and not {@code com.acmeother.Z}; empty keeps all
 * @param type allocated type whose rows are kept, as {@link Class#getTypeName()} has it; null keeps all
 * @param groupBy what makes one row
 * @param value the number written where a format has room for one
 */
public record Query(int limit, SortBy sort, List<String> packages, String type, GroupBy groupBy, Value value) {
    /** Largest limit that can be asked for. */
    public static final int MAX_LIMIT = 100_000;

    /** Rows shown unless asked for. */
    public static final int DEFAULT_LIMIT = 50;

    /** Every row there is, most bytes first. */
    public static final Query ALL = new Query(Integer.MAX_VALUE, SortBy.BYTES, List.of(), null, GroupBy.SITE);

    /**
     * @throws IllegalArgumentException when limit is below 1
     */
    public Query {
        if (limit < 1) {
            throw new IllegalArgumentException("limit is " + limit + ", must be 1 or more");
        }
        packages = List.copyOf(packages);
    }

    /** A query of bytes. */
    public Query(int limit, SortBy sort, List<String> packages, String type, GroupBy groupBy) {
        this(limit, sort, packages, type, groupBy, Value.BYTES);
    }

    /**
     * Reads a query of rows as users write it: one of {@link #parse(String, String, String, String, String, String)}
     * without a value.
     */
    public static Query parse(String limit, String sort, String packages, String type, String groupBy) {
        return parse(limit, sort, packages, type, groupBy, null);
    }

    /**
     * Reads a query as users write it. A parameter that is null or blank has its default.
     *
     * @param limit 1..100,000; 50 by default
     * @param sort {@code bytes} (default) or {@code count}
     * @param packages package names separated by commas; all by default
     * @param type name of an allocated type; all by default
     * @param groupBy {@code app} (default), {@code stack}, {@code site}, {@code method}, {@code class} or {@code type}
     * @param value {@code bytes} (default) or {@code objects}
     * @throws IllegalQueryException when a value is not allowed; it says which and what is
     */
    public static Query parse(String limit, String sort, String packages, String type, String groupBy, String value) {
        return QueryParser.parse(limit, sort, packages, type, groupBy, value);
    }

    /** The same query without a bound on the rows shown. */
    public Query unlimited() {
        return new Query(Integer.MAX_VALUE, sort, packages, type, groupBy, value);
    }

    /** Whether a row passes the filters. */
    boolean keeps(Site site) {
        return (type == null || type.equals(site.type())) && keepsClass(site.className());
    }

    /** Those that pass the filters. */
    List<CallSite> keep(List<CallSite> callSites) {
        List<CallSite> kept = new ArrayList<>();
        for (CallSite callSite : callSites) {
            if (keeps(callSite)) {
                kept.add(callSite);
            }
        }
        return kept;
    }

    /** The same of a part of a row; by its application frame where that makes the row. */
    boolean keeps(CallSite callSite) {
        boolean byFrame = groupBy == GroupBy.APP && callSite.application() != null;
        String className =
                byFrame ? callSite.application().className() : callSite.site().className();
        return (type == null || type.equals(callSite.site().type())) && keepsClass(className);
    }

    private boolean keepsClass(String className) {
        for (String name : packages) {
            if (isInside(className, name)) {
                return true;
            }
        }
        return packages.isEmpty();
    }

    private static boolean isInside(String className, String packageName) {
        return className.length() > packageName.length()
                && className.charAt(packageName.length()) == '.'
                && className.startsWith(packageName);
    }
}
