// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.instrument;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class LoaderNumbersTests {
    private static final int CHURN = 10_000;
    private static final int KEPT = 300;

    /** The collector is asked so often; it needs one or two. */
    private static final int COLLECTIONS = 50;

    private final LoaderNumbers numbers = new LoaderNumbers();

    /** A loader that must be told from others by identity alone. */
    private static final class Peculiar extends ClassLoader {
        @Override
        public boolean equals(Object other) {
            throw new AssertionError("asked for equality");
        }

        @Override
        public int hashCode() {
            throw new AssertionError("asked for a hash code");
        }
    }

    @Test
    void shouldNumberLoadersFromOneOn() {
        ClassLoader one = new Peculiar();
        ClassLoader two = new Peculiar();
        assertThat(numbers.number(one).number()).isEqualTo(1);
        assertThat(numbers.number(two).number()).isEqualTo(2);
        assertThat(numbers.number(one).number()).isEqualTo(1);
        assertThat(numbers.number(two).number()).isEqualTo(2);
    }

    @Test
    void shouldKeepTheNumbersOfLiveLoadersWhileOthersComeAndGo() throws InterruptedException {
        List<ClassLoader> kept = new ArrayList<>();
        List<Integer> expected = new ArrayList<>();
        Set<Integer> given = new HashSet<>();
        int highest = 0;
        for (int i = 0; i < CHURN; i++) {
            ClassLoader loader = new Peculiar();
            LoaderNumbers.Numbered number = numbers.number(loader);
            assertThat(given.add(number.owner()))
                    .as("each loader is another owner")
                    .isTrue();
            highest = Math.max(highest, number.number());
            if (i % (CHURN / KEPT) == 0) {
                kept.add(loader);
                expected.add(number.owner());
            }
            if (i % 500 == 0) {
                collect(kept);
            }
        }
        for (int i = 0; i < kept.size(); i++) {
            assertThat(numbers.number(kept.get(i)).owner()).isEqualTo(expected.get(i));
        }
        assertThat(numbers.size()).as("places for loaders that are gone").isLessThan(CHURN / 2);
        assertThat(highest)
                .as("numbers of loaders that are gone are given again")
                .isLessThan(CHURN / 2);
    }

    /** Until a thread of the JVM, which may have to wait for a processor, has told of all that are gone. */
    private void collect(List<ClassLoader> kept) throws InterruptedException {
        for (int i = 0; i < COLLECTIONS && numbers.size() > kept.size() + 1; i++) {
            System.gc();
            Thread.sleep(1);
            numbers.number(kept.get(0)); // forgets the gone
        }
    }

    @Test
    void shouldGiveNoTwoLiveLoadersOneNumber() {
        List<ClassLoader> live = new ArrayList<>();
        Set<Integer> given = new HashSet<>();
        for (int i = 0; i < KEPT; i++) {
            live.add(new Peculiar());
            numbers.number(new Peculiar()); // garbage in between
            assertThat(given.add(numbers.number(live.get(i)).number())).isTrue();
            if (i % 50 == 0) {
                System.gc();
            }
        }
        for (ClassLoader loader : live) {
            assertThat(given).contains(numbers.number(loader).number());
        }
    }

    @Test
    void shouldNotKeepALoaderAlive() throws InterruptedException {
        WeakReference<ClassLoader> gone = numbered();
        for (int i = 0; i < COLLECTIONS && gone.get() != null; i++) {
            System.gc();
            Thread.sleep(10);
        }
        assertThat(gone.get()).isNull();
    }

    private WeakReference<ClassLoader> numbered() {
        ClassLoader loader = new Peculiar();
        assertThat(numbers.number(loader).number()).isEqualTo(1);
        return new WeakReference<>(loader);
    }
}
