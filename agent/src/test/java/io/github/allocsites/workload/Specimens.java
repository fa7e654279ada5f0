// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.workload;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/**
 * A class loader that defines {@link GeneratedMethodAccessor0000000} under any number, and hands on what it is told.
 */
class Specimens extends ClassLoader {
    /** Objects and arrays that one run of one of them allocates. */
    static final int EVENTS = 12;

    private static final String NUMBER = "0000000";
    private static final byte[] FILE = read();

    private final ClassLoader parent;
    private final String visible;

    /** One that sees nothing but {@code java.*}, as in OSGi containers. */
    Specimens() {
        this(null, "java.");
    }

    /** One that sees those classes of the parent whose names begin so; a null parent is the bootstrap loader. */
    Specimens(ClassLoader parent, String visible) {
        super(null);
        this.parent = parent;
        this.visible = visible;
    }

    private static byte[] read() {
        String file = GeneratedMethodAccessor0000000.class.getSimpleName() + ".class";
        try (InputStream in = Specimens.class.getResourceAsStream(file)) {
            return in.readAllBytes();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith(visible)) {
            Class<?> own = findLoadedClass(name);
            if (own == null) {
                throw new ClassNotFoundException(name);
            }
            return own;
        }
        return parent == null ? super.loadClass(name, resolve) : parent.loadClass(name);
    }

    /** Defines the class of that number and makes an instance of it, which is a LongSupplier, too. */
    Runnable make(int number) throws ReflectiveOperationException {
        String template = GeneratedMethodAccessor0000000.class.getName();
        String name = template.substring(0, template.length() - NUMBER.length()) + digits(number);
        return make(name, number);
    }

    /** The same without telling the JVM the name. */
    Runnable makeUnnamed(int number) throws ReflectiveOperationException {
        return make(null, number);
    }

    private Runnable make(String name, int number) throws ReflectiveOperationException {
        byte[] file = file(number);
        return (Runnable)
                defineClass(name, file, 0, file.length).getConstructor().newInstance();
    }

    private static String digits(int number) {
        return String.format(Locale.ROOT, "%07d", number);
    }

    /** The class file: a name of equal length moves nothing. */
    static byte[] file(int number) {
        byte[] digits = digits(number).getBytes(StandardCharsets.US_ASCII);
        byte[] zeros = NUMBER.getBytes(StandardCharsets.US_ASCII);
        byte[] file = FILE.clone();
        for (int at = 0; at + zeros.length <= file.length; at++) {
            if (Arrays.equals(file, at, at + zeros.length, zeros, 0, zeros.length)) {
                System.arraycopy(digits, 0, file, at, digits.length);
            }
        }
        return file;
    }

    /** Events of all of them since installation. */
    static long counted() {
        String name = GeneratedMethodAccessor0000000.class.getName();
        return Counted.events(name.substring(0, name.length() - NUMBER.length()), "run", "");
    }
}
