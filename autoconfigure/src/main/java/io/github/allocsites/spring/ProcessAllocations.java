// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.spring;

import io.github.allocsites.agent.AllocSites;
import io.github.allocsites.agent.Options;
import io.github.allocsites.report.InstalledBy;
import io.github.allocsites.report.Mark;
import io.github.allocsites.report.Snapshot;
import io.github.allocsites.report.Status;
import java.util.List;
import java.util.function.Supplier;

/** The agent of this process. */
final class ProcessAllocations implements AllocationSource {

    @Override
    public boolean isGranted() {
        return AllocSites.isGranted();
    }

    @Override
    public Status install(Options options, InstalledBy installedBy) {
        return AllocSites.install(options, installedBy);
    }

    @Override
    public Status status() {
        return AllocSites.status();
    }

    @Override
    public boolean isPostponed() {
        return AllocSites.isPostponed();
    }

    @Override
    public String reason() {
        return AllocSites.reason();
    }

    @Override
    public Options options() {
        return AllocSites.options();
    }

    @Override
    public void application(List<String> packages) {
        AllocSites.application(packages);
    }

    @Override
    public void starting() {
        AllocSites.starting();
    }

    @Override
    public void ready() {
        AllocSites.ready();
    }

    @Override
    public Snapshot snapshot() {
        return AllocSites.snapshot();
    }

    @Override
    public Snapshot lifetime() {
        return AllocSites.lifetime();
    }

    @Override
    public void reset() {
        AllocSites.reset();
    }

    @Override
    public Snapshot window(int seconds) throws InterruptedException {
        return AllocSites.window(seconds);
    }

    @Override
    public Mark mark() {
        return AllocSites.mark();
    }

    @Override
    public Snapshot since(String mark) {
        return AllocSites.since(mark);
    }

    @Override
    public Status pause() {
        return AllocSites.pause();
    }

    @Override
    public Status resume() {
        return AllocSites.resume();
    }

    @Override
    public <T> T ownWork(Supplier<T> work) {
        return AllocSites.ownWork(work);
    }
}
