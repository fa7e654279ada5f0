// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.report;

/**
 * One place in a stack.
 *
 * @param className binary name of the class, generated numbers taken out
 * @param method name of the method; empty where the class name says all there is
 * @param file source file; null where the class does not say
 * @param line source line; null where the class does not say
 */
public record Frame(String className, String method, String file, Integer line) {

    /** As a stack trace shows it, without loader and module. */
    @Override
    public String toString() {
        return method.isEmpty()
                ? className
                : new StackTraceElement(className, method, file, line == null ? -1 : line).toString();
    }
}
