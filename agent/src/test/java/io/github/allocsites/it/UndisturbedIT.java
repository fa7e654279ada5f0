// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.allocsites.workload.ChosenOnce;
import io.github.allocsites.workload.FromImage;
import io.github.allocsites.workload.Kin;
import io.github.allocsites.workload.Undisturbed;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What an installation must not change for the application, and what other agents must not change for us. */
final class UndisturbedIT {
    /** One for the classes that are loaded, others for those that this loaded; never one for each class. */
    private static final int MOST_STOPS = 4;

    static List<Jdk> jdks() {
        return Jdk.all();
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void shouldKeepTheLambdasOfClassesThatDoNotAllocate(Jdk jdk) throws Exception {
        assertThat(attached(jdk).out()).contains("status=RECORDING", "lambda.same=true");
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void shouldShowTheApplicationNoMoreOfTheJdk(Jdk jdk) throws Exception {
        assertThat(attached(jdk).out())
                .contains("visible.same=true", "misc.exported=false", "unsafe=IllegalAccessException");
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void shouldCountInEveryClassButTheOneThatCannotBeRetransformed(Jdk jdk) throws Exception {
        Program.Outcome outcome = attached(jdk);

        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out()).contains("unfit=Unfit");
        assertThat(outcome.number("skipped")).isEqualTo(1);
        assertThat(outcome.number("counted")).isEqualTo((long) Undisturbed.SPECIMENS * Undisturbed.EVENTS_OF_ONE);
    }

    /** The JVM's own log is the witness. */
    @ParameterizedTest
    @MethodSource("jdks")
    void shouldStopTheJvmAFewTimesForAllLoadedClasses(Jdk jdk) throws Exception {
        Path log = Files.createTempFile("allocsites", ".log");
        Program.of(jdk, Kin.class)
                .with("-Xlog:safepoint:file=" + log)
                .recorded()
                .run();

        List<String> stops = Files.readAllLines(log).stream()
                .filter(line -> line.contains("\"RedefineClasses\""))
                .toList();
        assertThat(stops).hasSizeBetween(1, MOST_STOPS);
    }

    /** A class that is there before us, so that we redefine it: with the file it came from. */
    @ParameterizedTest
    @MethodSource("jdks")
    void shouldKeepWhatPatchesTheJdk(Jdk jdk) throws Exception {
        Program.Outcome outcome = Program.of(jdk, FromImage.class)
                .with("--patch-module", "java.base=" + patch(jdk))
                .recorded()
                .run();

        assertThat(outcome.out()).contains("empty=Optional.patch");
        assertThat(outcome.report().json().at("/status").asText()).isEqualTo("RECORDING");
    }

    /** The same program without us is the witness. */
    @ParameterizedTest
    @MethodSource("jdks")
    void shouldLeaveToTheApplicationWhatIsChosenOnce(Jdk jdk) throws Exception {
        Program.Outcome alone = Program.of(jdk, ChosenOnce.class).run();
        Program.Outcome recorded = Program.of(jdk, ChosenOnce.class).recorded().run();

        assertThat(alone.out())
                .contains("logs=Logs", "beans=true", "zone=" + ChosenOnce.ZONE)
                .contains("parallelism=" + ChosenOnce.PARALLELISM);
        assertThat(recorded.out()).isEqualTo(alone.out());
        assertThat(recorded.err()).isEqualTo(alone.err());
        assertThat(recorded.report().json().at("/status").asText()).isEqualTo("RECORDING");
    }

    private static Path patch(Jdk jdk) throws IOException {
        String name = "java/util/Optional.class";
        Path folder = Files.createTempDirectory("allocsites");
        try (FileSystem image = FileSystems.newFileSystem(
                URI.create("jrt:/"), Map.of("java.home", jdk.home().toString()))) {
            String file = Files.readString(image.getPath("modules/java.base", name), StandardCharsets.ISO_8859_1);
            String patched = file.replace("Optional.empty", "Optional.patch");
            Files.createDirectories(folder.resolve(name).getParent());
            Files.writeString(folder.resolve(name), patched, StandardCharsets.ISO_8859_1);
            return folder;
        }
    }

    private static Program.Outcome attached(Jdk jdk) throws Exception {
        return dynamic(jdk, Program.of(jdk, Undisturbed.class)).run();
    }

    private static Program dynamic(Jdk jdk, Program program) {
        return jdk.feature() < 21 ? program : program.with("-XX:+EnableDynamicAgentLoading");
    }
}
