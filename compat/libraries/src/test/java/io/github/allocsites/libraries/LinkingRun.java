// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.libraries;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * {@link Linking} run to its end in a JVM of its own that verifies every class, those of the JDK as well.
 *
 * @param fates by library and name
 * @param skipped what the agent says it left
 * @param err what the JVM and we said on standard error
 */
record LinkingRun(Map<String, ClassFate> fates, List<String> skipped, String err) {
    private static final long LIMIT_SECONDS = 900;
    private static final Path AGENT = Path.of(System.getProperty("allocsites.agent.jar"));

    static LinkingRun without(Jdk jdk, List<Library> libraries) throws IOException, InterruptedException {
        return run(jdk, List.of(), libraries);
    }

    /** With room for all of their probes. */
    static LinkingRun withAgent(Jdk jdk, List<Library> libraries) throws IOException, InterruptedException {
        return run(jdk, List.of("-javaagent:" + AGENT + "=memory.max=256MB"), libraries);
    }

    private static LinkingRun run(Jdk jdk, List<String> flags, List<Library> libraries)
            throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("allocsites");
        Path fates = folder.resolve("fates");
        Path err = folder.resolve("err");
        List<String> command = new ArrayList<>(List.of(jdk.java().toString()));
        command.addAll(flags);
        command.addAll(List.of("-XX:+UnlockDiagnosticVMOptions", "-XX:+BytecodeVerificationLocal"));
        command.addAll(List.of("-XX:+BytecodeVerificationRemote", "-Xmx1536m", "-XX:+UseSerialGC"));
        command.add("--add-exports=java.base/jdk.internal.access=ALL-UNNAMED");
        command.add("--add-exports=java.base/jdk.internal.reflect=ALL-UNNAMED");
        command.addAll(List.of("-cp", classPath(), Linking.class.getName(), fates.toString()));
        libraries.forEach(library -> command.add(library.written()));
        Process process = new ProcessBuilder(command)
                .redirectError(err.toFile())
                .redirectOutput(folder.resolve("out").toFile())
                .start();
        boolean ended = process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
        process.destroyForcibly();
        assertThat(ended && process.waitFor() == 0).as(Files.readString(err)).isTrue();
        return read(fates, folder.resolve("fates.skipped"), Files.readString(err));
    }

    /** Our test classes and ASM. */
    private static String classPath() {
        List<String> paths = new ArrayList<>();
        for (String path : System.getProperty("java.class.path").split(File.pathSeparator)) {
            if (path.contains("test-classes")
                    || Path.of(path).getFileName().toString().startsWith("asm-")) {
                paths.add(path);
            }
        }
        return String.join(File.pathSeparator, paths);
    }

    private static LinkingRun read(Path fates, Path skipped, String err) throws IOException {
        Map<String, ClassFate> all = new LinkedHashMap<>();
        for (String line : Files.readAllLines(fates)) {
            ClassFate fate = ClassFate.of(line);
            all.put(fate.library() + " " + fate.name(), fate);
        }
        return new LinkingRun(all, Files.readAllLines(skipped), err);
    }
}
