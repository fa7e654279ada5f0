// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.allocsites.demo.Answer.Row;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What the endpoint of a running application answers after traffic, whichever way the agent came in. */
@ParameterizedClass
@MethodSource("starts")
final class EndpointIT {
    private static final String REPORT = "/actuator/allocsites";
    private static final String SITES = REPORT + "?groupBy=site";
    private static final String DEMO = "io.github.allocsites.demo";
    private static final int VISITS = 25;
    private static final int MOST_MORE_VISITS = 100;

    private static Demo demo;
    private static HttpResponse<String> firstResponse;
    private static Answer complete;
    private static Answer byApplication;

    private final Start start;

    EndpointIT(Start start) {
        this.start = start;
    }

    /** A JVM, and the way in. */
    private record Start(Jdk jdk, String installedBy) {
        DemoJar jar() {
            DemoJar jar = DemoJar.on(jdk);
            return installedBy.equals("SELF_ATTACH") ? jar.attaching() : jar.agent();
        }
    }

    static Stream<Start> starts() {
        return Jdk.all().stream().flatMap(jdk -> Stream.of(new Start(jdk, "SELF_ATTACH"), new Start(jdk, "JAVAAGENT")));
    }

    @BeforeParameterizedClassInvocation
    static void startAndVisit(Start start) throws Exception {
        demo = start.jar().start();
        firstResponse = demo.get("/hello/Ann?times=2");
        demo.visit(VISITS);
        complete = Answer.of(demo.json(SITES + "&limit=100000"));
        byApplication = Answer.of(demo.json(REPORT + "?limit=100000"));
    }

    @AfterParameterizedClassInvocation
    static void stop() {
        demo.close();
    }

    @Test
    void shouldLeaveTheParameterNamesOfTheMainClass() {
        assertThat(firstResponse.statusCode()).isEqualTo(200);
        assertThat(firstResponse.body()).isEqualTo("Hello Ann! Hello Ann!");
    }

    @Test
    void shouldSayHowTheAgentCameIn() {
        assertThat(complete.text("/status")).isEqualTo("RECORDING");
        assertThat(complete.isNull("/reason")).isTrue();
        assertThat(complete.text("/installedBy")).isEqualTo(start.installedBy);
    }

    @Test
    void shouldAddUpToTheTotals() {
        complete.checkComplete();
        assertThat(complete.rows()).allSatisfy(row -> {
            assertThat(row.share()).isBetween(0.0, 1.0);
            assertThat(row.count()).isPositive();
        });
    }

    @Test
    void shouldAnswerInTheFormTheReadmeShows() throws Exception {
        JsonNode shown = Readme.answer();

        assertThat(complete.json().propertyNames()).containsExactlyElementsOf(shown.propertyNames());
        for (String part : List.of("/totals", "/memory", "/table", "/agent", "/sites/0")) {
            assertThat(complete.json().at(part).propertyNames())
                    .containsExactlyElementsOf(shown.at(part).propertyNames());
        }
    }

    /** The README shows them as they came with the agent on 17. */
    @Test
    void shouldKeepTheAnswersOfTheReadme() throws Exception {
        assertThat(keep("answer", REPORT + "?limit=4").rows()).hasSize(4);
        assertThat(keep("sites", SITES + "&limit=5&packages=" + DEMO).rows()).hasSize(5);
    }

    private Answer keep(String name, String path) throws Exception {
        String body = demo.get(path).body();
        String file = name + "-" + start.installedBy + "-" + start.jdk.feature() + ".json";
        Files.writeString(Path.of("target", file), body);
        return Answer.of(Answer.parse(body));
    }

    /** The rows a reader sees first: places of the demo that are still there, with their lines and sizes. */
    @Test
    void shouldHaveTheRowsTheReadmeShows() throws Exception {
        assertThat(Readme.rows())
                .hasSize(5)
                .allSatisfy(shown -> assertThat(complete.rows()).anySatisfy(row -> {
                    assertThat(row.site()).isEqualTo(shown.site());
                    assertThat(row.type()).isEqualTo(shown.type());
                    assertThat(row.bytes() / row.count()).isEqualTo(shown.bytes() / shown.count());
                }));
    }

