// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent;

/** An option with an unknown key or a value that cannot be used. */
public final class IllegalOptionException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final String key;
    private final String value;
    private final String reason;

    IllegalOptionException(String key, String value, String reason) {
        super(key + "=" + value + ": " + reason);
        this.key = key;
        this.value = value;
        this.reason = reason;
    }

    /** Key of the option, without the prefix {@code allocsites.}. */
    public String key() {
        return key;
    }

    /** What was asked for. */
    public String value() {
        return value;
    }

    /** Why it cannot be used, and what can. */
    public String reason() {
        return reason;
    }
}
