// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.spring;

import java.util.concurrent.atomic.AtomicLong;

/** A number behind a counter: it never decreases, or rates computed from it would show a restart. Thread-safe. */
final class GrowingValue {
    private final AtomicLong value = new AtomicLong();

    void update(long current) {
        value.accumulateAndGet(current, Math::max);
    }

    long get() {
        return value.get();
    }
}
