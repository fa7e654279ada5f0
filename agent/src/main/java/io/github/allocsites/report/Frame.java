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

    /** Class and method, or what there is of it. */
    String name() {
        return method.isEmpty() ? className : className + '.' + method;
    }

    /** The same with the class as class files name it. */
    String systemName() {
        return method.isEmpty() ? className : className.replace('.', '/') + '.' + method;
    }

    /** Source file in the folder of its package; null where the class does not say. */
    String path() {
        int end = className.lastIndexOf('.') + 1;
        return file == null ? null : className.substring(0, end).replace('.', '/') + file;
    }

    /** A number that tells this place from others, the same in every process, and never 0. */
    long address() {
        long hash = method.isEmpty()
                ? SiteId.of(null, null, null, 0, className)
                : SiteId.of(className, method, null, line == null ? 0 : line, null);
        return hash == 0 ? 1 : hash;
    }

    /** As a stack trace shows it, without loader and module. */
    @Override
    public String toString() {
        return method.isEmpty()
                ? className
                : new StackTraceElement(className, method, file, line == null ? -1 : line).toString();
    }
}
