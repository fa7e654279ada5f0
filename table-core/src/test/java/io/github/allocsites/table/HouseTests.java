// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the bootstrap loader can give these classes, as their class files say it. */
final class HouseTests {
    private static final List<String> ALLOWED =
            List.of("java/", "jdk/internal/misc/", "jdk/internal/vm/annotation/", "io/github/allocsites/table/");

    private static final Pattern CLASS_IN_DESCRIPTOR = Pattern.compile("L([\\w/$]+)[;<]");
    private static final int CLASSES_AT_LEAST = 20;

    @Test
    void shouldReferToNothingOutsideJavaBase() throws Exception {
        List<Path> files = classFiles();
        assertThat(files).hasSizeGreaterThan(CLASSES_AT_LEAST);
        for (Path file : files) {
            assertThat(referencedClasses(file))
                    .as(file.toString())
                    .isNotEmpty()
                    .allSatisfy(name -> assertThat(ALLOWED).anyMatch(name::startsWith));
        }
    }

    @Test
    void shouldTouchOffHeapMemoryInOneClassOnly() throws Exception {
        assertThat(classFiles())
                .filteredOn(file -> referencedClasses(file).contains("jdk/internal/misc/Unsafe"))
                .extracting(file -> file.getFileName().toString())
                .containsExactlyInAnyOrder("OffHeap.class", "Definer.class");
    }

    /** A lambda, a switch on strings or a concatenation on the way of an event would link itself in the hook. */
    @Test
    void shouldNeedNoInvokedynamicOnTheWayOfAnEvent() throws Exception {
        Set<String> onTheWay = Set.of(
                "Hook.class",
                "Recording.class",
                "CallSiteTable.class",
                "SlowPath.class",
                "TypedSlowPath.class",
                "Overflow.class",
                "SeldomCounters.class",
                "Arenas.class",
                "ProbeCounters.class",
                "ProbeWords.class",
                "Slab.class",
                "OffHeap.class",
                "FrameHash.class",
                "BucketMemory.class",
                "BucketSearch.class",
                "OwnWork.class");
        for (Path file : classFiles()) {
            if (onTheWay.contains(file.getFileName().toString())) {
                assertThat(new Constants(file).tags).as(file.toString()).doesNotContain(Constants.INVOKE_DYNAMIC);
            }
        }
        assertThat(classFiles())
                .extracting(file -> file.getFileName().toString())
                .containsAll(onTheWay);
    }

    private static List<Path> classFiles() throws IOException, URISyntaxException {
        Path root = Path.of(
                Hook.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.toString().endsWith(".class")).toList();
        }
    }

    private static Set<String> referencedClasses(Path file) {
        Constants constants = new Constants(file);
        Set<String> names = new TreeSet<>();
        for (String text : constants.classNames) {
            if (!text.startsWith("[")) {
                names.add(text);
            }
        }
        for (String text : constants.texts) {
            boolean descriptor = text.startsWith("(") || text.startsWith("[") || text.matches("L[\\w/$]+;");
            for (Matcher found = CLASS_IN_DESCRIPTOR.matcher(text); descriptor && found.find(); ) {
                names.add(found.group(1));
            }
        }
        return names;
    }

    /** The constant pool of a class file: JVM Specification, 4.4. */
    private static final class Constants {
        static final int INVOKE_DYNAMIC = 18;

        final List<Integer> tags = new ArrayList<>();
        final List<String> texts = new ArrayList<>();
        final List<String> classNames = new ArrayList<>();

        Constants(Path file) {
            try (InputStream opened = Files.newInputStream(file);
                    DataInputStream in = new DataInputStream(opened)) {
                in.skipNBytes(8);
                read(in, in.readUnsignedShort());
            } catch (IOException unreadable) {
                throw new AssertionError(unreadable);
            }
        }

        private void read(DataInputStream in, int count) throws IOException {
            String[] textOf = new String[count];
            List<Integer> classes = new ArrayList<>();
            for (int number = 1; number < count; number++) {
                int tag = in.readUnsignedByte();
                tags.add(tag);
                switch (tag) {
                    case 1 -> {
                        textOf[number] = in.readUTF();
                        texts.add(textOf[number]);
                    }
                    case 7 -> classes.add(in.readUnsignedShort());
                    case 8, 16, 19, 20 -> in.skipNBytes(2);
                    case 15 -> in.skipNBytes(3);
                    case 5, 6 -> {
                        in.skipNBytes(8);
                        number++;
                    }
                    default -> in.skipNBytes(4);
                }
            }
            classes.forEach(number -> classNames.add(textOf[number]));
        }
    }
}
