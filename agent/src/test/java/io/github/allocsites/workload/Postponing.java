// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.workload;

import io.github.allocsites.agent.AllocSites;
import io.github.allocsites.agent.Options;
import io.github.allocsites.report.InstalledBy;
import java.util.List;
import java.util.Map;

/** Has the agent wait until it says that it is ready, and prints what was recorded before and after. */
public final class Postponing {
    static volatile Object sink;

    private Postponing() {}

    public static void main(String[] arguments) {
        if (!AllocSites.isPostponed()) {
            AllocSites.install(Options.of(Map.of("instrument.when", "ready")), InstalledBy.SELF_ATTACH);
        }
        AllocSites.application(List.of("io.github.allocsites.workload"));
        events();
        System.out.println("before=" + AllocSites.status() + ", " + AllocSites.reason());
        System.out.println("asked=" + AllocSites.options().instrumentWhen());
        AllocSites.ready();
        System.out.println("after=" + AllocSites.status() + ", " + AllocSites.reason());
        System.out.println("postponed=" + AllocSites.isPostponed());
        events();
        System.out.println("events=" + count());
        System.out.println("installedBy=" + AllocSites.snapshot().installedBy());
        System.out.println("application=" + isApplication());
    }

    private static void events() {
        for (int i = 0; i < 1000; i++) {
            sink = new int[3];
        }
    }

    private static long count() {
        return AllocSites.snapshot().sites().stream()
                .filter(site -> site.className().equals(Postponing.class.getName())
                        && site.method().equals("events"))
                .mapToLong(site -> site.count())
                .sum();
    }

    private static boolean isApplication() {
        return AllocSites.snapshot().callSites().stream()
                .anyMatch(callSite -> callSite.application() != null
                        && callSite.application().className().equals(Postponing.class.getName()));
    }
}
