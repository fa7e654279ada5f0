// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.report;

import static io.github.allocsites.report.Samples.site;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class CumulativePprofTests {
    private static final Instant MORNING = Instant.parse("2026-11-23T05:00:00Z");
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final Site ONE = site("com.acme.A", "one", 1, "byte[]", 0, 0);
    private static final Site TWO = site("com.acme.A", "two", 2, "byte[]", 0, 0);
    private static final List<String> FIRST = List.of("byte[]", "com.acme.A.one:1", "com.acme.Caller.m1:1");
    private static final List<String> SECOND = List.of("byte[]", "com.acme.A.one:1", "com.acme.Caller.m2:2");

    private final CumulativePprof writer = new CumulativePprof();

    /** A part of a site, by the caller of a number; 0 for none. */
    private static CallSite part(Site site, int caller, long count, long bytes) {
        Frame top = new Frame(site.className(), site.method(), site.file(), site.line());
        Frame above = new Frame("com.acme.Caller", "m" + caller, "Caller.java", caller);
        return new CallSite(site, caller == 0 ? List.of() : List.of(top, above), null, count, bytes, true, 1);
    }

    private Pprof scrape(Instant since, CallSite... parts) throws IOException {
        return Pprof.of(writer, Samples.snapshot(since, parts), Query.ALL);
    }

    @Test
    void shouldGiveWhatCameBetweenTwoScrapes() throws IOException {
        Pprof before = scrape(MORNING, part(ONE, 1, 10, 160), part(TWO, 1, 1, 16));
        Pprof after = scrape(MORNING, part(ONE, 1, 15, 240), part(TWO, 1, 1, 16), part(ONE, 2, 3, 48));
        assertThat(after.since(before))
                .containsOnly(Map.entry(FIRST, List.of(5L, 80L)), Map.entry(SECOND, List.of(3L, 48L)));
        assertThat(after.profile().number(10)).isZero();
    }

    @Test
    void shouldGiveWhatCameSinceAReset() throws IOException {
        Pprof before = scrape(MORNING, part(ONE, 1, 110, 1_760), part(ONE, 2, 5, 80));
        Pprof after = scrape(NOON, part(ONE, 1, 5, 80));
        assertThat(after.since(before)).containsOnly(Map.entry(FIRST, List.of(5L, 80L)));
    }

    @Test
    void shouldNotTakeBackWhatAStackHadWhenItsShareShrinks() throws IOException {
        Pprof before = scrape(MORNING, part(ONE, 1, 1_000, 16_000));
        Pprof after = scrape(MORNING, part(ONE, 1, 600, 9_600), part(ONE, 2, 600, 9_600));
        assertThat(after.since(before)).containsOnly(Map.entry(SECOND, List.of(200L, 3_200L)));
        assertThat(after.sum(0)).isEqualTo(1_200);
    }

    @Test
    void shouldGiveAStackWhatItsShareLacks() throws IOException {
        scrape(MORNING, part(ONE, 1, 1_000, 16_000));
        scrape(MORNING, part(ONE, 1, 600, 9_600), part(ONE, 2, 600, 9_600));
        Pprof last = scrape(MORNING, part(ONE, 1, 2_000, 32_000), part(ONE, 2, 2_000, 32_000));
        assertThat(last.values())
                .containsOnly(Map.entry(FIRST, List.of(2_000L, 32_000L)), Map.entry(SECOND, List.of(2_000L, 32_000L)));
    }

    @Test
    void shouldAddUpPartsThatLookAlike() throws IOException {
        scrape(MORNING, part(ONE, 1, 10, 160), part(ONE, 1, 20, 320));
        Pprof after = scrape(MORNING, part(ONE, 1, 11, 176), part(ONE, 1, 22, 352));
        assertThat(after.values()).containsOnly(Map.entry(FIRST, List.of(33L, 528L)));
    }

    /** Whatever the shares do, sites are exact and nothing shrinks. */
    @Test
    void shouldNeverShrinkAndAlwaysAddUp() throws IOException {
        Random random = new Random(42);
        long[] counts = new long[40];
        Pprof before = scrape(MORNING);
        for (int round = 0; round < 60; round++) {
            List<CallSite> parts = new ArrayList<>();
            Map<String, Long> expected = new LinkedHashMap<>();
            for (int i = 0; i < counts.length; i++) {
                counts[i] += random.nextInt(4) == 0 ? 0 : random.nextLong(1_000);
                Site site = site("com.acme.S" + i, "m", i + 1, "byte[]", counts[i], counts[i] * 24);
                split(site, counts[i], random, parts);
                expected.put("com.acme.S" + i + ".m:" + (i + 1), counts[i]);
            }
            Pprof after = scrape(MORNING, parts.toArray(new CallSite[0]));
            assertThat(after.since(before).values())
                    .allSatisfy(delta -> assertThat(delta).allMatch(each -> each >= 0));
            Map<String, Long> sums = new LinkedHashMap<>();
            after.values().forEach((frames, values) -> sums.merge(frames.get(1), values.get(0), Long::sum));
            expected.values().removeIf(count -> count == 0);
            assertThat(sums).containsExactlyInAnyOrderEntriesOf(expected);
            assertThat(after.sum(1)).isEqualTo(24 * after.sum(0));
            before = after;
        }
    }

    private static void split(Site site, long count, Random random, List<CallSite> parts) {
        long left = count;
        for (int caller = 5; caller > 0 && left > 0; caller--) {
            long share = random.nextLong(left + 1);
            parts.add(part(site, caller, share, share * 24));
            left -= share;
        }
        parts.add(part(site, 0, left, left * 24));
    }

    @Test
    void shouldLetLaterStacksInAndKeepThoseThatAreIn() {
        GrowingParts parts = new GrowingParts(101);
        List<CallSite> sites = new ArrayList<>();
        Map<List<Frame>, Long> before = new LinkedHashMap<>();
        for (int round = 1; round <= 20; round++) {
            for (int i = 0; i < 30; i++) {
                int line = sites.size() + 1;
                sites.add(part(site("com.acme.B", "m", line, "int[]", 0, 0), line, 1, 16));
            }
            List<CallSite> grown = new ArrayList<>();
            for (CallSite each : sites) {
                grown.add(part(each.site(), each.site().line(), round, 16L * round));
            }
            List<CallSite> after = parts.update(Samples.snapshot(MORNING, grown.toArray(new CallSite[0])));
            assertThat(after).hasSizeLessThanOrEqualTo(101);
            assertThat(after.stream().mapToLong(CallSite::count).sum()).isEqualTo((long) sites.size() * round);
            Map<List<Frame>, Long> now = new LinkedHashMap<>();
            after.forEach(each -> now.put(each.frames(), each.bytes()));
            before.forEach((frames, bytes) -> assertThat(now.get(frames))
                    .as(frames.toString())
                    .isNotNull()
                    .isGreaterThanOrEqualTo(bytes));
            before = now;
        }
        assertThat(before).hasSizeGreaterThan(95);
    }
}
