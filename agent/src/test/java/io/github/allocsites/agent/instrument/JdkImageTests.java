// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.instrument;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class JdkImageTests {
    private static final Module BASE = Object.class.getModule();
    private static final Path IMAGE = Path.of(System.getProperty("java.home"), "lib", "modules");

    /** The JDK's own reader is the witness, for every file of every module. */
    @Test
    void shouldGiveTheFilesThatTheJdkGives() throws IOException {
        int same = 0;
        List<String> unlike = new ArrayList<>();
        try (JdkImage image = JdkImage.ofThisJvm()) {
            for (ResolvedModule each : ModuleLayer.boot().configuration().modules()) {
                Module module = ModuleLayer.boot().findModule(each.name()).orElseThrow();
                try (ModuleReader reader = each.reference().open()) {
                    for (String path :
                            reader.list().filter(JdkImageTests::isClass).toList()) {
                        boolean isSame = equal(each.reference(), reader, image.read(module, path), path);
                        same += isSame ? 1 : 0;
                        if (!isSame) {
                            unlike.add(module + " " + path);
                        }
                    }
                }
            }
        }
        assertThat(unlike).isEmpty();
        assertThat(same).isGreaterThan(10_000);
    }

    private static boolean isClass(String path) {
        return path.endsWith(".class");
    }

    private static boolean equal(ModuleReference of, ModuleReader reader, byte[] file, String path) throws IOException {
        boolean isOfImage = of.location().orElseThrow().getScheme().equals("jrt");
        byte[] expected = reader.open(path).orElseThrow().readAllBytes();
        return isOfImage ? Arrays.equals(file, expected) : file == null;
    }

    @Test
    void shouldGiveNothingForAFileThatIsNotThere() throws IOException {
        try (JdkImage image = JdkImage.ofThisJvm()) {
            for (int i = 0; i < 10_000; i++) {
                assertThat(image.read(BASE, "java/lang/Missing" + i + ".class")).isNull();
            }
        }
    }

    @Test
    void shouldGiveNothingOfAModuleThatIsNotTheJdks() throws IOException {
        try (JdkImage image = JdkImage.ofThisJvm()) {
            assertThat(image.read(JdkImageTests.class.getModule(), "java/lang/Object.class"))
                    .isNull();
        }
    }

    @Test
    void shouldNotReadWhatIsNoImage(@TempDir Path folder) throws IOException {
        assertThat(JdkImage.at(folder.resolve("missing"))).isNull();
        assertThat(JdkImage.at(folder)).isNull();
        assertThat(JdkImage.at(Files.createFile(folder.resolve("empty")))).isNull();
        assertThat(JdkImage.at(Files.write(folder.resolve("zeros"), new byte[100_000])))
                .isNull();
        assertThat(JdkImage.at(Files.write(folder.resolve("cut"), head(100_000))))
                .isNull();
    }

    /** Of another build, or of a layout to come. */
    @Test
    void shouldNotReadTheImageOfAnotherJvm(@TempDir Path folder) throws IOException {
        Path copy = Files.copy(IMAGE, folder.resolve("modules"));
        JdkImage.at(copy).close();

        byte[] build = BASE.getResourceAsStream("java/lang/VersionProps.class").readAllBytes();
        try (RandomAccessFile file = new RandomAccessFile(copy.toFile(), "rw")) {
            file.seek(indexOf(build, Files.readAllBytes(copy)) + build.length - 1);
            file.write(~build[build.length - 1]);
        }
        assertThat(JdkImage.at(copy)).isNull();

        Files.copy(IMAGE, copy, StandardCopyOption.REPLACE_EXISTING);
        try (RandomAccessFile file = new RandomAccessFile(copy.toFile(), "rw")) {
            file.seek(Integer.BYTES);
            file.write(1);
        }
        assertThat(JdkImage.at(copy)).isNull();
    }

    private static int indexOf(byte[] part, byte[] all) {
        int at = 0;
        while (Arrays.mismatch(all, at, at + part.length, part, 0, part.length) >= 0) {
            at++;
        }
        return at;
    }

    private static byte[] head(int bytes) throws IOException {
        try (var in = Files.newInputStream(IMAGE)) {
            return in.readNBytes(bytes);
        }
    }
}
