// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.spring;

import io.github.allocsites.report.IllegalQueryException;
import io.github.allocsites.report.Query;
import io.github.allocsites.report.Report;
import io.github.allocsites.report.SiteDetail;
import io.github.allocsites.report.Snapshot;
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
     * The report that a query asks for; parameters as {@link Query#parse} has them.
     *
     * @throws IllegalQueryException when a parameter has a wrong value
     */
    // media types equal to those of the web extension: otherwise it stands beside this operation instead of replacing
    // it
    @ReadOperation(produces = {ACTUATOR_JSON, JSON})
    ReportBody sites(
            @Nullable String limit,
            @Nullable String sort,
            @Nullable String packages,
            @Nullable String type,
            @Nullable String groupBy) {
        return ownWork(
                () -> ReportBody.of(Report.of(source.snapshot(), Query.parse(limit, sort, packages, type, groupBy))));
    }

    /** Starts new counts; meters go on. */
    @DeleteOperation
    void reset() {
        source.reset();
    }

    /** Making a report must not show in the next one. */
    <T> T ownWork(Supplier<T> work) {
        return source.ownWork(work);
    }

    Snapshot snapshot() {
        return source.snapshot();
    }

    /** The row of an id with its stacks, or null. */
    SiteDetail site(String id) {
        return SiteDetail.of(source.snapshot(), id);
    }
}
