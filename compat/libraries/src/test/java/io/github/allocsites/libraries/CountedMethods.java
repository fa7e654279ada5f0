// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.libraries;

import java.util.Set;

/** Methods whose callers carry hooks, as docs/accuracy.md has them. Written down apart from the instrumenter. */
final class CountedMethods {
    private static final Set<String> METHODS = Set.of(
            "java/lang/Integer.valueOf(I)Ljava/lang/Integer;",
            "java/lang/Long.valueOf(J)Ljava/lang/Long;",
            "java/lang/Short.valueOf(S)Ljava/lang/Short;",
            "java/lang/Character.valueOf(C)Ljava/lang/Character;",
            "java/lang/Float.valueOf(F)Ljava/lang/Float;",
            "java/lang/Double.valueOf(D)Ljava/lang/Double;",
            "java/lang/Object.clone()Ljava/lang/Object;",
            "java/lang/reflect/Array.newInstance(Ljava/lang/Class;I)Ljava/lang/Object;",
            "java/lang/reflect/Array.newInstance(Ljava/lang/Class;[I)Ljava/lang/Object;",
            "java/util/Arrays.copyOf([Ljava/lang/Object;ILjava/lang/Class;)[Ljava/lang/Object;",
            "java/util/Arrays.copyOfRange([Ljava/lang/Object;IILjava/lang/Class;)[Ljava/lang/Object;",
            "java/lang/StringUTF16.toBytes([CII)[B",
            "java/lang/StringUTF16.newBytesFor(I)[B",
            "jdk/internal/misc/Unsafe.allocateInstance(Ljava/lang/Class;)Ljava/lang/Object;",
            "jdk/internal/misc/Unsafe.allocateUninitializedArray(Ljava/lang/Class;I)Ljava/lang/Object;");

    private CountedMethods() {}

    static boolean has(String owner, String name, String descriptor) {
        boolean array = owner.startsWith("[") && name.equals("clone");
        boolean nativeConstructor = name.equals("newInstance0") && owner.startsWith("jdk/internal/reflect/");
        boolean archive = name.equals("findFromArchive") && owner.startsWith("java/lang/invoke/");
        return array || nativeConstructor || archive || METHODS.contains(owner + "." + name + descriptor);
    }
}
