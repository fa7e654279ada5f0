// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.spring;

import io.github.allocsites.agent.TooManyWindowsException;
import io.github.allocsites.report.CumulativePprof;
import io.github.allocsites.report.IllegalQueryException;
import io.github.allocsites.report.JsonWriter;
import io.github.allocsites.report.Mark;
import io.github.allocsites.report.PageFiles;
import io.github.allocsites.report.Query;
import io.github.allocsites.report.ReportFormat;
import io.github.allocsites.report.ReportFormats;
import io.github.allocsites.report.SiteDetail;
import io.github.allocsites.report.Snapshot;
import io.github.allocsites.report.Status;
import io.github.allocsites.spring.AllocSitesEndpoint.InterruptedWindowException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
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
 *   GET    /actuator/allocsites/{format}     everything, in a format of {@link ReportFormats}; a file of the page
 *   GET    /actuator/allocsites/sites/{id}   one row with its types and stacks
 *   POST   /actuator/allocsites/{action}     an {@link Action}
 * </pre>
 *
 * Each read takes {@code seconds} and {@code since}, too.
 */
@EndpointWebExtension(endpoint = AllocSitesEndpoint.class)
class AllocSitesEndpointWebExtension {
    private static final MimeType JSON_TYPE = MimeType.valueOf(AllocSitesEndpoint.JSON);

    private static final int OK = WebEndpointResponse.STATUS_OK;
    private static final int CREATED = 201;
    private static final int CONFLICT = 409;
    private static final int TOO_MANY_REQUESTS = WebEndpointResponse.STATUS_TOO_MANY_REQUESTS;
    private static final int UNAVAILABLE = WebEndpointResponse.STATUS_SERVICE_UNAVAILABLE;
    private static final String ALLOWED_AT_ONCE =
            TooManyWindowsException.MOST + " windows at once, and as many are open: try again when one has ended";

    private final AllocSitesEndpoint endpoint;
    private final ReportPage page;
    private final JsonWriter json = new JsonWriter();
    private final ReportFormat pprof = new CumulativePprof();

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
            @Nullable String groupBy,
            @Nullable String seconds,
            @Nullable String since) {
        if (media == ReportMedia.HTML) {
            return endpoint.ownWork(() -> new WebEndpointResponse<>(page.bytes(), media));
        }
        ReadRequest request = new ReadRequest(limit, sort, packages, type, groupBy, null, seconds, since);
        return answer(request, (snapshot, query) -> new WebEndpointResponse<>(bytes(json, snapshot, query)));
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
            @Nullable String value,
            @Nullable String seconds,
            @Nullable String since) {
        if (PageFiles.has(format)) {
            return endpoint.ownWork(() -> file(format));
        }
        ReadRequest request = new ReadRequest(limit, sort, packages, type, groupBy, value, seconds, since);
        boolean isGrowing = format.equals(pprof.name()) && !request.isDifference() && !request.hasLimit();
        ReportFormat writer = isGrowing ? pprof : ReportFormats.named(format);
        if (writer == null) {
            return notFound();
        }
        return answer(request, (snapshot, query) -> {
            Query every = request.hasLimit() ? query : query.unlimited();
            return new WebEndpointResponse<>(bytes(writer, snapshot, every), MimeType.valueOf(writer.mediaType()));
        });
    }

    /** A path of two variables, because an operation's path cannot have a fixed part. */
    @ReadOperation(produces = {AllocSitesEndpoint.ACTUATOR_JSON, AllocSitesEndpoint.JSON})
    WebEndpointResponse<byte[]> site(
            @Selector String section, @Selector String id, @Nullable String seconds, @Nullable String since) {
        if (!section.equals("sites")) {
            return notFound();
        }
        return answer(ReadRequest.of(seconds, since), (snapshot, query) -> {
            SiteDetail site = SiteDetail.of(snapshot, id);
            return site == null ? notFound() : new WebEndpointResponse<>(text(out -> json.write(site, out)));
        });
    }

    /**
     * Takes nothing but the path, and no request that does not call itself JSON, with or without a body: a browser asks
     * before it sends that from a page of another origin, as it does not before a form.
     *
     * @param caller not used; an operation whose parameters are all of its path takes whatever is sent
     */
    @WriteOperation(produces = {AllocSitesEndpoint.ACTUATOR_JSON, AllocSitesEndpoint.JSON})
    WebEndpointResponse<byte[]> act(@Selector String action, SecurityContext caller) {
        Action known = Action.named(action);
        if (known == null) {
            return notFound();
        }
        return endpoint.ownWork(() -> known == Action.MARK ? mark() : status(endpoint.switchTo(known), OK));
    }

    private WebEndpointResponse<byte[]> mark() {
        try {
            Mark mark = endpoint.mark();
            return new WebEndpointResponse<>(text(out -> json.write(mark, out)), CREATED);
        } catch (IllegalStateException notInstalled) {
            return status(Status.NOT_INSTALLED, CONFLICT);
        }
    }

    private WebEndpointResponse<byte[]> status(Status status, int code) {
        return new WebEndpointResponse<>(text(out -> json.write(status, endpoint.reason(), out)), code);
    }

    private WebEndpointResponse<byte[]> answer(
            ReadRequest request, AllocSitesEndpoint.Reader<WebEndpointResponse<byte[]>> reader) {
        try {
            return endpoint.read(request, reader);
        } catch (IllegalQueryException wrong) {
            return refused(wrong, WebEndpointResponse.STATUS_BAD_REQUEST);
        } catch (TooManyWindowsException full) {
            return refused(new IllegalQueryException("seconds", request.seconds(), ALLOWED_AT_ONCE), TOO_MANY_REQUESTS);
        } catch (InterruptedWindowException stopping) {
            return new WebEndpointResponse<>(UNAVAILABLE);
        }
    }

    private WebEndpointResponse<byte[]> refused(IllegalQueryException refusal, int code) {
        return new WebEndpointResponse<>(text(out -> json.write(refusal, out)), code, JSON_TYPE);
    }

    private static WebEndpointResponse<byte[]> file(String name) {
        return new WebEndpointResponse<>(PageFiles.bytes(name), MimeType.valueOf(PageFiles.mediaType(name)));
    }

    private static WebEndpointResponse<byte[]> notFound() {
        return new WebEndpointResponse<>(WebEndpointResponse.STATUS_NOT_FOUND);
    }

    private static byte[] bytes(ReportFormat format, Snapshot snapshot, Query query) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            format.write(snapshot, query, out);
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
