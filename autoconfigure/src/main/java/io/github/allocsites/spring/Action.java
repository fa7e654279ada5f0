// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.spring;

import java.util.Locale;

/** What the endpoint can be told to do. */
enum Action {
    MARK,
    PAUSE,
    RESUME;

    /** Null when there is none of this name. */
    static Action named(String name) {
        for (Action action : values()) {
            if (action.name().toLowerCase(Locale.ROOT).equals(name)) {
                return action;
            }
        }
        return null;
    }
}
