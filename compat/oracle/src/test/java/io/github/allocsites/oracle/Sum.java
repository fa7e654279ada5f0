// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.oracle;

/** Events of a row and their bytes. */
record Sum(long count, long bytes) {
    static final Sum NONE = new Sum(0, 0);

    Sum plus(Sum other) {
        return new Sum(count + other.count, bytes + other.bytes);
    }

    Sum minus(Sum other) {
        return new Sum(count - other.count, bytes - other.bytes);
    }

    @Override
    public String toString() {
        return count + " events, " + bytes + " bytes";
    }
}