    @Test
    void shouldHaveTheLinesOfTheDemoTheReadmeShows() throws Exception {
        assertThat(Readme.applicationSites()).hasSize(3);
        assertThat(byApplication.rows()).extracting(Row::site).containsAll(Readme.applicationSites());
    }

    @ParameterizedTest
    @ValueSource(strings = {"java.util", "java.lang", "tools.jackson", "org.hibernate", "org.apache.tomcat", DEMO})
    void shouldCountEveryLayer(String packageName) {
        assertThat(complete.rowsIn(packageName)).isNotEmpty();
    }

    /** The JVM's own walk over the stack is the witness where the source code is not at hand. */
    @ParameterizedTest
    @ValueSource(strings = {"java.util", "java.lang", "tools.jackson", "org.hibernate", DEMO})
    void shouldNameTheLineAtWhichTheJvmSawTheEvent(String packageName) throws Exception {
        assertThat(seenByTheJvm(packageName))
                .isNotEmpty()
                .allSatisfy(row -> assertThat(row.stack().get(0)).isEqualTo(row.site()));
    }

    /** Where other stacks used up the time they may take, the first one of a package comes after a later visit. */
    private static List<Row> seenByTheJvm(String packageName) throws Exception {
        List<Row> seen = seenByTheJvm(complete, packageName);
        for (int visit = 0; visit < MOST_MORE_VISITS && seen.isEmpty(); visit++) {
            demo.visit(1);
            seen = seenByTheJvm(Answer.of(demo.json(SITES + "&limit=100000")), packageName);
        }
        return seen;
    }

    private static List<Row> seenByTheJvm(Answer answer, String packageName) {
        return answer.rowsIn(packageName).stream()
                .filter(row -> !row.stack().isEmpty()
                        && row.stack().get(0).startsWith(row.className() + "." + row.method() + "("))
                .toList();
    }

    /** The last two columns: events of the start, events of each visit. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        SeedData      | run                     | new Random(SEED)         | Random        | 1    | 0
        SeedData      | run                     | new Customer(            | Customer      | 200  | 0
        SeedData      | run                     | new CustomerOrder(       | CustomerOrder | 2000 | 0
        OrderMapper   | toDto                   | new OrderDto(            | OrderDto      | 0    | 57
        OrderMapper   | euros                   | String.format(           | Object[]      | 0    | 57
        OrderService  | page                    | new OrderPage(           | OrderPage     | 0    | 1
        OrderService  | place                   | new CustomerOrder(       | CustomerOrder | 0    | 1
        ReportService | centsByCustomer         | cents = new TreeMap<>()  | TreeMap       | 0    | 1
        ReportService | ordersByCustomer        | counts = new TreeMap<>() | TreeMap       | 0    | 1
        ReportService | lambda$ordersByCustomer | new ArrayList<>(all)     | ArrayList     | 0    | 200
        ReportService | formatted               | new StringBuilder()      | StringBuilder | 0    | 1
        """)
    void shouldCountEveryEventOfALine(
            String className, String method, String text, String type, long atStart, long eachVisit) {
        String file = className + ".java";
        String place = "(" + file + ":" + Sources.lineOf(file, text) + ")";

        assertThat(complete.rowsIn(DEMO))
                .filteredOn(row -> row.site().startsWith(DEMO + "." + className + "." + method))
                .filteredOn(row -> row.site().endsWith(place))
                .filteredOn(row -> row.type().endsWith("." + type))
                .extracting(Row::count)
                .containsExactly(atStart + VISITS * eachVisit);
    }

    @Test
    void shouldNameALineThatAllocatesInEveryRowOfTheDemo() {
        List<Row> rows = complete.rowsIn(DEMO).stream()
                .filter(row -> row.file() != null && row.file().endsWith(".java"))
                .toList();

        assertThat(rows).hasSizeGreaterThan(12).allSatisfy(row -> {
            assertThat(row.line()).isBetween(1, Sources.lines(row.file()).size());
            assertThat(Sources.statement(row.file(), row.line())).matches(allocation(row.type()));
        });
    }

    /** What a statement looks like that allocates a type. */
    private static String allocation(String type) {
        String name = type.substring(Math.max(type.lastIndexOf('.'), type.lastIndexOf('$')) + 1);
        if (type.contains("$$Lambda")) {
            return ".*(->|::).*";
        }
        if (type.endsWith("[]")) {
            return ".*(new |String\\.format\\(|Sort\\.by\\(|\\+).*"; // the latter make arrays of their arguments
        }
        return switch (type) {
            case "java.lang.Long", "java.lang.Integer", "java.lang.Double" -> ".*\\(.*"; // boxes around arguments
            case "java.lang.String" -> ".*(new String|\\+).*";
            default -> ".*new " + name + "[(<].*";
        };
    }

