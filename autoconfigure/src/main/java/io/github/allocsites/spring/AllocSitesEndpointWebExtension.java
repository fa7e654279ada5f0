// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.spring;

import io.github.allocsites.report.IllegalQueryException;
import io.github.allocsites.report.JsonWriter;
import io.github.allocsites.report.PageFiles;
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
 *   GET    /actuator/allocsites              rows asked for, 50 unless told; to a browser the page
 *   GET    /actuator/allocsites/{format}     every row, in a format of {@link ReportFormats}; a file of the page
 *   GET    /actuator/allocsites/sites/{id}   one row with its types and stacks
 * </pre>
 */
@EndpointWebExtension(endpoint = AllocSitesEndpoint.class)
class AllocSitesEndpointWebExtension {
    private final AllocSitesEndpoint endpoint;
    private final ReportPage page;
    private final JsonWriter json = new JsonWriter();

    AllocSitesEndpointWebExtension(AllocSitesEndpoint endpoint, ReportPage page) {
        this.endpoint = endpoint;
        this.page = page;
    }

    @ReadOperation(producesFrom = ReportMedia.class)
    WebEndpointResponse<byte[]> sites(
            ReportMedia media,
            @Nullable String limit,
            @Nullable String sort,
            @Nullable String packages,
            @Nullable String type,
            @Nullable String groupBy) {
        if (media == ReportMedia.HTML) {
            return answer(() -> new WebEndpointResponse<>(page.bytes(), media));
        }
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
        if (PageFiles.has(format)) {
            return answer(() -> file(format));
        }
        ReportFormat writer = ReportFormats.named(format);
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
    @ReadOperation(produces = {"application/vnd.spring-boot.actuator.v3+json", "application/json"})
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
        return new WebEndpointResponse<>(
                body, WebEndpointResponse.STATUS_BAD_REQUEST, ReportMedia.JSON.getProducedMimeType());
    }

    private static WebEndpointResponse<byte[]> file(String name) {
        return new WebEndpointResponse<>(PageFiles.bytes(name), MimeType.valueOf(PageFiles.mediaType(name)));
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
