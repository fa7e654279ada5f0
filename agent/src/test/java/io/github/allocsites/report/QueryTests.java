// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QueryTests {

    @Test
    void shouldHaveDefaultsWhenNothingIsGiven() {
        Query expected = new Query(50, SortBy.BYTES, List.of(), null, GroupBy.APP);
        assertThat(Query.parse(null, null, null, null, null)).isEqualTo(expected);
        assertThat(Query.parse("", " ", "", " ", "")).isEqualTo(expected);
    }

    @Test
    void shouldTakeEveryParameter() {
        Query query = Query.parse(" 7 ", "count", "com.acme, java.util", "byte[]", "method");
        assertThat(query)
                .isEqualTo(new Query(7, SortBy.COUNT, List.of("com.acme", "java.util"), "byte[]", GroupBy.METHOD));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "100000"})
    void shouldAllowLimitsAtTheirBounds(String limit) {
        assertThat(Query.parse(limit, null, null, null, null).limit()).isEqualTo(Integer.parseInt(limit));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "100001", "99999999999", "ten", "1.5", "1,000", "0x10"})
    void shouldRefuseLimitsOutOfRange(String limit) {
        assertRefused("limit", limit, "1..100000", () -> Query.parse(limit, null, null, null, null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"size", "BYTES", "bytes,count"})
    void shouldRefuseUnknownOrders(String sort) {
        assertRefused("sort", sort, "bytes, count", () -> Query.parse(null, sort, null, null, null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"application", "stacks", "package", "Site"})
    void shouldRefuseUnknownGroupings(String groupBy) {
        assertRefused(
                "groupBy",
                groupBy,
                "app, stack, site, method, class, type",
                () -> Query.parse(null, null, null, null, groupBy));
    }

    @ParameterizedTest
    @ValueSource(strings = {"count", "Bytes", "live"})
    void shouldRefuseUnknownValues(String value) {
        assertRefused("value", value, "bytes, objects", () -> Query.parse(null, null, null, null, null, value));
    }

    @Test
    void shouldWriteBytesUnlessObjectsAreAskedFor() {
        assertThat(Query.parse(null, null, null, null, null, null).value()).isEqualTo(Value.BYTES);
        assertThat(Query.parse(null, null, null, null, null, "objects")
                        .unlimited()
                        .value())
                .isEqualTo(Value.OBJECTS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"com/acme", "com.acme.*", "com.acme.", ".com", "com..acme", "com.acme,", ",", "com acme"})
    void shouldRefuseWhatCanBeNoPackage(String packages) {
        assertRefused(
                "packages",
                packages,
                "package names separated by commas, such as com.acme,java.util",
                () -> Query.parse(null, null, packages, null, null));
    }

    @ParameterizedTest
    @CsvSource({
        "com.acme.X, true",
        "com.acme.sub.Y, true",
        "com.acme.X$Inner, true",
        "com.acmeother.Z, false",
        "com.acme, false",
        "org.com.acme.X, false",
        "X, false"
    })
    void shouldKeepClassesInsideAPackage(String className, boolean kept) {
        Query query = Query.parse(null, null, "com.acme", null, null);
        assertThat(query.keeps(Samples.site(className, "m", 1, "byte[]", 1, 1))).isEqualTo(kept);
    }

    @Test
    void shouldKeepClassesInsideAnyOfSeveralPackages() {
        Query query = Query.parse(null, null, "com.acme,java.util", null, null);
        assertThat(query.keeps(Samples.site("java.util.HashMap", "put", 1, "byte[]", 1, 1)))
                .isTrue();
        assertThat(query.keeps(Samples.site("java.lang.String", "trim", 1, "byte[]", 1, 1)))
                .isFalse();
    }

    @Test
    void shouldKeepOnlyTheTypeAskedFor() {
        Query query = Query.parse(null, null, null, "byte[]", null);
        assertThat(query.keeps(Samples.site("A", "m", 1, "byte[]", 1, 1))).isTrue();
        assertThat(query.keeps(Samples.site("A", "m", 1, "byte[][]", 1, 1))).isFalse();
    }

    @Test
    void shouldHaveNoBoundWhenUnlimited() {
        Query query = Query.parse("1", "count", "com.acme", "byte[]", "type").unlimited();
        assertThat(query)
                .isEqualTo(new Query(Integer.MAX_VALUE, SortBy.COUNT, List.of("com.acme"), "byte[]", GroupBy.TYPE));
    }

    @Test
    void shouldRefuseToBeMadeWithoutRows() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Query(0, SortBy.BYTES, List.of(), null, GroupBy.SITE))
                .withMessageContaining("limit");
    }

    private static void assertRefused(String parameter, String value, String allowed, Runnable parse) {
        assertThatExceptionOfType(IllegalQueryException.class)
                .isThrownBy(parse::run)
                .withMessageContainingAll(parameter, value, allowed)
                .satisfies(refusal -> assertThat(refusal.parameter()).isEqualTo(parameter))
                .satisfies(refusal -> assertThat(refusal.value()).isEqualTo(value))
                .satisfies(refusal -> assertThat(refusal.allowed()).isEqualTo(allowed));
    }
}
