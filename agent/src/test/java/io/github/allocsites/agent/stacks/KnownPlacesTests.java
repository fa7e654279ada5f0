// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.stacks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class KnownPlacesTests {
    private static final int CAPACITY = 1 << 10;

    private final KnownPlaces places = new KnownPlaces(CAPACITY);

    @Test
    void shouldKnowWhatWasAdded() {
        for (int place = 0; place < CAPACITY / 4; place++) {
            places.add(String.class, "java.lang.String", place, place + 1);
        }
        for (int place = 0; place < CAPACITY / 4; place++) {
            assertThat(places.id(String.class, "java.lang.String", place)).isEqualTo(place + 1);
        }
    }

    @Test
    void shouldNotKnowWhatWasNot() {
        places.add(String.class, "java.lang.String", 7, 1);
        assertThat(places.id(String.class, "java.lang.String", 8)).isEqualTo(KnownPlaces.UNKNOWN);
        assertThat(places.id(Integer.class, "java.lang.Integer", 7)).isEqualTo(KnownPlaces.UNKNOWN);
    }

    @Test
    void shouldTellClassesOfOneNameApart() {
        places.add(String.class, "com.acme.A", 7, 1);
        places.add(Integer.class, "com.acme.A", 7, 2);
        assertThat(places.id(String.class, "com.acme.A", 7)).isEqualTo(1);
        assertThat(places.id(Integer.class, "com.acme.A", 7)).isEqualTo(2);
    }

    @Test
    void shouldForgetNothingWhenItIsFull() {
        for (int place = 0; place < 4 * CAPACITY; place++) {
            places.add(String.class, "java.lang.String", place, place + 1);
        }
        int known = 0;
        for (int place = 0; place < 4 * CAPACITY; place++) {
            long id = places.id(String.class, "java.lang.String", place);
            assertThat(id).isIn(KnownPlaces.UNKNOWN, place + 1L);
            known += id == KnownPlaces.UNKNOWN ? 0 : 1;
        }
        assertThat(known).isBetween(CAPACITY * 9 / 10, CAPACITY);
    }
}
