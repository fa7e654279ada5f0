// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.workload;

import io.github.allocsites.agent.AllocSites;

/** Reads what was counted since installation. */
final class Counted {
    private Counted() {}

    /** Events of a method's sites in classes whose names begin so; an empty type stands for all types. */
    static long events(String className, String method, String type) {
        return AllocSites.lifetime().sites().stream()
                .filter(site -> site.className().startsWith(className)
                        && (method.isEmpty() || site.method().equals(method))
                        && (type.isEmpty() || site.type().equals(type)))
                .mapToLong(site -> site.count())
                .sum();
    }
}
