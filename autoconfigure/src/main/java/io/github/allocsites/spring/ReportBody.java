// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.spring;

import io.github.allocsites.report.AgentUse;
import io.github.allocsites.report.InstalledBy;
import io.github.allocsites.report.MemoryUse;
import io.github.allocsites.report.Report;
import io.github.allocsites.report.Site;
import io.github.allocsites.report.Status;
import io.github.allocsites.report.TableUse;
import io.github.allocsites.report.Totals;
import java.util.List;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * A report with the names of its JSON, for those who map it themselves, such as JMX. Times are text: not
 * every mapper that an application has knows them.
 */
record ReportBody(
        int format,
        Status status,
        String reason,
        InstalledBy installedBy,
        String since,
        String elapsed,
        Totals totals,
        MemoryUse memory,
        TableUse table,
        AgentUse agent,
        String groupBy,
        int matched,
        int returned,
        List<Site> sites)
        implements OperationResponseBody {

    static ReportBody of(Report report) {
        return new ReportBody(
                report.format(),
                report.status(),
                report.reason(),
                report.installedBy(),
                text(report.since()),
                text(report.elapsed()),
                report.totals(),
                report.memory(),
                report.table(),
                report.agent(),
                report.groupBy(),
                report.matched(),
                report.returned(),
                report.sites());
    }

    private static String text(Object time) {
        return time == null ? null : time.toString();
    }
}
