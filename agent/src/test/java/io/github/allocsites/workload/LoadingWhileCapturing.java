// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.workload;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.function.Supplier;

/**
 * A loader that allocates at a line of its own while it loads the class that a method is about to make and return: the
 * stack captured there has that method in it, whose descriptor names the class.
 */
public final class LoadingWhileCapturing {
    static volatile Object sink;

    private LoadingWhileCapturing() {}

    public static void main(String[] arguments) throws Exception {
        Supplier<?> maker = (Supplier<?>)
                new Own().loadClass(Maker.class.getName()).getConstructor().newInstance();
        System.out.println(
                "made=" + (maker.get().getClass().getName().equals(Made.class.getName()) ? "Made" : "another"));
    }

    /** What is made. */
    public static final class Made {}

    /** Makes it. */
    public static final class Maker implements Supplier<Object> {
        @Override
        public Object get() {
            return make(null);
        }

        private static Made make(Made last) {
            return last == null ? new Made() : last;
        }
    }

    private static final class Own extends ClassLoader {
        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            boolean own = name.equals(Made.class.getName()) || name.equals(Maker.class.getName());
            Class<?> loaded = own ? findLoadedClass(name) : super.loadClass(name, resolve);
            return loaded == null ? define(name) : loaded;
        }

        private Class<?> define(String name) {
            byte[] file = read(name);
            if (name.equals(Made.class.getName())) {
                sink = new int[1];
            }
            return defineClass(name, file, 0, file.length);
        }

        private static byte[] read(String name) {
            try (InputStream in = Own.class.getResourceAsStream('/' + name.replace('.', '/') + ".class")) {
                return in.readAllBytes();
            } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            }
        }
    }
}
