// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.spring;

import io.github.allocsites.agent.Options;
import io.github.allocsites.report.Status;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;

/**
 * Says in one line what is recorded and how to read it, and tells the agent that start-up is over. What was postponed
 * until now is installed on a thread of its own, unless the application must not go on without.
 */
final class AllocSitesReadyListener implements ApplicationListener<ApplicationReadyEvent> {
    private static final Log LOG = LogFactory.getLog(AllocSitesReadyListener.class);
    private static final String EXPOSURE = "management.endpoints.web.exposure.include";

    private final AllocationSource source;
    private final boolean required;
    private final ApplicationContext context;

    AllocSitesReadyListener(AllocationSource source, boolean required, ApplicationContext context) {
        this.source = source;
        this.required = required;
        this.context = context;
    }

    /**
     * Events of child contexts arrive here too, and are none of our business. The agent is told last: from then on it
     * captures stacks, and ours are not worth one.
     */
    @Override
    public void onApplicationEvent(ApplicationReadyEvent event) {
        if (event.getApplicationContext() == context) {
            String howToRead = howToRead(event);
            if (!source.isPostponed()) {
                LOG.info(recording() + howToRead);
                source.ready();
            } else if (required) {
                install(howToRead);
                requireRecording();
            } else {
                Thread thread = new Thread(() -> install(howToRead), "allocsites-install");
                thread.setDaemon(true);
                thread.start();
            }
        }
    }

    /** Nothing that goes wrong here is the application's problem. */
    private void install(String howToRead) {
        String thrown = null;
        try {
            source.ready();
        } catch (RuntimeException | LinkageError unforeseen) {
            thrown = unforeseen.toString();
        }
        if (source.status() == Status.RECORDING) {
            LOG.info(recording() + howToRead);
        } else if (!required) {
            LOG.warn(Remedies.warning(thrown != null ? thrown : source.reason()));
        }
    }

    private void requireRecording() {
        if (source.status() != Status.RECORDING) {
            throw new AgentRequiredException(source.reason());
        }
    }

    private String recording() {
        Options options = source.options();
        if (source.status() != Status.RECORDING || options == null) {
            return "allocsites counts nothing: " + source.reason() + ".";
        }
        return "allocsites counts every allocation" + (options.instrumentJdk() ? ", those of the JDK included" : "")
                + "; call sites have up to " + options.stacksDepth() + " frames in " + options.tableBuckets()
                + " buckets.";
    }

    private String howToRead(ApplicationReadyEvent event) {
        boolean isExposed = context.containsBean(AllocSitesEndpointAutoConfiguration.WEB_EXTENSION);
        if (isExposed || event.getSpringApplication().getWebApplicationType() == WebApplicationType.NONE) {
            return "";
        }
        String exposed = context.getEnvironment().getProperty(EXPOSURE, "health");
        return " Not readable over HTTP: " + EXPOSURE + "=" + exposed + ",allocsites exposes the endpoint.";
    }
}
