// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.instrument;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.allocsites.table.Hook;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Instruments classes and defines them so that they call {@link RecordingShim}. */
final class TestInstrumenter {
    private static final int REFERENCE_BYTES = 4;

    private final ClassInstrumenter instrumenter =
            new ClassInstrumenter(new ProbeRegistry(), new ArraySizes(REFERENCE_BYTES, Hook::arrayBytes));

    ClassInstrumenter.Instrumented instrument(byte[] file) {
        return instrumenter.instrument(file, ClassScan.of(file), null, ParameterNames.NONE);
    }

    /** A class with hooks in every method that allocates. */
    byte[] hooked(byte[] file) {
        ClassInstrumenter.Instrumented result = instrument(file);
        assertThat(result.skippedMethods()).isZero();
        assertThat(result.bytes()).isNotNull();
        return result.bytes();
    }

    /** Calls our shim instead of the one in {@code java.lang}: one constant changes, and not one byte of code. */
    static byte[] callingTestShim(byte[] file) {
        return renamed(file, HookCalls.SHIM, RecordingShim.NAME);
    }

    /** The file with another text in place of the first constant that is this one. */
    static byte[] renamed(byte[] file, String text, String other) {
        byte[] from = constant(text);
        byte[] to = constant(other);
        for (int at = 10; at <= file.length - from.length; at++) {
            if (Arrays.equals(file, at, at + from.length, from, 0, from.length)) {
                ByteArrayOutputStream out = new ByteArrayOutputStream();
                out.write(file, 0, at);
                out.writeBytes(to);
                out.write(file, at + from.length, file.length - at - from.length);
                return out.toByteArray();
            }
        }
        return file;
    }

    private static byte[] constant(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        byte[] constant = new byte[3 + utf8.length];
        constant[0] = 1;
        constant[1] = (byte) (utf8.length >> 8);
        constant[2] = (byte) utf8.length;
        System.arraycopy(utf8, 0, constant, 3, utf8.length);
        return constant;
    }

    /** The class, instrumented, in a loader of its own. */
    Class<?> load(Class<?> type) throws ClassNotFoundException {
        String name = type.getName();
        return load(name, JdkClassFiles.of(type));
    }

    Class<?> load(String name, byte[] file) throws ClassNotFoundException {
        return Class.forName(name, true, loader(Map.of(name.replace('.', '/'), file)));
    }

    /** A loader that prefers these files to its parent's, instrumented. */
    ClassLoader loader(Map<String, byte[]> files) {
        return new FileLoader(files, file -> {
            ClassInstrumenter.Instrumented result = instrument(file);
            return result.bytes() == null ? file : callingTestShim(result.bytes());
        });
    }

    private static final class FileLoader extends ClassLoader {
        private final Map<String, byte[]> files;
        private final UnaryOperator<byte[]> change;

        FileLoader(Map<String, byte[]> files, UnaryOperator<byte[]> change) {
            super(TestInstrumenter.class.getClassLoader());
            this.files = files;
            this.change = change;
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            byte[] file = files.get(name.replace('.', '/'));
            if (file == null) {
                return super.loadClass(name, resolve);
            }
            synchronized (getClassLoadingLock(name)) {
                Class<?> known = findLoadedClass(name);
                byte[] changed = known == null ? change.apply(file) : null;
                return known == null ? defineClass(name, changed, 0, changed.length) : known;
            }
        }
    }
}
