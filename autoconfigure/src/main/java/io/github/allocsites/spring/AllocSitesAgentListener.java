// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.spring;

import io.github.allocsites.agent.Options;
import io.github.allocsites.report.InstalledBy;
import io.github.allocsites.report.Status;
import io.github.allocsites.spring.AllocSitesProperties.Attach;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.ApplicationListener;
import org.springframework.core.NativeDetector;
import org.springframework.core.Ordered;

/**
 * Installs the agent at the first moment at which the application's properties are known, on the thread that starts the
 * application. Boot sends the event for every application of a process; only the first one installs anything.
 */
final class AllocSitesAgentListener implements ApplicationListener<ApplicationEnvironmentPreparedEvent>, Ordered {
    /** After the configuration files are read (+10) and logging works (+20). */
    static final int ORDER = Ordered.HIGHEST_PRECEDENCE + 21;

    private static final Log LOG = LogFactory.getLog(AllocSitesAgentListener.class);

    /** Why this process cannot have the agent: an attempt costs much and is not repeated, nor is the warning. */
    private static final AtomicReference<String> FAILURE = new AtomicReference<>();

    private final AllocationSource source;
    private final AtomicReference<String> failure;

    /** For spring.factories. */
    AllocSitesAgentListener() {
        this(new ProcessAllocations(), FAILURE);
    }

    AllocSitesAgentListener(AllocationSource source, AtomicReference<String> failure) {
        this.source = source;
        this.failure = failure;
    }

    @Override
    public int getOrder() {
        return ORDER;
    }

    @Override
    public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
        Binder binder = Binder.get(event.getEnvironment());
        if (isWanted(binder)) {
            AllocSitesProperties properties =
                    binder.bindOrCreate(AllocSitesProperties.PREFIX, AllocSitesProperties.class);
            install(binder, properties);
            List<String> told = properties.appPackages();
            source.application(told.isEmpty() ? packages(event.getSpringApplication()) : told);
        }
    }

    /** Looks at one property alone, so that nothing else of a disabled allocsites can be wrong. */
    private boolean isWanted(Binder binder) {
        boolean enabled = binder.bind("allocsites.enabled", Boolean.class).orElse(true);
        return enabled && !Boolean.getBoolean("spring.aot.processing") && !NativeDetector.inNativeImage();
    }

    private void install(Binder binder, AllocSitesProperties properties) {
        Options asked = properties.agentOptions();
        if (isPresent()) {
            warnOfOtherOptions(binder, asked);
        } else if (mayInstall(properties) && failure.get() == null) {
            install(asked, properties.agent().required());
        }
        if (isPresent()) {
            source.starting();
        } else if (properties.agent().required()) {
            throw new AgentRequiredException(reason());
        }
    }

    /** Or will be, once the application is ready. */
    private boolean isPresent() {
        return source.status() != Status.NOT_INSTALLED || source.isPostponed();
    }

    /** Those of the application's own classes that it is made of: its main class, as a rule. */
    private static List<String> packages(SpringApplication application) {
        Set<String> packages = new LinkedHashSet<>();
        for (Object source : application.getAllSources()) {
            if (source instanceof Class<?> type && !type.getPackageName().isEmpty()) {
                packages.add(type.getPackageName());
            }
        }
        Class<?> main = application.getMainApplicationClass();
        if (packages.isEmpty() && main != null && !main.getPackageName().isEmpty()) {
            packages.add(main.getPackageName());
        }
        return List.copyOf(packages);
    }

    private boolean mayInstall(AllocSitesProperties properties) {
        return properties.agent().attach() == Attach.AUTO || source.isGranted();
    }

    /** Warns of a failure unless the application is to fail too: then Boot's report says it all. */
    private void install(Options asked, boolean required) {
        String reason = tryToInstall(asked);
        failure.set(reason);
        if (reason == null) {
            asked.notes().forEach(note -> LOG.info("allocsites." + note));
        } else if (!required) {
            LOG.warn(Remedies.warning(reason));
        }
    }

    /** Why it did not work, or null. Nothing that goes wrong here may keep the application from starting. */
    private String tryToInstall(Options asked) {
        try {
            source.install(asked, InstalledBy.SELF_ATTACH);
            return isPresent() ? null : String.valueOf(source.reason());
        } catch (RuntimeException | LinkageError e) {
            return e.toString();
        }
    }

    private String reason() {
        String reason = failure.get();
        return reason != null ? reason : String.valueOf(source.reason());
    }

    private void warnOfOtherOptions(Binder binder, Options asked) {
        List<String> differences = OptionDifferences.between(binder, asked, source.options());
        if (!differences.isEmpty()) {
            LOG.warn("The allocsites agent is installed already and keeps its own options: "
                    + String.join(", ", differences));
        }
    }
}
