// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** What the README says the endpoint answers. */
final class Readme {
    private static final Pattern JSON = Pattern.compile("```json\\n(\\{\"format\".*?)```", Pattern.DOTALL);
    private static final Pattern ROW =
            Pattern.compile("^ *(\\d+) +(\\d+) +(\\S+) +(io\\.github\\.allocsites\\.demo\\..+)$", Pattern.MULTILINE);

    private static final Pattern APPLICATION_ROW =
            Pattern.compile("^ *[\\d.]+ % +\\d+ +(io\\.github\\.allocsites\\.demo\\.\\S+)$", Pattern.MULTILINE);

    private Readme() {}

    /** A line of the table. */
    record Shown(long count, long bytes, String type, String site) {}

    static JsonNode answer() throws IOException {
        Matcher json = JSON.matcher(text());
        if (!json.find()) {
            throw new IllegalStateException("the README shows no answer");
        }
        return Answer.parse(json.group(1));
    }

    static List<Shown> rows() throws IOException {
        return ROW.matcher(text())
                .results()
                .map(row -> new Shown(
                        Long.parseLong(row.group(1)), Long.parseLong(row.group(2)), row.group(3), row.group(4)))
                .toList();
    }

    /** The lines of the demo in the first table. */
    static List<String> applicationSites() throws IOException {
        return APPLICATION_ROW
                .matcher(text())
                .results()
                .map(row -> row.group(1))
                .toList();
    }

    private static String text() throws IOException {
        return Files.readString(Path.of("../README.md"));
    }
}
