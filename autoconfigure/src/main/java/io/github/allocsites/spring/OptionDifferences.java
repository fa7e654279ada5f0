// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.spring;

import io.github.allocsites.agent.Options;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;

/** Finds what an application asks for and cannot have, because the agent was installed before with other options. */
final class OptionDifferences {
    private final Binder binder;
    private final Options asked;
    private final Options inForce;
    private final List<String> found = new ArrayList<>();

    private OptionDifferences(Binder binder, Options asked, Options inForce) {
        this.binder = binder;
        this.asked = asked;
        this.inForce = inForce;
    }

    /** One text for each property that the application sets itself and that has another value in force. */
    static List<String> between(Binder binder, Options asked, Options inForce) {
        if (inForce == null) {
            return List.of();
        }
        OptionDifferences differences = new OptionDifferences(binder, asked, inForce);
        differences.compare("memory.max", options -> options.memoryMaxBytes() + " bytes");
        differences.compare("table.buckets", Options::tableBuckets);
        differences.compare("stacks.depth", Options::stacksDepth);
        differences.compare("stacks.interval", options -> options.values().get("stacks.interval"));
        if (!inForce.appPackages().isEmpty()) { // else the agent takes the application's
            differences.compare("app-packages", Options::appPackages);
        }
        differences.compare("instrument.jdk", Options::instrumentJdk);
        differences.compare("instrument.when", Options::instrumentWhen);
        differences.compare("instrument.exclude", Options::instrumentExclude);
        differences.compare("dump", Options::dump);
        differences.compare("dump.every", options -> options.values().get("dump.every"));
        differences.compare("dump-on-oom", Options::dumpOnOom);
        return differences.found;
    }

    private void compare(String key, Function<Options, Object> value) {
        Object wanted = value.apply(asked);
        Object actual = value.apply(inForce);
        String property = AllocSitesProperties.PREFIX + "." + key;
        if (!Objects.equals(wanted, actual) && isSet(property)) {
            found.add(property + " is " + actual + ", not " + wanted);
        }
    }

    /** As a list, because that binds single values and indexed ones alike. */
    private boolean isSet(String property) {
        return binder.bind(property, Bindable.listOf(String.class)).isBound();
    }
}
