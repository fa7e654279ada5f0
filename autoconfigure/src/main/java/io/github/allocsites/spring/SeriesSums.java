// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.spring;

import io.github.allocsites.report.Site;
import io.github.allocsites.report.Snapshot;
import io.github.allocsites.spring.AllocSitesProperties.SiteLabel;
import io.github.allocsites.spring.SiteSeries.Key;
import io.github.allocsites.spring.SiteSeries.Sum;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The totals that series could be made of: of the application's frames, or, where no stacks are captured, of the places
 * that allocate.
 *
 * <p>Used by one thread at a time.
 */
final class SeriesSums {
    private final SiteLabel label;
    private final ApplicationSums application;

    SeriesSums(SiteLabel label) {
        this.label = label;
        this.application = new ApplicationSums(label);
    }

    Map<Key, Sum> update(Snapshot lifetime, boolean hasStacks) {
        return hasStacks ? application.update(lifetime.callSites()) : bySite(lifetime.sites());
    }

    private Map<Key, Sum> bySite(List<Site> sites) {
        Map<Key, Sum> sums = new HashMap<>();
        for (Site site : sites) {
            sums.computeIfAbsent(Key.of(site, label), key -> new Sum()).add(site.count(), site.bytes());
        }
        return sums;
    }
}
