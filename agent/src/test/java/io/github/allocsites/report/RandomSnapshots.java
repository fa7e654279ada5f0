// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.report;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Snapshots of any shape, with names that nobody would give. */
final class RandomSnapshots {
    private static final String[] HOSTILE = {
        "com.acme.Order",
        "com.acme.Größe",
        "a.b(c.d",
        "x$$Lambda",
        "q\"uo\\te",
        "</script>",
        "l\nine\u2028",
        "漢\ud83d\ude00",
        "\ud800"
    };
    private static final String[] TAME = {
        "com.acme.Order", "com.acme.Order$Line", "java.util.Arrays", "com.acme.Größe", "A$$Lambda"
    };
    private static final String[] METHODS = {"parse", "<init>", "lambda$parse$0", "should do (it)"};
    private static final long MILLIONTHS = 1_000_000;

    private final Random random;
    private final boolean isHostile;
    private final List<Site> sites = new ArrayList<>();
    private final List<CallSite> callSites = new ArrayList<>();

    private RandomSnapshots(long seed, boolean isHostile) {
        this.random = new Random(seed);
        this.isHostile = isHostile;
    }

    /** With names of any characters, and places without files or lines. */
    static Snapshot hostile(long seed) {
        return new RandomSnapshots(seed, true).snapshot();
    }

    /** With names whose texts tell all there is. */
    static Snapshot tame(long seed) {
        return new RandomSnapshots(seed, false).snapshot();
    }

    private Snapshot snapshot() {
        Set<String> ids = new LinkedHashSet<>();
        for (int i = random.nextInt(12) + 1; i > 0; i--) {
            site(ids);
        }
        sites.sort(SortBy.BYTES.order());
        long count = sites.stream().mapToLong(Site::count).sum();
        long bytes = sites.stream().mapToLong(Site::bytes).sum();
        boolean isTold = random.nextBoolean();
        Snapshot frame = Samples.snapshot(new Site[0]);
        return new Snapshot(
                Status.values()[random.nextInt(2)],
                isTold ? null : text(),
                InstalledBy.values()[random.nextInt(4)],
                Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000_000)),
                Duration.ofNanos(random.nextInt() & Integer.MAX_VALUE),
                new Totals(count, bytes, isTold ? bytes + 5 : null, isTold ? fraction() : null),
                new MemoryUse(1, isTold ? 2L : null, 3, isTold ? null : 4L, isTold ? 5L : null),
                frame.table(),
                frame.agent(),
                sites,
                callSites);
    }

    private void site(Set<String> ids) {
        Frame place = frame();
        String type = random.nextBoolean() ? "byte[]" : text() + "[]";
        String descriptor = random.nextBoolean() ? "()V" : "(I)V";
        int line = place.line() == null ? 0 : place.line();
        String id = SiteId.text(SiteId.of(place.className(), place.method(), descriptor, line, type));
        if (!ids.add(id)) {
            return;
        }
        List<Part> parts = parts(place);
        List<String> stack = new ArrayList<>();
        parts.get(0).frames().forEach(frame -> stack.add(frame.toString()));
        Site site = new Site(
                id,
                place.toString(),
                place.className(),
                place.method(),
                place.file(),
                place.line(),
                type,
                parts.stream().mapToLong(Part::count).sum(),
                parts.stream().mapToLong(Part::bytes).sum(),
                fraction(),
                false,
                null,
                stack);
        sites.add(site);
        for (Part part : parts) {
            boolean isEstimated = random.nextBoolean();
            Integer samples = isEstimated ? random.nextInt(99) : null;
            Frame application = random.nextBoolean() ? frame() : null;
            callSites.add(
                    new CallSite(site, part.frames(), application, part.count(), part.bytes(), isEstimated, samples));
        }
    }

    private record Part(List<Frame> frames, long count, long bytes) {}

    /** By different stacks; the one of no frames is one of them. */
    private List<Part> parts(Frame place) {
        Set<List<Frame>> stacks = new LinkedHashSet<>();
        for (int i = random.nextInt(4) + 1; i > 0; i--) {
            List<Frame> frames = new ArrayList<>();
            int depth = random.nextInt(5);
            for (int at = 0; at < depth; at++) {
                frames.add(at == 0 ? place : frame());
            }
            stacks.add(frames);
        }
        List<Part> parts = new ArrayList<>();
        for (List<Frame> frames : stacks) {
            parts.add(new Part(frames, random.nextInt(1_000), random.nextLong() >>> 12));
        }
        return parts;
    }

    private Frame frame() {
        String className = isHostile ? text() : TAME[random.nextInt(TAME.length)];
        String method = METHODS[random.nextInt(METHODS.length)];
        boolean isTold = !isHostile || random.nextBoolean();
        Integer line = random.nextInt(3) == 0 ? null : Integer.valueOf(random.nextInt(500) + 1);
        return new Frame(className, method, isTold ? "Order.java" : null, line);
    }

    private String text() {
        return HOSTILE[random.nextInt(HOSTILE.length)];
    }

    /** As exact as JSON has it. */
    private double fraction() {
        return (double) random.nextInt((int) MILLIONTHS) / MILLIONTHS;
    }
}
