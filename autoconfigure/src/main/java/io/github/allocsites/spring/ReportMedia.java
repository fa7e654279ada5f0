// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.spring;

import org.springframework.boot.actuate.endpoint.Producible;
import org.springframework.util.MimeType;
import org.springframework.util.MimeTypeUtils;

/**
 * What the endpoint's own address can answer. Of those that a client accepts Boot takes the last one here, whatever the
 * weights; {@code *}{@code /*} stands for the default. So a browser, which names HTML first and takes anything, gets
 * the page, and every client that does not name HTML gets JSON.
 */
enum ReportMedia implements Producible<ReportMedia> {
    ACTUATOR_JSON(AllocSitesEndpoint.ACTUATOR_JSON),
    JSON(AllocSitesEndpoint.JSON),
    HTML("text/html;charset=UTF-8");

    private final MimeType type;

    ReportMedia(String type) {
        this.type = MimeTypeUtils.parseMimeType(type);
    }

    @Override
    public MimeType getProducedMimeType() {
        return type;
    }

    @Override
    public boolean isDefault() {
        return this == ACTUATOR_JSON;
    }
}
