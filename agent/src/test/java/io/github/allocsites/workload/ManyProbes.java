// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.workload;

import io.github.allocsites.agent.AllocSites;
import io.github.allocsites.report.Site;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/** Runs each line of thousands of classes once; prints how many were counted, and how many probes there are. */
public final class ManyProbes {
    public static final int CLASSES = 6_400;
    public static final int EVENTS = CLASSES * ProbesTemplate.LINES;

    private static final String TEMPLATE = "ProbesTemplate";

    /** Of equal length. */
    private static final String NAME = "Probes%08d";

    private ManyProbes() {}

    public static void main(String[] arguments) throws Exception {
        byte[] template = template();
        for (int number = 0; number < CLASSES; number++) {
            copy(template, String.format(NAME, number)).get();
        }
        System.out.println("probes=" + AllocSites.snapshot().agent().probes());
        System.out.println("events="
                + AllocSites.snapshot().sites().stream()
                        .filter(site -> site.site().startsWith("io.github.allocsites.workload.Probes0"))
                        .mapToLong(Site::count)
                        .sum());
    }

    private static byte[] template() throws Exception {
        try (InputStream file = ManyProbes.class.getResourceAsStream(TEMPLATE + ".class")) {
            return file.readAllBytes();
        }
    }

    @SuppressWarnings("unchecked")
    private static Supplier<Object> copy(byte[] template, String name) throws Exception {
        String renamed = new String(template, StandardCharsets.ISO_8859_1).replace(TEMPLATE, name);
        return (Supplier<Object>) MethodHandles.lookup()
                .defineClass(renamed.getBytes(StandardCharsets.ISO_8859_1))
                .getDeclaredConstructor()
                .newInstance();
    }
}
