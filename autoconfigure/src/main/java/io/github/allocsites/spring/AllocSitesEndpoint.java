// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.spring;

import io.github.allocsites.report.IllegalQueryException;
import io.github.allocsites.report.Mark;
import io.github.allocsites.report.Period;
import io.github.allocsites.report.Query;
import io.github.allocsites.report.Report;
import io.github.allocsites.report.Snapshot;
import io.github.allocsites.report.Status;
import java.util.function.Supplier;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.lang.Nullable;

/**
 * Which lines allocate. Parameters are text, because Boot's own refusal of a wrong one does not say what is allowed.
 *
 * <p>HTTP is answered by {@link AllocSitesEndpointWebExtension}, which writes the JSON itself; JMX gets records.
 */
@Endpoint(id = "allocsites", defaultAccess = Access.READ_ONLY)
class AllocSitesEndpoint {
    static final String ACTUATOR_JSON = "application/vnd.spring-boot.actuator.v3+json";
    static final String JSON = "application/json";

    private final AllocationSource source;

    AllocSitesEndpoint(AllocationSource source) {
        this.source = source;
    }

    /**
     * The report that a query asks for; parameters as {@link Query#parse} and {@link Period#parse} have them.
     *
     * @throws IllegalQueryException when a parameter has a wrong value
     */
    // media types equal to those of the web extension: otherwise it stands beside this operation instead of replacing
    // it
    @ReadOperation(producesFrom = ReportMedia.class)
    ReportBody sites(
            @Nullable String limit,
            @Nullable String sort,
            @Nullable String packages,
            @Nullable String type,
            @Nullable String groupBy,
            @Nullable String seconds,
            @Nullable String since) {
        ReadRequest request = new ReadRequest(limit, sort, packages, type, groupBy, null, seconds, since);
        return read(request, (snapshot, query) -> ReportBody.of(Report.of(snapshot, query)));
    }

    /** Starts new counts; meters go on. */
    @DeleteOperation
    void reset() {
        source.reset();
    }

    /** Makes something of a snapshot. */
    @FunctionalInterface
    interface Reader<T> {
        T read(Snapshot snapshot, Query query);
    }

    /**
     * Reads what was asked for. All is own work, for making a report must not show in the next one; but for waiting.
     *
     * @throws IllegalQueryException when a parameter has a wrong value
     */
    <T> T read(ReadRequest request, Reader<T> reader) {
        ReadRequest.Parsed parsed = source.ownWork(request::parse);
        Snapshot snapshot = snapshot(parsed.period());
        return source.ownWork(() -> reader.read(snapshot, parsed.query()));
    }

    private Snapshot snapshot(Period period) {
        if (period.mark() != null) {
            return source.since(period.mark());
        }
        return period.seconds() == 0 ? source.snapshot() : window(period.seconds());
    }

    /** Ends the read, which is what the interrupt asks for; left set, it would break off the answer that says so. */
    private Snapshot window(int seconds) {
        try {
            return source.window(seconds);
        } catch (InterruptedException told) {
            throw new InterruptedWindowException(told);
        }
    }

    /** Whoever waited for a window was told to go. */
    static final class InterruptedWindowException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        InterruptedWindowException(InterruptedException told) {
            super("the window was given up", told);
        }
    }

    /**
     * Keeps this moment.
     *
     * @throws IllegalStateException when no agent is installed
     */
    Mark mark() {
        return source.mark();
    }

    /** Pauses or resumes. */
    Status switchTo(Action action) {
        return action == Action.PAUSE ? source.pause() : source.resume();
    }

    <T> T ownWork(Supplier<T> work) {
        return source.ownWork(work);
    }

    /** Why nothing is counted; null while it is. */
    String reason() {
        return source.reason();
    }
}
