// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.spring;

import io.github.allocsites.report.CumulativePprof;
import io.github.allocsites.report.IllegalQueryException;
import io.github.allocsites.report.JsonWriter;
import io.github.allocsites.report.Query;
import io.github.allocsites.report.ReportFormat;
import io.github.allocsites.report.ReportFormats;
import io.github.allocsites.report.SiteDetail;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;
import org.springframework.lang.Nullable;
import org.springframework.util.MimeType;

/**
 * Answers HTTP with bytes that the report's own writers made: the endpoint, its formats and the dump file cannot
 * differ, and absent values are there as null whatever the application does to its JSON mapper.
 *
 * <pre>
 *   GET    /actuator/allocsites              rows asked for, 50 unless told
 *   GET    /actuator/allocsites/{format}     everything, in a format of {@link ReportFormats}
 *   GET    /actuator/allocsites/sites/{id}   one row with its types and stacks
 * </pre>
 */
@EndpointWebExtension(endpoint = AllocSitesEndpoint.class)
class AllocSitesEndpointWebExtension {
    private static final MimeType JSON_TYPE = MimeType.valueOf(AllocSitesEndpoint.JSON);

    private final AllocSitesEndpoint endpoint;
    private final JsonWriter json = new JsonWriter();
    private final ReportFormat pprof = new CumulativePprof();

    AllocSitesEndpointWebExtension(AllocSitesEndpoint endpoint) {
        this.endpoint = endpoint;
    }

    @ReadOperation(produces = {AllocSitesEndpoint.ACTUATOR_JSON, AllocSitesEndpoint.JSON})
    WebEndpointResponse<byte[]> sites(
            @Nullable String limit,
            @Nullable String sort,
            @Nullable String packages,
            @Nullable String type,
            @Nullable String groupBy) {
        return answer(() -> {
            Query query = Query.parse(limit, sort, packages, type, groupBy);
            return new WebEndpointResponse<>(bytes(json, query));
        });
    }

    /** The path names the format, so any Accept header will do. */
    @ReadOperation(produces = "*/*")
    WebEndpointResponse<byte[]> format(
            @Selector String format,
            @Nullable String limit,
            @Nullable String sort,
            @Nullable String packages,
            @Nullable String type,
            @Nullable String groupBy,
            @Nullable String value) {
        ReportFormat writer = format.equals(pprof.name()) ? pprof : ReportFormats.named(format);
        if (writer == null) {
            return notFound();
        }
        return answer(() -> {
            Query query = Query.parse(limit, sort, packages, type, groupBy, value);
            Query every = limit == null || limit.isBlank() ? query.unlimited() : query;
            return new WebEndpointResponse<>(bytes(writer, every), MimeType.valueOf(writer.mediaType()));
        });
    }

    /** A path of two variables, because an operation's path cannot have a fixed part. */
    @ReadOperation(produces = {AllocSitesEndpoint.ACTUATOR_JSON, AllocSitesEndpoint.JSON})
    WebEndpointResponse<byte[]> site(@Selector String section, @Selector String id) {
        return answer(() -> {
            SiteDetail site = section.equals("sites") ? endpoint.site(id) : null;
            return site == null ? notFound() : new WebEndpointResponse<>(text(out -> json.write(site, out)));
        });
    }

    private WebEndpointResponse<byte[]> answer(Supplier<WebEndpointResponse<byte[]>> answer) {
        try {
            return endpoint.ownWork(answer);
        } catch (IllegalQueryException e) {
            return refused(e);
        }
    }

    private WebEndpointResponse<byte[]> refused(IllegalQueryException refusal) {
        byte[] body = text(out -> json.write(refusal, out));
        return new WebEndpointResponse<>(body, WebEndpointResponse.STATUS_BAD_REQUEST, JSON_TYPE);
    }

    private static WebEndpointResponse<byte[]> notFound() {
        return new WebEndpointResponse<>(WebEndpointResponse.STATUS_NOT_FOUND);
    }

    private byte[] bytes(ReportFormat format, Query query) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            format.write(endpoint.snapshot(), query, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static byte[] text(Text text) {
        StringBuilder out = new StringBuilder();
        try {
            text.write(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }

    private interface Text {
        void write(Appendable out) throws IOException;
    }
}
