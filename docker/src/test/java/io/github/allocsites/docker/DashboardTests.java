// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.github.allocsites.spring.SimulatedInstance;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Dashboards against Grafana's schema, and against rules of our own for what a schema cannot see. */
final class DashboardTests {
    private static final int COLUMNS = 24;
    private static final Pattern METRIC = Pattern.compile("\\ballocsites_\\w+");
    private static final Schema SCHEMA = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
            .getSchema(DashboardTests.class.getResourceAsStream("/dashboard.schema.json"));

    static List<Path> dashboards() {
        return Dashboards.files();
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void shouldBeWhatGrafanasSchemaAllows(Path file) {
        assertThat(errors(Dashboards.read(file))).isEmpty();
    }

    /** The witness that the schema is in force, whole. */
    @Test
    void shouldNotBeAllowedWithAMisspeltFieldOrATextForANumber() {
        ObjectNode misspelt = (ObjectNode) Dashboards.read(dashboards().get(0));
        misspelt.put("refrsh", "5s");
        ObjectNode mistyped = (ObjectNode) Dashboards.read(dashboards().get(0));
        ((ObjectNode) mistyped.at("/panels/1/gridPos")).put("w", "12");

        assertThat(errors(misspelt)).isNotEmpty();
        assertThat(errors(mistyped)).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void shouldPlaceEveryPanelInAFreePartOfTheGrid(Path file) {
        Set<Integer> ids = new HashSet<>();
        Set<Long> cells = new HashSet<>();
        for (JsonNode panel : Dashboards.read(file).get("panels")) {
            assertThat(ids.add(panel.get("id").asInt())).as("id of " + panel).isTrue();
            JsonNode place = panel.get("gridPos");
            int x = place.get("x").asInt();
            int right = x + place.get("w").asInt();
            assertThat(right).isLessThanOrEqualTo(COLUMNS);
            int bottom = place.get("y").asInt() + place.get("h").asInt();
            for (long y = place.get("y").asInt(); y < bottom; y++) {
                for (int column = x; column < right; column++) {
                    assertThat(cells.add(y * COLUMNS + column))
                            .as(panel.get("title").asString())
                            .isTrue();
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void shouldNameNoDataSourceButThoseChosenAbove(Path file) {
        JsonNode dashboard = Dashboards.read(file);
        List<String> uids = new ArrayList<>();
        dashboard
                .findValues("datasource")
                .forEach(each -> uids.add(each.get("uid").asString()));
        List<String> variables = new ArrayList<>();
        dashboard
                .at("/templating/list")
                .forEach(each -> variables.add(each.get("name").asString()));

        assertThat(uids).isSubsetOf("${datasource}", "${pyroscope}").contains("${datasource}", "${pyroscope}");
        assertThat(variables).containsExactly("datasource", "pyroscope", "application", "instance");
        assertThat(dashboard.get("schemaVersion").asInt()).isEqualTo(39);
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void shouldDescribeEveryPanelAndGiveItsUnit(Path file) {
        for (JsonNode panel : Dashboards.panels(Dashboards.read(file))) {
            String title = panel.get("title").asString();
            assertThat(panel.path("description").asString("")).as(title).isNotBlank();
            assertThat(panel.at("/fieldConfig/defaults/unit").asString(""))
                    .as(title)
                    .isNotBlank();
            assertThat(panel.get("targets").size()).as(title).isPositive();
        }
    }

    @Test
    void shouldAskOnlyForWhatIsExportedOrRecorded() {
        Set<String> known = new HashSet<>();
        new SimulatedInstance(0, 1).scrape().lines().forEach(line -> find(line, known));
        Set<String> recorded = new HashSet<>();
        Dashboards.rules().forEach(rule -> find(rule.name().replace(':', ' '), recorded));
        known.addAll(recorded);

        Set<String> asked = new HashSet<>();
        Dashboards.expressions().forEach(expression -> find(expression, asked));
        Dashboards.rules().forEach(rule -> find(rule.expression().replace(':', ' '), asked));

        assertThat(asked).isNotEmpty().isSubsetOf(known);
    }

    @Test
    void shouldStartImagesOfOneVersionAndPublishOnThisMachineOnly() throws Exception {
        String compose = Files.readString(Path.of("compose.yaml"));
        Dashboards.load(Path.of("compose.yaml"));
        Matcher images = Pattern.compile("image: *(\\S+)").matcher(compose);
        while (images.find()) {
            assertThat(images.group(1)).matches("allocsites-demo|[a-z/]+:v?\\d+\\.\\d+\\.\\d+");
        }
        Matcher ports = Pattern.compile("- \"([^\"]*:\\d+:\\d+)\"").matcher(compose);
        while (ports.find()) {
            assertThat(ports.group(1)).startsWith("127.0.0.1:");
        }
        Matcher mounts = Pattern.compile("- (\\./[^:]+):").matcher(compose);
        while (mounts.find()) {
            assertThat(Path.of(mounts.group(1))).exists();
        }
    }

    private static void find(String text, Set<String> names) {
        Matcher matcher = METRIC.matcher(text);
        while (matcher.find()) {
            names.add(matcher.group());
        }
    }

    private static List<Error> errors(JsonNode dashboard) {
        return SCHEMA.validate(dashboard);
    }
}
