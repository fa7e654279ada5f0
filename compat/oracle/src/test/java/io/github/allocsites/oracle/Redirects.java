// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.oracle;

import java.util.List;
import java.util.Set;

/**
 * Methods whose allocations belong to their callers, as the agent's documents promise. Written down here a second time,
 * and never derived from what the agent does: these frames are taken off the top of the oracle's stacks.
 */
final class Redirects {
    static final List<String> METHODS = List.of(
            // boxes: the compilers take them out, or read them from a cache
            "java.lang.Integer.valueOf(I)Ljava/lang/Integer;",
            "java.lang.Long.valueOf(J)Ljava/lang/Long;",
            "java.lang.Short.valueOf(S)Ljava/lang/Short;",
            "java.lang.Character.valueOf(C)Ljava/lang/Character;",
            "java.lang.Float.valueOf(F)Ljava/lang/Float;",
            "java.lang.Double.valueOf(D)Ljava/lang/Double;",
            // native: there is no line inside
            "java.lang.Object.clone()Ljava/lang/Object;",
            "java.lang.reflect.Array.newArray(Ljava/lang/Class;I)Ljava/lang/Object;",
            "java.lang.reflect.Array.multiNewArray(Ljava/lang/Class;[I)Ljava/lang/Object;",
            "jdk.internal.misc.Unsafe.allocateInstance(Ljava/lang/Class;)Ljava/lang/Object;",
            "jdk.internal.reflect.NativeConstructorAccessorImpl.newInstance0"
                    + "(Ljava/lang/reflect/Constructor;[Ljava/lang/Object;)Ljava/lang/Object;",
            "jdk.internal.reflect.DirectConstructorHandleAccessor$NativeAccessor.newInstance0"
                    + "(Ljava/lang/reflect/Constructor;[Ljava/lang/Object;)Ljava/lang/Object;",
            // intrinsics: the compilers put code of their own in their place
            "java.lang.reflect.Array.newInstance(Ljava/lang/Class;I)Ljava/lang/Object;",
            "java.lang.reflect.Array.newInstance(Ljava/lang/Class;[I)Ljava/lang/Object;",
            "java.util.Arrays.copyOf([Ljava/lang/Object;ILjava/lang/Class;)[Ljava/lang/Object;",
            "java.util.Arrays.copyOfRange([Ljava/lang/Object;IILjava/lang/Class;)[Ljava/lang/Object;",
            "java.math.BigInteger.implMultiplyToLen([II[II[I)[I",
            "java.lang.StringUTF16.toBytes([CII)[B",
            "java.lang.StringUTF16.newBytesFor(I)[B",
            "jdk.internal.misc.Unsafe.allocateUninitializedArray(Ljava/lang/Class;I)Ljava/lang/Object;",
            "jdk.internal.misc.Unsafe.allocateUninitializedArray0(Ljava/lang/Class;I)Ljava/lang/Object;");

    private static final Set<String> INDEX = Set.copyOf(METHODS);

    private Redirects() {}

    /** Whether a frame comes off the top, whatever it calls. */
    static boolean has(String className, String method, String descriptor) {
        return INDEX.contains(className + '.' + method + descriptor);
    }
}
