// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.report;

/** A query that cannot be answered: one parameter has a value outside of what is allowed. */
public final class IllegalQueryException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final String parameter;
    private final String value;
    private final String allowed;

    /**
     * @param parameter name of the parameter
     * @param value what was given
     * @param allowed what may be given, in words
     */
    public IllegalQueryException(String parameter, String value, String allowed) {
        super("Query parameter " + parameter + " is \"" + value + "\", allowed: " + allowed);
        this.parameter = parameter;
        this.value = value;
        this.allowed = allowed;
    }

    /** Name of the parameter. */
    public String parameter() {
        return parameter;
    }

    /** What was given. */
    public String value() {
        return value;
    }

    /** What may be given, in words. */
    public String allowed() {
        return allowed;
    }
}
