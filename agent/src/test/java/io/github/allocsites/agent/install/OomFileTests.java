// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OomFileTests {
    @TempDir
    Path folder;

    private Path path() {
        return folder.resolve("sub/oom.txt");
    }

    private Path partial() {
        return folder.resolve("sub/oom.txt.partial");
    }

    private static OomText text(String line) {
        return new OomText(256).line(line);
    }

    @Test
    void shouldHaveTheLastTextAloneWhenItIsShorter() throws IOException {
        OomFile file = new OomFile(path());
        file.open();
        file.write(text("as it was prepared"));
        file.write(text("as it is"));
        assertThat(partial()).hasContent("as it is\n");
        file.keep();
        assertThat(path()).hasContent("as it is\n");
        assertThat(partial()).doesNotExist();
    }

    @Test
    void shouldReplaceWhatWasKept() throws IOException {
        OomFile file = new OomFile(path());
        for (String line : new String[] {"first", "second"}) {
            file.open();
            file.write(text(line));
            file.keep();
            assertThat(path()).hasContent(line + "\n");
        }
    }

    @Test
    void shouldKeepWhatAnEarlierProcessCouldNot() throws IOException {
        OomFile before = new OomFile(path());
        before.open();
        before.write(text("died here"));
        before.close();
        assertThat(partial()).hasContent("died here\n");

        new OomFile(path()).open();
        assertThat(path()).hasContent("died here\n");
        assertThat(partial()).isEmptyFile();
    }

    @Test
    void shouldLeaveNoEmptyFileWhenItIsClosed() throws IOException {
        OomFile file = new OomFile(path());
        file.open();
        file.rehearse(text("rehearsed"));
        file.close();
        assertThat(path().getParent()).isEmptyDirectory();
    }

    @Test
    void shouldWriteNothingWhenItWasClosed() throws IOException {
        OomFile file = new OomFile(path());
        file.open();
        file.close();
        file.open();
        file.write(text("late"));
        file.keep();
        assertThat(path().getParent()).isEmptyDirectory();
    }

    @Test
    void shouldLeaveWhatWasKeptWhenItIsClearedAndClosed() throws IOException {
        OomFile file = new OomFile(path());
        file.open();
        file.write(text("kept"));
        file.keep();
        file.clear();
        file.close();
        assertThat(path()).hasContent("kept\n");
        assertThat(partial()).doesNotExist();
    }

    @Test
    void shouldTakeBackWhatWasWrittenInAdvance() throws IOException {
        OomFile file = new OomFile(path());
        file.open();
        file.write(text("in advance"));
        file.clear();
        assertThat(partial()).isEmptyFile();
        file.close();
        assertThat(path().getParent()).isEmptyDirectory();
    }

    @Test
    void shouldRefuseAFolder() throws IOException {
        Files.createDirectories(path());
        assertThatIOException().isThrownBy(new OomFile(path())::open).withMessage("is a directory");
    }
}
