// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.allocsites.report.Pprof;
import io.github.allocsites.workload.HostileName;
import io.github.allocsites.workload.HostileRunner;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Classes and methods with hostile names, from the class file by way of the counters into every format. */
final class HostileNamesIT {
    private static final Pattern SEPARATORS = Pattern.compile("[;\\p{Cc}\u2028\u2029]");

    @TempDir
    Path folder;

    static List<Jdk> jdks() {
        return Jdk.all();
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void shouldComeOutRightInEveryFormat(Jdk jdk) throws Exception {
        Path classes = Files.createDirectory(folder.resolve("classes"));
        Path reports = Files.createDirectory(folder.resolve("reports"));
        write(classes);
        Program.Outcome outcome = Program.of(jdk, HostileRunner.class)
                .agent("stacks.interval=0")
                .arguments(classes, reports)
                .run();
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.exitCode()).isZero();

        checkJson(new ObjectMapper().readTree(reports.resolve("report.json").toFile()));
        checkPprof(Pprof.read(Files.readAllBytes(reports.resolve("report.pb.gz"))));
        checkCollapsed(Files.readString(reports.resolve("report.collapsed")));
        checkDhat(
                new ObjectMapper().readTree(reports.resolve("report.dhat.json").toFile()));
        checkCsv(reports.resolve("report.csv"));
    }

    private static void checkJson(JsonNode json) {
        List<HostileName> read = new ArrayList<>();
        for (JsonNode row : json.get("sites")) {
            read.add(new HostileName(
                    row.get("className").asText(),
                    row.get("method").asText(),
                    row.get("file").asText(),
                    row.get("line").asInt()));
            assertThat(row.get("count").asInt()).isEqualTo(HostileRunner.TIMES);
            assertThat(row.get("stack").get(0)).isEqualTo(row.get("site"));
        }
        assertThat(read).containsExactlyInAnyOrderElementsOf(HostileName.ALL);
    }

    private static void checkPprof(Pprof profile) {
        List<String> read = new ArrayList<>();
        for (Pprof.Sample sample : profile.samples()) {
            read.add(profile.frames(sample).get(1));
            assertThat(sample.values().get(0)).isEqualTo(HostileRunner.TIMES);
        }
        assertThat(read)
                .containsExactlyInAnyOrderElementsOf(
                        names(name -> encoded(name.className() + "." + name.method() + ":" + name.line())));
    }

    private static void checkCollapsed(String text) {
        List<String> read = new ArrayList<>();
        for (String line : text.split("\n")) {
            String[] frames = line.split(";");
            assertThat(frames[frames.length - 1]).matches("char\\[]_\\[i] \\d+");
            read.add(frames[frames.length - 2]);
        }
        assertThat(read)
                .containsExactlyInAnyOrderElementsOf(names(name -> encoded(SEPARATORS
                        .matcher(name.className().replace('.', '/') + "." + name.method() + ":" + name.line())
                        .replaceAll("_"))));
    }

    private static void checkDhat(JsonNode json) {
        List<String> read = new ArrayList<>();
        json.get("pps")
                .forEach(point -> read.add(json.get("ftbl")
                        .get(point.get("fs").get(1).asInt())
                        .asText()
                        .substring(20)));
        assertThat(read)
                .containsExactlyInAnyOrderElementsOf(names(
                        name -> name.className() + "." + name.method() + " (" + name.file() + ":" + name.line() + ")"));
    }

    private static void checkCsv(Path file) throws IOException {
        CSVFormat format = CSVFormat.RFC4180
                .builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .get();
        Map<String, String> read = new LinkedHashMap<>();
        for (CSVRecord row : format.parse(Files.newBufferedReader(file)).getRecords()) {
            read.put(row.get("line"), row.get("className") + " " + row.get("method"));
            assertThat(row.get("count")).isEqualTo(String.valueOf(HostileRunner.TIMES));
        }
        Map<String, String> expected = new LinkedHashMap<>();
        for (HostileName name : HostileName.ALL) {
            boolean isFormula = "=+-@".indexOf(name.method().charAt(0)) >= 0;
            expected.put(
                    String.valueOf(name.line()),
                    encoded(name.className() + " " + (isFormula ? "'" : "") + name.method()));
        }
        assertThat(read).containsExactlyInAnyOrderEntriesOf(expected);
    }

    private static List<String> names(java.util.function.Function<HostileName, String> text) {
        return HostileName.ALL.stream().map(text).toList();
    }

    /** Half a character becomes a question mark in UTF-8; JSON can escape it. */
    private static String encoded(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }

    /** One class file for each class name, its methods in the order of the names. */
    private static void write(Path folder) throws IOException {
        Map<String, ClassWriter> writers = new LinkedHashMap<>();
        for (HostileName name : HostileName.ALL) {
            ClassWriter writer = writers.computeIfAbsent(name.className(), each -> {
                ClassWriter made = new ClassWriter(ClassWriter.COMPUTE_MAXS);
                made.visit(Opcodes.V17, Opcodes.ACC_PUBLIC, each.replace('.', '/'), null, "java/lang/Object", null);
                made.visitSource(name.file(), null);
                return made;
            });
            method(writer, name);
        }
        int number = 0;
        for (ClassWriter writer : writers.values()) {
            Files.write(folder.resolve(number++ + ".class"), writer.toByteArray());
        }
    }

    private static void method(ClassWriter writer, HostileName name) {
        MethodVisitor method = writer.visitMethod(
                Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC, name.method(), "()Ljava/lang/Object;", null, null);
        method.visitCode();
        Label line = new Label();
        method.visitLabel(line);
        method.visitLineNumber(name.line(), line);
        method.visitInsn(Opcodes.ICONST_5);
        method.visitIntInsn(Opcodes.NEWARRAY, Opcodes.T_CHAR);
        method.visitInsn(Opcodes.ARETURN);
        method.visitMaxs(0, 0);
        method.visitEnd();
    }
}
