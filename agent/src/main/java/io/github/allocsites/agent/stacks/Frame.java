// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.stacks;

/**
 * One place in a stack, as text. Holds no class.
 *
 * @param id equal for equal class, method, descriptor and line
 */
record Frame(long id, String className, String method, String descriptor, String file, int line) {

    boolean is(String className, String method, String descriptor) {
        return this.className.equals(className) && this.method.equals(method) && this.descriptor.equals(descriptor);
    }

    /** As a stack trace shows it, without loader and module. */
    String text() {
        return method.isEmpty() ? className : new StackTraceElement(className, method, file, line).toString();
    }
}
