// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.spring;

import io.github.allocsites.agent.Options;
import io.github.allocsites.report.AgentUse;
import io.github.allocsites.report.CallSite;
import io.github.allocsites.report.Frame;
import io.github.allocsites.report.IllegalQueryException;
import io.github.allocsites.report.InstalledBy;
import io.github.allocsites.report.Mark;
import io.github.allocsites.report.MemoryUse;
import io.github.allocsites.report.Site;
import io.github.allocsites.report.SiteId;
import io.github.allocsites.report.Snapshot;
import io.github.allocsites.report.Status;
import io.github.allocsites.report.TableUse;
import io.github.allocsites.report.Totals;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;

/** An agent made by hand: says what it was told to say, and remembers what it was asked. */
final class FakeSource implements AllocationSource {
    static final Mark MARK = new Mark("89abcdef", Instant.parse("2026-11-23T05:00:10Z"));
    static final MemoryUse MEMORY = new MemoryUse(1_000, 900L, 2_000, 5_000L, 6_000L);
    static final AgentUse AGENT = new AgentUse(
            "0.1.0", 10, 1, 2, 300, 8_192, 65_536, 3_000_000, 16_384, 2_500_000_000L, 40, 200_000_000L, 3.5);

    Status status = Status.NOT_INSTALLED;
    Status statusAfterInstall = Status.RECORDING;
    RuntimeException installFailure;
    String reason = "no attach in this test";
    Options options;
    boolean granted;
    boolean postpones;
    boolean postponed;
    Thread readyThread;
    final CountDownLatch installed = new CountDownLatch(1);
    InstalledBy installedBy;
    Snapshot snapshot = notInstalled(reason);
    List<String> application = List.of();
    int installs;
    int starts;
    int readies;
    int resets;
    int marks;
    int lifetimes;
    Snapshot part;
    int windowSeconds;
    Exception windowFailure;
    boolean inOwnWork;
    boolean waitedInOwnWork;

    /** An agent that recorded these rows; the totals are their sums. */
    static FakeSource recording(Site... sites) {
        FakeSource source = new FakeSource();
        source.status = Status.RECORDING;
        source.reason = null;
        source.options = Options.of(Map.of());
        source.snapshot = snapshot(sites);
        return source;
    }

    static Snapshot snapshot(Site... sites) {
        long count = 0;
        long bytes = 0;
        for (Site site : sites) {
            count += site.count();
            bytes += site.bytes();
        }
        return snapshot(new Totals(count, bytes, bytes, 1.0), sites);
    }

    static Snapshot snapshot(Totals totals, Site... sites) {
        return new Snapshot(
                Status.RECORDING,
                null,
                InstalledBy.SELF_ATTACH,
                Instant.parse("2026-11-23T05:00:00Z"),
                Duration.ofMillis(12_300),
                totals,
                MEMORY,
                new TableUse(65_536, 3, 7, 4_096),
                AGENT,
                List.of(sites),
                parts(sites));
    }

    /** Each row by one stack, called by the method main of com.acme.Main; the application is what is in com.acme. */
    private static List<CallSite> parts(Site... sites) {
        Frame main = new Frame("com.acme.Main", "main", "Main.java", 7);
        List<CallSite> parts = new ArrayList<>();
        for (Site site : sites) {
            Frame top = new Frame(site.className(), site.method(), site.file(), site.line());
            Frame application = site.className().startsWith("com.acme.") ? top : main;
            parts.add(new CallSite(site, List.of(top, main), application, site.count(), site.bytes(), false, null));
        }
        return parts;
    }

    static Snapshot notInstalled(String reason) {
        MemoryUse memory = new MemoryUse(1_000, null, 2_000, null, null);
        return new Snapshot(
                Status.NOT_INSTALLED, reason, null, null, null, null, memory, null, null, List.of(), List.of());
    }

    static Site site(String className, String method, int line, String type, long count, long bytes) {
        return new Site(
                SiteId.text(SiteId.of(className, method, "()V", line, type)),
                className + "." + method + "(F.java:" + line + ")",
                className,
                method,
                "F.java",
                line,
                type,
                count,
                bytes,
                0.5,
                false,
                null,
                List.of());
    }

    @Override
    public boolean isGranted() {
        return granted;
    }

    @Override
    public Status install(Options asked, InstalledBy by) {
        installs++;
        if (installFailure != null) {
            throw installFailure;
        }
        installedBy = by;
        options = asked;
        if (postpones) {
            postponed = true;
            return status;
        }
        status = statusAfterInstall;
        return status;
    }

    @Override
    public Status status() {
        return status;
    }

    @Override
    public boolean isPostponed() {
        return postponed;
    }

    @Override
    public String reason() {
        return reason;
    }

    @Override
    public Options options() {
        return options;
    }

    @Override
    public void application(List<String> packages) {
        application = packages;
    }

    @Override
    public void starting() {
        starts++;
    }

    @Override
    public void ready() {
        readies++;
        if (postponed) {
            postponed = false;
            status = statusAfterInstall;
            readyThread = Thread.currentThread();
            installed.countDown();
        }
    }

    @Override
    public Snapshot snapshot() {
        return snapshot;
    }

    @Override
    public Snapshot lifetime() {
        lifetimes++;
        return snapshot;
    }

    @Override
    public void reset() {
        resets++;
    }

    /** Answers what was set as a part, and does not wait. */
    @Override
    public Snapshot window(int seconds) throws InterruptedException {
        windowSeconds = seconds;
        waitedInOwnWork |= inOwnWork;
        if (windowFailure instanceof InterruptedException told) {
            throw told;
        }
        if (windowFailure != null) {
            throw (RuntimeException) windowFailure;
        }
        return part;
    }

    @Override
    public Mark mark() {
        if (status == Status.NOT_INSTALLED) {
            throw new IllegalStateException(reason);
        }
        marks++;
        return MARK;
    }

    @Override
    public Snapshot since(String mark) {
        if (!mark.equals(MARK.id())) {
            throw new IllegalQueryException("since", mark, "a mark: " + MARK.id());
        }
        return part;
    }

    @Override
    public Status pause() {
        return switchTo(Status.PAUSED, "paused by a test");
    }

    @Override
    public Status resume() {
        return switchTo(Status.RECORDING, null);
    }

    private Status switchTo(Status next, String why) {
        if (status != Status.NOT_INSTALLED) {
            status = next;
            reason = why;
        }
        return status;
    }

    @Override
    public <T> T ownWork(Supplier<T> work) {
        boolean before = inOwnWork;
        inOwnWork = true;
        try {
            return work.get();
        } finally {
            inOwnWork = before;
        }
    }
}
