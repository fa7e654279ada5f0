// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.table;

/** Names as the class says them; ids of places that are never those of a probe made by hand. */
final class PlainNames implements TypedNames {
    @Override
    public String name(Class<?> type) {
        return type.getTypeName();
    }

    @Override
    public long id(Probe place, String typeName) {
        return place.id() << 32 ^ typeName.hashCode() ^ Long.MIN_VALUE;
    }
}
