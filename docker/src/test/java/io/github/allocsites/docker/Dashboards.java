// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.docker;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the dashboards and rules in docker/ say. */
final class Dashboards {
    private static final JsonMapper JSON = new JsonMapper();

    private Dashboards() {}

    static List<Path> files() {
        return files("grafana/dashboards", "*.json");
    }

    static List<Path> ruleFiles() {
        return files("prometheus/rules", "*{recording,alerts}.yml");
    }

    static List<Path> ruleTests() {
        return files("prometheus/rules", "*.test.yml");
    }

    private static List<Path> files(String folder, String pattern) {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(Path.of(folder), pattern)) {
            found.forEach(files::add);
        } catch (IOException unreadable) {
            throw new java.io.UncheckedIOException(unreadable);
        }
        return files;
    }

    static JsonNode read(Path file) {
        return JSON.readTree(file);
    }

    /** Every panel but rows. */
    static List<JsonNode> panels(JsonNode dashboard) {
        List<JsonNode> panels = new ArrayList<>();
        for (JsonNode panel : dashboard.get("panels")) {
            if (!panel.get("type").asString().equals("row")) {
                panels.add(panel);
            }
        }
        return panels;
    }

    /** The expressions of all panels, with variables as they are. */
    static List<String> expressions() {
        List<String> expressions = new ArrayList<>();
        for (Path file : files()) {
            for (JsonNode panel : panels(read(file))) {
                for (JsonNode target : panel.get("targets")) {
                    if (target.has("expr")) {
                        expressions.add(target.get("expr").asString());
                    }
                }
            }
        }
        return expressions;
    }

    /** An expression as Grafana sends it where everything is chosen. */
    static String replaceVariables(String expression, String range) {
        return expression
                .replace("$__rate_interval", range)
                .replace("$__range", range)
                .replace("$application", ".*")
                .replace("$instance", ".*");
    }

    record Rule(String name, boolean isAlert, String expression) {}

    static List<Rule> rules() {
        List<Rule> rules = new ArrayList<>();
        for (Path file : ruleFiles()) {
            for (Object group : list(load(file), "groups")) {
                for (Object each : list(group, "rules")) {
                    Map<?, ?> rule = (Map<?, ?>) each;
                    boolean isAlert = rule.containsKey("alert");
                    String name = (String) rule.get(isAlert ? "alert" : "record");
                    rules.add(new Rule(name, isAlert, (String) rule.get("expr")));
                }
            }
        }
        return rules;
    }

    static Object load(Path file) {
        try {
            return new Yaml().load(Files.readString(file));
        } catch (IOException unreadable) {
            throw new java.io.UncheckedIOException(unreadable);
        }
    }

    private static List<?> list(Object map, String key) {
        return (List<?>) ((Map<?, ?>) map).get(key);
    }
}
