// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.spring;

import io.github.allocsites.agent.AllocSites;
import io.github.allocsites.report.AgentUse;
import io.github.allocsites.report.Snapshot;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/**
 * The meters of one registry. A meter is there from the moment on at which it has a value: a counter that is absent
 * says "not known", one that is 0 would say "nothing was allocated".
 *
 * <p>Updated by one thread at a time.
 */
final class RegistryMeters {
    private static final double NANOS = 1e9;

    private final MeterRegistry registry;
    private final MeterReadings readings;
    private final Set<GaugeSpec> gauges = new HashSet<>();

    /** The registry holds the series weakly, this map strongly. */
    private final Map<SiteSeries, List<Meter>> sites = new HashMap<>();

    private boolean hasTotals;
    private boolean hasAgent;

    /** Says NOT_INSTALLED until there is an agent, and is another meter from then on: its tags differ. */
    private Meter info;

    RegistryMeters(MeterRegistry registry, MeterReadings readings) {
        this.registry = registry;
        this.readings = readings;
    }

    void update(Snapshot snapshot, Collection<SiteSeries> topSites) {
        addGauges(snapshot);
        if (snapshot.totals() != null && !hasTotals) {
            hasTotals = true;
            addTotals();
        }
        if (snapshot.agent() != null && !hasAgent) {
            hasAgent = true;
            addPrices();
            if (info != null) {
                registry.remove(info);
            }
            info = info(String.valueOf(snapshot.installedBy()), snapshot.agent().version());
        } else if (info == null) {
            info = info(snapshot.status().name(), AllocSites.class.getPackage().getImplementationVersion());
        }
        updateSites(topSites);
    }

    /**
     * A scrape walks the registry meter by meter, and the first it reads may bring it here: what it has shown already
     * cannot be taken back. So the place of a site that leaves stays empty until the next update, and a scrape never
     * shows a newcomer beside the site that it replaces.
     */
    private void updateSites(Collection<SiteSeries> topSites) {
        int free = topSites.size() - sites.size();
        removeSitesExcept(topSites);
        Iterator<SiteSeries> wanted = topSites.iterator();
        while (free > 0 && wanted.hasNext()) {
            SiteSeries series = wanted.next();
            if (!sites.containsKey(series)) {
                sites.put(series, addSite(series));
                free--;
            }
        }
    }

    private void addGauges(Snapshot snapshot) {
        for (GaugeSpec spec : GaugeSpec.ALL) {
            if (spec.value().apply(snapshot) != null && gauges.add(spec)) {
                Gauge.builder(spec.name(), readings, each -> spec.read(each.snapshot()))
                        .description(spec.description())
                        .baseUnit(spec.unit())
                        .register(registry);
            }
        }
    }

    private void addTotals() {
        addTotal("allocsites.allocations", "Allocations counted", null, MeterReadings::count);
        addTotal("allocsites.allocated", "Bytes of the allocations counted", "bytes", MeterReadings::bytes);
        addTotal(
                "allocsites.table.dropped",
                "Allocations whose frames found no bucket in the table of call sites; counted all the same",
                "events",
                MeterReadings::dropped);
    }

    private void addTotal(String name, String description, String unit, ToDoubleFunction<MeterReadings> value) {
        FunctionCounter.builder(name, readings, value)
                .description(description)
                .baseUnit(unit)
                .register(registry);
    }

    private Meter info(String installedBy, String version) {
        return Gauge.builder("allocsites.agent.info", readings, each -> 1)
                .description("Which agent counts, and how it came into the process")
                .tag("installed.by", installedBy)
                .tag("version", version == null ? "unknown" : version)
                .register(registry);
    }

    private void addPrices() {
        addPrice(
                "transform",
                "Time spent looking at classes and instrumenting them",
                "seconds",
                use -> use.transformNanos() / NANOS);
        addPrice("stacks", "Stacks captured", null, AgentUse::stacks);
        addPrice("stacks.time", "Time spent capturing stacks", "seconds", use -> use.stackNanos() / NANOS);
    }

    private void addPrice(String name, String description, String unit, ToDoubleFunction<AgentUse> value) {
        FunctionCounter.builder(
                        "allocsites.agent." + name,
                        readings,
                        each -> value.applyAsDouble(each.snapshot().agent()))
                .description(description)
                .baseUnit(unit)
                .register(registry);
    }

    private void removeSitesExcept(Collection<SiteSeries> topSites) {
        Iterator<Map.Entry<SiteSeries, List<Meter>>> entries = sites.entrySet().iterator();
        while (entries.hasNext()) {
            Map.Entry<SiteSeries, List<Meter>> entry = entries.next();
            if (!topSites.contains(entry.getKey())) {
                entry.getValue().forEach(registry::remove);
                entries.remove();
            }
        }
    }

    private List<Meter> addSite(SiteSeries series) {
        List<Meter> meters = new ArrayList<>(2);
        meters.add(addSite("allocsites.site.allocations", "Allocations of a site", null, series, SiteSeries::count));
        meters.add(
                addSite("allocsites.site.allocated", "Bytes allocated by a site", "bytes", series, SiteSeries::bytes));
        return meters;
    }

    private Meter addSite(
            String name, String description, String unit, SiteSeries series, ToDoubleFunction<SiteSeries> value) {
        ToDoubleFunction<SiteSeries> current = each -> {
            readings.renewIfTooOld();
            return value.applyAsDouble(each);
        };
        return FunctionCounter.builder(name, series, current)
                .description(description)
                .baseUnit(unit)
                .tag("site", series.site())
                .tag("type", series.type())
                .register(registry);
    }
}
