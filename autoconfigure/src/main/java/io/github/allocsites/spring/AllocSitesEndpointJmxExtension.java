// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.spring;

import io.github.allocsites.report.IllegalQueryException;
import io.github.allocsites.report.Mark;
import java.util.Map;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.jmx.annotation.EndpointJmxExtension;

/** Actions over JMX; those over HTTP take a request as only {@link AllocSitesEndpointWebExtension} can say. */
@EndpointJmxExtension(endpoint = AllocSitesEndpoint.class)
class AllocSitesEndpointJmxExtension {
    private final AllocSitesEndpoint endpoint;

    AllocSitesEndpointJmxExtension(AllocSitesEndpoint endpoint) {
        this.endpoint = endpoint;
    }

    /**
     * Sets a mark, pauses or resumes.
     *
     * @throws IllegalQueryException when there is no such action
     */
    @WriteOperation
    Map<String, String> act(@Selector String action) {
        Action known = Action.named(action);
        if (known == null) {
            throw new IllegalQueryException("action", action, "mark, pause, resume");
        }
        if (known == Action.MARK) {
            Mark mark = endpoint.mark();
            return Map.of("mark", mark.id(), "since", mark.since().toString());
        }
        return Map.of("status", endpoint.switchTo(known).name());
    }
}
