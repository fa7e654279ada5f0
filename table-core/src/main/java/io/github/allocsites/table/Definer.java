// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.table;

import java.util.function.BiFunction;
import jdk.internal.misc.Unsafe;

/**
 * Defines a class in the bootstrap loader. The only class of this package that lives elsewhere: in a throwaway loader
 * that alone may see {@code jdk.internal.misc} before the others are there.
 */
public final class Definer implements BiFunction<String, byte[], Class<?>> {
    @Override
    public Class<?> apply(String internalName, byte[] file) {
        return Unsafe.getUnsafe().defineClass(internalName, file, 0, file.length, null, null);
    }
}
