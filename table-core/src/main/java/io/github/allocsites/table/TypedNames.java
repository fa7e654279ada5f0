// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.table;

/** Names a type found at run time as a report does. Called inside the hook: may allocate, takes no lock. */
public interface TypedNames {
    /** The type's name, without what generators put into it. */
    String name(Class<?> type);

    /** The id of the place of a probe with a type of that name. */
    long id(Probe place, String typeName);
}