    @Test
    void shouldShowAsManyRowsAsAskedFor() throws Exception {
        Answer answer = Answer.of(demo.json(SITES + "&limit=3"));

        assertThat(answer.rows()).hasSize(3);
        assertThat(answer.number("/returned")).isEqualTo(3);
        assertThat(answer.number("/matched")).isGreaterThan(3);
        assertThat(Answer.of(demo.json(SITES)).rows()).hasSize(50);
    }

    @Test
    void shouldSortByBytesOrCount() throws Exception {
        assertThat(Answer.of(demo.json(REPORT)).rows())
                .isSortedAccordingTo(Comparator.comparingLong(Row::bytes).reversed());
        assertThat(Answer.of(demo.json(SITES + "&sort=bytes")).rows())
                .isSortedAccordingTo(Comparator.comparingLong(Row::bytes).reversed());
        assertThat(Answer.of(demo.json(SITES + "&sort=count")).rows())
                .isSortedAccordingTo(Comparator.comparingLong(Row::count).reversed());
    }

    @Test
    void shouldKeepPackagesAndTypes() throws Exception {
        Answer packages = Answer.of(demo.json(SITES + "&limit=100000&packages=java.util," + DEMO));
        Answer type = Answer.of(demo.json(SITES + "&limit=100000&type=byte%5B%5D"));

        assertThat(packages.rowsIn("java.util")).isNotEmpty();
        assertThat(packages.rowsIn(DEMO)).isNotEmpty();
        assertThat(packages.rows()).allMatch(row -> row.isIn("java.util") || row.isIn(DEMO));
        assertThat(packages.number("/totals/count"))
                .as("a filter leaves the totals alone")
                .isGreaterThanOrEqualTo(complete.number("/totals/count"));
        assertThat(type.rows()).isNotEmpty().allMatch(row -> row.type().equals("byte[]"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"site", "method", "class", "type"})
    void shouldAddUpToTheTotalsHoweverGrouped(String groupBy) throws Exception {
        Answer answer = Answer.of(demo.json(REPORT + "?limit=100000&groupBy=" + groupBy));

        assertThat(answer.text("/groupBy")).isEqualTo(groupBy);
        answer.checkComplete();
        assertThat(answer.rows()).allSatisfy(row -> {
            assertThat(row.site() == null).isEqualTo(!groupBy.equals("site"));
            assertThat(row.method() == null).isEqualTo(!groupBy.equals("site") && !groupBy.equals("method"));
            assertThat(row.className() == null).isEqualTo(groupBy.equals("type"));
            assertThat(row.type() == null).isEqualTo(groupBy.equals("method") || groupBy.equals("class"));
        });
    }

    @Test
    void shouldAddUpToTheTotalsByApplicationFrame() {
        assertThat(byApplication.text("/groupBy")).isEqualTo("app");
        byApplication.checkComplete();
        assertThat(byApplication.rows()).extracting(Row::id).doesNotHaveDuplicates();
    }

    @Test
    void shouldAddUpToTheTotalsByStack() throws Exception {
        Answer stacks = Answer.of(demo.json(REPORT + "?limit=100000&groupBy=stack"));

        stacks.checkComplete();
        assertThat(stacks.rows()).extracting(Row::id).doesNotHaveDuplicates();
        assertThat(stacks.rows())
                .allMatch(row -> !row.stack().isEmpty() && row.stack().size() <= 8);
    }

    /** What the JDK and libraries allocate for a line of the demo's is that line's, at least as often as it was run. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        OrderMapper     | euros           | String.format(           | 57
        OrderService    | place           | new CustomerOrder(       | 1
        ReportService   | centsByCustomer | cents = new TreeMap<>()  | 1
        ReportService   | formatted       | new StringBuilder()      | 1
        """)
    void shouldGiveTheLineOfTheDemoWhatItCaused(String className, String method, String text, long eachVisit) {
        String file = className + ".java";
        String site = DEMO + "." + className + "." + method + "(" + file + ":" + Sources.lineOf(file, text) + ")";

        assertThat(byApplication.rows())
                .filteredOn(row -> site.equals(row.site()))
                .singleElement()
                .satisfies(row -> {
                    assertThat(row.type()).isNull();
                    assertThat(row.count()).isGreaterThanOrEqualTo(VISITS * eachVisit);
                    assertThat(row.stack().get(row.stack().size() - 1)).isEqualTo(site);
                });
    }

    @Test
    void shouldNameThePlacesOfTheDemoAloneAndOneRowForTheRest() {
        assertThat(byApplication.rows())
                .filteredOn(row -> row.className() == null)
                .extracting(Row::site)
                .containsExactlyInAnyOrder("(no stack)", "(no application frame)");
        assertThat(byApplication.rows())
                .filteredOn(row -> row.className() != null)
                .hasSizeGreaterThan(10)
                .allMatch(row -> row.isIn(DEMO));
    }

    @Test
    void shouldLeadFromALineOfTheDemoDownToWhatAllocates() throws Exception {
        Row wanted = byApplication.rowsIn(DEMO).get(0);

        JsonNode detail = demo.json(REPORT + "/sites/" + wanted.id());

        assertThat(Answer.row(detail).site()).isEqualTo(wanted.site());
        assertThat(detail.at("/tree/frame").asString()).isEqualTo(wanted.site());
        assertThat(detail.at("/tree/children")).isNotEmpty();
        assertThat(detail.at("/types")).isNotEmpty();
        assertThat(detail.at("/stacks")).isNotEmpty();
        assertThat(detail.at("/tree/bytes").asLong())
                .isEqualTo(Answer.row(detail).bytes());
    }

    @ParameterizedTest
    @CsvSource({
        "limit, 0, 0, 1..100000",
        "limit, 100001, 100001, 1..100000",
        "limit, many, many, 1..100000",
        "sort, size, size, bytes",
        "packages, com%2Facme, com/acme, package names",
        "groupBy, line, line, app"
    })
    void shouldSayWhatIsWrongWithAParameter(String parameter, String sent, String value, String allowed)
            throws Exception {
        HttpResponse<String> response = demo.get(REPORT + "?" + parameter + "=" + sent);

        assertThat(response.statusCode()).isEqualTo(400);
        JsonNode body = Answer.parse(response.body());
        assertThat(body.get("parameter").asString()).isEqualTo(parameter);
        assertThat(body.get("value").asString()).isEqualTo(value);
        assertThat(body.get("allowed").asString()).contains(allowed);
    }

    @Test
    void shouldAnswerOneRowByItsId() throws Exception {
        Row wanted = complete.rows().get(0);

        Row row = Answer.row(demo.json(REPORT + "/sites/" + wanted.id()));

        assertThat(row.site()).isEqualTo(wanted.site());
        assertThat(row.type()).isEqualTo(wanted.type());
        assertThat(row.count()).isGreaterThanOrEqualTo(wanted.count());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/xml", "/sites/0000000000000000", "/sites/x"})
    void shouldNotFindWhatIsNotThere(String path) throws Exception {
        assertThat(demo.get(REPORT + path).statusCode()).isEqualTo(404);
    }

    @Test
    void shouldWriteEveryRowInAFormat() throws Exception {
        Answer.of(demo.json(REPORT + "/json")).checkComplete();
    }

    @Test
    void shouldChangeNothingUnlessAllowed() throws Exception {
        assertThat(demo.delete(REPORT).statusCode()).isEqualTo(405);
        for (String action : List.of("/mark", "/pause", "/resume")) {
            assertThat(demo.post(REPORT + action).statusCode()).as(action).isEqualTo(405);
        }
    }
}
