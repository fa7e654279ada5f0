// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.util.stream.LongStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.xml.sax.InputSource;

/** Answers each millisecond for ten seconds, but for a pause that begins at the fourth second. */
final class ThroughputTests {
    private static final long MILLI = 1_000_000;

    private static Throughput paused(long millis) {
        long[] ends = LongStream.rangeClosed(0, 10_000)
                .filter(at -> at <= 4_000 || at >= 4_000 + millis)
                .map(at -> at * MILLI)
                .toArray();
        return new Throughput(ends, 4_000 * MILLI, 4_500 * MILLI);
    }

    @Test
    void shouldFindTheLongestPause() {
        assertThat(paused(700).longestMillisAfter()).isEqualTo(700);
        assertThat(paused(700).longestMillisBefore()).isEqualTo(1);
        assertThat(paused(700).before()).isEqualTo(1_000);
    }

    @Test
    void shouldSayWhenMostOfTheAnswersAreBack() {
        assertThat(paused(700).backAfterSeconds()).isEqualTo(0.25);
        assertThat(paused(2_000).backAfterSeconds()).isEqualTo(1.5);
        assertThat(paused(50).backAfterSeconds()).isZero();
        assertThat(paused(6_000).backAfterSeconds()).isInfinite();
    }

    /** It lasts half a second. */
    @Test
    void shouldSayHowManyAnswersThereWereMeanwhile() {
        assertThat(paused(700).meanwhile()).isEqualTo(2);
        assertThat(paused(250).meanwhile()).isEqualTo(502);
    }

    @Test
    void shouldDrawAPictureThatParses() throws Exception {
        assertThat(DocumentBuilderFactory.newInstance()
                        .newDocumentBuilder()
                        .parse(new InputSource(new StringReader(paused(700).svg())))
                        .getElementsByTagName("polyline")
                        .getLength())
                .isEqualTo(1);
    }
}
