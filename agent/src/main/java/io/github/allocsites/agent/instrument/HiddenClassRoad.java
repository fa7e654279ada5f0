// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.instrument;

/** The one method of the JDK through which hidden classes come to be; no transformer is ever offered them. */
final class HiddenClassRoad {
    /** Where the method's parameters are: this, loader, host, name, file. */
    static final int HOST_VARIABLE = 2;

    static final int FILE_VARIABLE = 4;

    private static final String PARAMETERS = "(Ljava/lang/ClassLoader;Ljava/lang/Class;Ljava/lang/String;[B";

    private HiddenClassRoad() {}

    static boolean is(String owner, String name, String descriptor) {
        return name.equals("defineClass") && owner.startsWith("java/lang/System$") && descriptor.startsWith(PARAMETERS);
    }
}
