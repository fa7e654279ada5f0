// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.workload;

import io.github.allocsites.agent.AllocSites;
import io.github.allocsites.report.GroupBy;
import io.github.allocsites.report.JsonWriter;
import io.github.allocsites.report.Query;
import io.github.allocsites.report.SortBy;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Allocates at one place by more stacks than a table has buckets; prints its rows by stack. */
public final class ManyStacks {
    /** Two ways at each level. */
    public static final int LEVELS = 12;

    public static final int TIMES = 200;

    private static Object kept;

    private ManyStacks() {}

    public static void main(String[] arguments) throws IOException {
        for (int time = 0; time < TIMES; time++) {
            for (int way = 0; way < 1 << LEVELS; way++) {
                descend(LEVELS, way);
            }
        }
        ByteArrayOutputStream json = new ByteArrayOutputStream();
        Query byStack = new Query(100_000, SortBy.BYTES, List.of(), "long[]", GroupBy.STACK);
        new JsonWriter().write(AllocSites.snapshot(), byStack, json);
        System.out.println(json.toString(StandardCharsets.UTF_8));
    }

    private static void descend(int level, int way) {
        if (level == 0) {
            kept = new long[14];
        } else if ((way & 1) == 0) {
            left(level - 1, way >>> 1);
        } else {
            right(level - 1, way >>> 1);
        }
    }

    private static void left(int level, int way) {
        descend(level, way);
    }

    private static void right(int level, int way) {
        descend(level, way);
    }
}
