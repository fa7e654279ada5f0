// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.workload;

import io.github.allocsites.agent.AllocSites;
import io.github.allocsites.report.GroupBy;
import io.github.allocsites.report.Query;
import io.github.allocsites.report.ReportFormat;
import io.github.allocsites.report.ReportFormats;
import io.github.allocsites.report.Snapshot;
import io.github.allocsites.report.SortBy;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Runs the methods of hostile names and writes what was counted, in every format. */
public final class HostileRunner {
    /** How often each method runs. */
    public static final int TIMES = 100;

    private HostileRunner() {}

    /** Arguments: the folder of the class files, the folder of the reports. */
    public static void main(String[] arguments) throws IOException, ReflectiveOperationException {
        try (Stream<Path> files = Files.list(Path.of(arguments[0]))) {
            for (Path file : files.sorted().toList()) {
                run(new Loader().define(Files.readAllBytes(file)));
            }
        }
        Snapshot snapshot = AllocSites.snapshot();
        Query query = new Query(Integer.MAX_VALUE, SortBy.BYTES, List.of("hostile"), "char[]", GroupBy.SITE);
        for (String name : ReportFormats.names()) {
            ReportFormat format = ReportFormats.named(name);
            try (OutputStream out = Files.newOutputStream(Path.of(arguments[1], "report" + format.suffix()))) {
                format.write(snapshot, query, out);
            }
        }
    }

    private static void run(Class<?> type) throws ReflectiveOperationException {
        for (Method method : type.getDeclaredMethods()) {
            for (int time = 0; time < TIMES; time++) {
                method.invoke(null);
            }
        }
    }

    private static final class Loader extends ClassLoader {
        Loader() {
            super(HostileRunner.class.getClassLoader());
        }

        Class<?> define(byte[] file) {
            return defineClass(null, file, 0, file.length);
        }
    }
}
