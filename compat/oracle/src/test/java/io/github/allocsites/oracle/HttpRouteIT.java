// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * One route of the demo, through all its threads: the rows that three runs under the oracle repeat are equal under the
 * agent, and the others lie within the oracle's own spread.
 *
 * <p>An application does a few things once a second or when a thread comes too late. Where a row differs, more runs of
 * both are therefore made: what is wrong stays wrong.
 */
final class HttpRouteIT {
    private static final int REQUESTS = Integer.getInteger("http.requests", 200);
    private static final int ORACLE_RUNS = 3;
    private static final int MORE_RUNS = 2;
    private static final int LEAST_REPEATED = 500;

    @TempDir
    private static Path folder;

    private static DemoJar jar;
    private static Path library;

    static List<Jdk> jdks() {
        return Jdk.all();
    }

    @BeforeAll
    static void unpack() throws Exception {
        assumeTrue(AsyncProfiler.isForThisPlatform(), "the oracle is only asked on Linux x64: nothing was compared");
        assumeTrue(REQUESTS > 0, "takes a quarter of an hour, so on demand: -Dhttp.requests=200");
        jar = DemoJar.unpack(folder);
        library = AsyncProfiler.unpack(folder);
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void shouldCountWhatTheOracleCounts(Jdk jdk) throws Exception {
        List<HttpRun> oracle = new ArrayList<>();
        List<HttpRun> agent = new ArrayList<>(List.of(HttpRun.underAgent(jdk, jar, REQUESTS)));
        for (int run = 0; run < ORACLE_RUNS; run++) {
            oracle.add(HttpRun.underOracle(jdk, jar, REQUESTS, library, folder));
        }
        HttpAgreement agreement = agreement(jdk, oracle, agent);
        for (int more = 0; more < MORE_RUNS && !agreement.differences().isEmpty(); more++) {
            oracle.add(HttpRun.underOracle(jdk, jar, REQUESTS, library, folder));
            agent.add(HttpRun.underAgent(jdk, jar, REQUESTS));
            agreement = agreement(jdk, oracle, agent);
        }
        assertThat(answers(agent)).hasSize(1).isEqualTo(answers(oracle));
        assertThat(agreement.repeated()).hasSizeGreaterThan(LEAST_REPEATED);
        assertThat(agreement.differences()).isEmpty();
        assertThat(agreement.agent().keys()).as("the list is too long").noneMatch(EarlierLambdas::has);
    }

    private static HttpAgreement agreement(Jdk jdk, List<HttpRun> oracle, List<HttpRun> agent) {
        HttpAgreement agreement = new HttpAgreement(spread(oracle), spread(agent));
        System.out.println("One route on " + jdk + ", " + REQUESTS + " requests: " + agreement.summary());
        agreement.byVirtualMachine().forEach(row -> System.out.println("  by the JVM itself: " + agreement.text(row)));
        agreement.notCounted().forEach(row -> System.out.println("  by an earlier lambda: " + agreement.text(row)));
        agreement.others().forEach(row -> System.out.println("  not repeated: " + agreement.text(row)));
        agreement.differences().forEach(difference -> System.out.println("  differs: " + difference));
        return agreement;
    }

    private static Spread spread(List<HttpRun> runs) {
        return new Spread(runs.stream().map(HttpRun::difference).toList());
    }

    private static Set<KeepAlive.Answer> answers(List<HttpRun> runs) {
        return runs.stream().map(HttpRun::answer).collect(Collectors.toSet());
    }
}
