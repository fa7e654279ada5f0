// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.workload;

import java.util.function.Supplier;

/** Is copied under other names by {@link ManyProbes}; every line is a probe. */
final class ProbesTemplate implements Supplier<Object> {
    /** Allocating lines. */
    static final int LINES = 25;

    private Object[] kept;

    @Override
    public Object get() {
        kept = new Object[] {kept};
        kept = new Object[] {kept};
        kept = new Object[] {kept};
        kept = new Object[] {kept};
        kept = new Object[] {kept};
        kept = new Object[] {kept};
        kept = new Object[] {kept};
        kept = new Object[] {kept};
        kept = new Object[] {kept};
        kept = new Object[] {kept};
        kept = new Object[] {kept};
        kept = new Object[] {kept};
        kept = new Object[] {kept};
        kept = new Object[] {kept};
        kept = new Object[] {kept};
        kept = new Object[] {kept};
        kept = new Object[] {kept};
        kept = new Object[] {kept};
        kept = new Object[] {kept};
        kept = new Object[] {kept};
        kept = new Object[] {kept};
        kept = new Object[] {kept};
        kept = new Object[] {kept};
        kept = new Object[] {kept};
        kept = new Object[] {kept};
        return kept;
    }
}
