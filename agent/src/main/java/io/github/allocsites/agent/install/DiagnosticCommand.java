// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.install;

import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.util.function.UnaryOperator;

/**
 * Runs a diagnostic command in this JVM and answers what it printed. By the class behind the platform's MBean: asking
 * the MBean itself would make the platform's MBean server, before the application could say which one it wants.
 *
 * <p>Works in a loader to which the two packages it names are open. Refers to nothing but the JDK.
 */
public final class DiagnosticCommand implements UnaryOperator<String> {
    private final Object commands;
    private final Method execute;

    public DiagnosticCommand() throws ReflectiveOperationException {
        Class<?> helper = Class.forName("sun.management.ManagementFactoryHelper");
        Class.forName("com.sun.management.internal.PlatformMBeanProviderImpl"); // loads the native library
        Class<?> type = Class.forName("com.sun.management.internal.DiagnosticCommandImpl");
        Method management = helper.getDeclaredMethod("getVMManagement");
        management.setAccessible(true);
        Constructor<?> constructor = type.getDeclaredConstructor(management.getReturnType());
        constructor.setAccessible(true);
        commands = constructor.newInstance(management.invoke(null));
        execute = type.getDeclaredMethod("executeDiagnosticCommand", String.class);
        execute.setAccessible(true);
    }

    @Override
    public String apply(String command) {
        try {
            return (String) execute.invoke(commands, command);
        } catch (ReflectiveOperationException refused) {
            return refused.toString();
        }
    }
}
