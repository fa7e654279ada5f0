// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.workload;

import io.github.allocsites.agent.AllocSites;
import io.github.allocsites.report.Site;
import java.util.List;

/** The sites of {@link Soak}: site N is the method siteN. Objects, arrays of fixed and of varying length. */
final class SoakSites {
    /** A power of two. */
    static final int SITES = 8;

    private static final List<String> METHODS =
            List.of("site0", "site1", "site2", "site3", "site4", "site5", "site6", "site7");

    static volatile Object sink;

    private SoakSites() {}

    /** Allocates at sites in turn, from one on, and keeps account. */
    static void burst(long[] made, int times, int first) {
        for (int i = 0; i < times; i++) {
            int site = first + i & SITES - 1;
            switch (site) {
                case 0 -> site0();
                case 1 -> site1();
                case 2 -> site2(i);
                case 3 -> site3();
                case 4 -> site4(i);
                case 5 -> site5();
                case 6 -> site6(i);
                default -> site7();
            }
            made[site]++;
        }
    }

    /** Events of each site since installation. */
    static long[] counted() {
        long[] counted = new long[SITES];
        for (Site site : AllocSites.lifetime().sites()) {
            if (site.className().equals(SoakSites.class.getName())) {
                int number = METHODS.indexOf(site.method());
                if (number >= 0) {
                    counted[number] += site.count();
                }
            }
        }
        return counted;
    }

    /** 1 for each site of which two accounts agree. */
    static int[] equal(long[] one, long[] other) {
        int[] equal = new int[SITES];
        for (int site = 0; site < SITES; site++) {
            equal[site] = one[site] == other[site] ? 1 : 0;
        }
        return equal;
    }

    private static void site0() {
        sink = new Object();
    }

    private static void site1() {
        sink = new byte[16];
    }

    private static void site2(int number) {
        sink = new byte[number & 63];
    }

    private static void site3() {
        sink = new Thing();
    }

    private static void site4(int number) {
        sink = new long[number & 15];
    }

    private static void site5() {
        sink = new String[3];
    }

    private static void site6(int number) {
        sink = new Object[number & 7];
    }

    private static void site7() {
        sink = new int[0];
    }

    /** Something small. */
    private static final class Thing {
        int number;
        Object other;
    }
}
