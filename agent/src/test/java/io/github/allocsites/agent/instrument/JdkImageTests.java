// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.instrument;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.lang.module.ModuleReader;
import java.lang.module.ModuleReference;
import java.lang.module.ResolvedModule;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class JdkImageTests {
    private static final String BASE = "java.base";
    private static final Path IMAGE = Path.of(System.getProperty("java.home"), "lib", "modules");
    private static final int CUT_BYTES = 100_000;

    @TempDir
    Path home;

    private JdkImage image;

    @BeforeEach
    void open() {
        image = JdkImage.ofThisJvm();
        assumeTrue(image != null, "the image of this JVM is compressed, or it has none");
    }

    @AfterEach
    void close() {
        if (image != null) {
            image.close();
        }
    }

    /** The JDK's own reader is the witness, for every class file of every module. */
    @Test
    void shouldGiveTheFilesThatTheJdkGives() throws IOException {
        List<String> unlike = new ArrayList<>();
        int same = 0;
        for (ResolvedModule module : ModuleLayer.boot().configuration().modules()) {
            if (isOfImage(module.reference())) {
                same += compare(module, unlike);
            }
        }
        assertThat(unlike).isEmpty();
        assertThat(same).isGreaterThan(1_000);
    }

    private int compare(ResolvedModule resolved, List<String> unlike) throws IOException {
        Module module = ModuleLayer.boot().findModule(resolved.name()).orElseThrow();
        int same = 0;
        try (ModuleReader reader = resolved.reference().open()) {
            for (String path : (Iterable<String>) reader.list().filter(JdkImageTests::isClass)::iterator) {
                if (Arrays.equals(
                        image.read(module, path),
                        reader.open(path).orElseThrow().readAllBytes())) {
                    same++;
                } else {
                    unlike.add(module + " " + path);
                }
            }
        }
        return same;
    }

    private static boolean isOfImage(ModuleReference module) {
        return module.location().orElseThrow().getScheme().equals("jrt");
    }

    private static boolean isClass(String path) {
        return path.endsWith(".class");
    }

    /** Each of these names has the hash of some file. */
    @Test
    void shouldGiveNothingForAFileThatIsNotThere() throws IOException {
        for (int i = 0; i < 10_000; i++) {
            assertThat(image.file(BASE, "java/lang/Missing" + i + ".class")).isNull();
        }
        assertThat(image.file("java.bass", "java/lang/Object.class")).isNull();
        assertThat(image.file(BASE, "java/lang/Object.clazz")).isNull();
        assertThat(image.read(Object.class.getModule(), "java/lang/Missing.class"))
                .isNull();
    }

    @Test
    void shouldGiveNothingOfAModuleThatIsNotInTheBootLayer() {
        assertThat(image.read(JdkImageTests.class.getModule(), "java/lang/Object.class"))
                .isNull();
    }

    @Test
    void shouldNotReadWhatIsNoImage() throws IOException {
        assertThat(JdkImage.of(null)).isNull();
        assertThat(JdkImage.of("\0")).isNull();
        assertThat(JdkImage.of(home.toString())).isNull();
        assertThat(imageOf(new byte[0])).isNull();
        assertThat(imageOf(new byte[CUT_BYTES])).isNull();
        try (InputStream in = Files.newInputStream(IMAGE)) {
            assertThat(imageOf(in.readNBytes(CUT_BYTES))).isNull();
        }
    }

    private JdkImage imageOf(byte[] content) throws IOException {
        Files.createDirectories(modules().getParent());
        Files.write(modules(), content);
        return JdkImage.of(home.toString());
    }

    private Path modules() {
        return home.resolve("lib").resolve("modules");
    }

    @Test
    void shouldNotReadTheImageOfAnotherBuild() throws IOException {
        JdkImage copy = copyOfImage();
        assertThat(copy).isNotNull();
        copy.close();

        byte[] build = image.file(BASE, "java/lang/VersionProps.class");
        change(indexOf(build, Files.readAllBytes(modules())) + build.length - 1, ~build[build.length - 1]);
        assertThat(JdkImage.of(home.toString())).isNull();
    }

    @Test
    void shouldNotReadALayoutThatIsNotKnown() throws IOException {
        copyOfImage().close();

        change(Integer.BYTES, 1); // of the version
        assertThat(JdkImage.of(home.toString())).isNull();
    }

    /** Not of the modes of the original, which may be read only. */
    private JdkImage copyOfImage() throws IOException {
        Files.createDirectories(modules().getParent());
        try (InputStream in = Files.newInputStream(IMAGE)) {
            Files.copy(in, modules(), StandardCopyOption.REPLACE_EXISTING);
        }
        return JdkImage.of(home.toString());
    }

    private void change(long position, int value) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(modules().toFile(), "rw")) {
            file.seek(position);
            file.write(value);
        }
    }

    private static int indexOf(byte[] part, byte[] all) {
        int at = 0;
        while (!Arrays.equals(all, at, at + part.length, part, 0, part.length)) {
            at++;
        }
        return at;
    }
}
