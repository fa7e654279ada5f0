// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class OptionsTests {
    private static final Options DEFAULTS = new Options(
            true,
            false,
            64L << 20,
            65_536,
            8,
            512L << 10,
            List.of(),
            true,
            InstrumentWhen.STARTUP,
            List.of(),
            null,
            null,
            null,
            List.of());

    @Test
    void shouldHaveDefaultsWhenNothingIsAsked() {
        assertThat(Options.defaults()).isEqualTo(DEFAULTS);
        assertThat(Options.of(Map.of())).isEqualTo(DEFAULTS);
        assertThat(Options.of(null, Map.of())).isEqualTo(DEFAULTS);
        assertThat(Options.of("", Map.of())).isEqualTo(DEFAULTS);
        assertThat(Options.of("  ", Map.of("PATH", "x", "ALLOCSITES_NO_SUCH_KEY", "y")))
                .isEqualTo(DEFAULTS);
    }

    @Test
    void shouldTakeEveryKeyFromTheArgument() {
        String argument = "enabled=false,agent.required=true,memory.max=16MB,table.buckets=128,stacks.depth=4,"
                + "stacks.interval=64KB,app-packages=com.acme.shop,org.example,instrument.jdk=false,"
                + "instrument.when=ready,instrument.exclude=com.acme,dump=target/x.json,"
                + "dump.every=90s,dump-on-oom=target/oom.txt";
        assertThat(Options.of(argument, Map.of()))
                .isEqualTo(new Options(
                        false,
                        true,
                        16L << 20,
                        128,
                        4,
                        64L << 10,
                        List.of("com.acme.shop", "org.example"),
                        false,
                        InstrumentWhen.READY,
                        List.of("com.acme"),
                        Path.of("target/x.json"),
                        Duration.ofSeconds(90),
                        Path.of("target/oom.txt"),
                        List.of()));
    }

    @Test
    void shouldTakeEveryKeyFromTheEnvironment() {
        Map<String, String> environment = Map.ofEntries(
                Map.entry("ALLOCSITES_ENABLED", "false"),
                Map.entry("ALLOCSITES_AGENT_REQUIRED", "true"),
                Map.entry("ALLOCSITES_MEMORY_MAX", "16MB"),
                Map.entry("ALLOCSITES_TABLE_BUCKETS", "128"),
                Map.entry("ALLOCSITES_STACKS_DEPTH", "4"),
                Map.entry("ALLOCSITES_STACKS_INTERVAL", "64KB"),
                Map.entry("ALLOCSITES_APP_PACKAGES", "com.acme.shop,org.example"),
                Map.entry("ALLOCSITES_INSTRUMENT_JDK", "false"),
                Map.entry("ALLOCSITES_INSTRUMENT_WHEN", "READY"),
                Map.entry("ALLOCSITES_INSTRUMENT_EXCLUDE", "com.acme,org.example"),
                Map.entry("ALLOCSITES_DUMP", "target/x.json"),
                Map.entry("ALLOCSITES_DUMP_EVERY", "90s"),
                Map.entry("ALLOCSITES_DUMP_ON_OOM", "target/oom.txt"));
        assertThat(Options.of(null, environment))
                .isEqualTo(new Options(
                        false,
                        true,
                        16L << 20,
                        128,
                        4,
                        64L << 10,
                        List.of("com.acme.shop", "org.example"),
                        false,
                        InstrumentWhen.READY,
                        List.of("com.acme", "org.example"),
                        Path.of("target/x.json"),
                        Duration.ofSeconds(90),
                        Path.of("target/oom.txt"),
                        List.of()));
    }

    @ParameterizedTest
    @CsvSource({"off,-1", "OFF,-1", "false,-1", "0,0", "0B,0", "0KB,0", "1KB,1024", "1024,1024", "1GB,1073741824"})
    void shouldTakeIntervalsBetweenStacks(String interval, long bytes) {
        assertThat(Options.of("stacks.interval=" + interval, Map.of()).stacksIntervalBytes())
                .isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"on", "-1", "1B", "1023", "2GB", "512XB", "1.5MB"})
    void shouldRefuseIntervalsOutOfRange(String interval) {
        assertThatThrownBy(() -> Options.of("stacks.interval=" + interval, Map.of()))
                .isInstanceOf(IllegalOptionException.class)
                .hasMessageContaining("stacks.interval")
                .hasMessageContaining(interval);
    }

    @ParameterizedTest
    @ValueSource(strings = {"com/acme", "com.acme.*", ".com", "com..acme", "1com"})
    void shouldRefuseWhatIsNoPackage(String name) {
        assertThatThrownBy(() -> Options.of("app-packages=" + name, Map.of()))
                .isInstanceOf(IllegalOptionException.class)
                .hasMessageContaining("app-packages");
    }

    @Test
    void shouldLetTheArgumentWinOverTheEnvironment() {
        Map<String, String> environment =
                Map.of("ALLOCSITES_STACKS_DEPTH", "4", "ALLOCSITES_TABLE_BUCKETS", "128", "ALLOCSITES_DUMP", "x.csv");
        Options options = Options.of("stacks.depth=16,dump=y.json", environment);
        assertThat(options.stacksDepth()).isEqualTo(16);
        assertThat(options.dump()).isEqualTo(Path.of("y.json"));
        assertThat(options.tableBuckets()).isEqualTo(128);
    }

    @Test
    void shouldIgnoreBadValuesOfTheEnvironmentThatTheArgumentOverrides() {
        assertThat(Options.of("stacks.depth=16", Map.of("ALLOCSITES_STACKS_DEPTH", "deep")))
                .extracting(Options::stacksDepth)
                .isEqualTo(16);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "instrument.exclude=com.a,com.b                | com.a com.b",
                "instrument.exclude=com.a,com.b,enabled=false  | com.a com.b",
                "enabled=false,instrument.exclude=com.a, com.b | com.a com.b",
                "instrument.exclude=com.a,,com.b,              | com.a com.b",
                "instrument.exclude=                           | ''"
            })
    void shouldTakeListsWithCommas(String argument, String prefixes) {
        assertThat(String.join(" ", Options.of(argument, Map.of()).instrumentExclude()))
                .isEqualTo(prefixes);
    }

    @Test
    void shouldTrimWhatIsWrittenWithBlanks() {
        assertThat(Options.of(" stacks.depth = 4 , table.buckets = 128 ", Map.of()))
                .isEqualTo(new Options(
                        true,
                        false,
                        64L << 20,
                        128,
                        4,
                        512L << 10,
                        List.of(),
                        true,
                        InstrumentWhen.STARTUP,
                        List.of(),
                        null,
                        null,
                        null,
                        List.of()));
    }

    @Test
    void shouldKeepEqualsSignsInValues() {
        assertThat(Options.of("dump=a=b.pb.gz", Map.of()).dump()).isEqualTo(Path.of("a=b.pb.gz"));
    }

    @ParameterizedTest
    @CsvSource({
        "enabled, yes, neither true nor false",
        "enabled, TRUE, neither true nor false",
        "agent.required, 1, neither true nor false",
        "instrument.jdk, maybe, neither true nor false",
        "instrument.when, later, neither startup nor ready",
        "table.buckets, many, not a number",
        "table.buckets, 1.5, not a number",
        "table.buckets, 64k, not a number",
        "stacks.depth, deep, not a number",
        "stacks.depth, 0, outside 1..64",
        "stacks.depth, 65, outside 1..64",
        "stacks.depth, -1, outside 1..64",
        "memory.max, MB, not a size",
        "memory.max, 64XB, not a size",
        "memory.max, -1MB, not a size",
        "memory.max, 1.5GB, not a size",
        "memory.max, 1048575, outside 1MB..1GB",
        "memory.max, 1023KB, outside 1MB..1GB",
        "memory.max, 2GB, outside 1MB..1GB",
        "memory.max, 1073741825, outside 1MB..1GB",
        "memory.max, 999999999999, outside 1MB..1GB",
        "dump, report.xml, .dhat.json",
        "dump, report, .pb.gz",
        "dump.every, 60, not a duration",
        "dump.every, 1d, not a duration",
        "dump.every, -1s, not a duration",
        "dump.every, 0s, outside 1s..24h",
        "dump.every, 25h, outside 1s..24h",
        "dump.every, 60s, needs dump=FILE",
        "no.such.key, x, known are"
    })
    void shouldNameKeyValueAndReasonWhenAValueCannotBeUsed(String key, String value, String reason) {
        assertThatExceptionOfType(IllegalOptionException.class)
                .isThrownBy(() -> Options.of(key + "=" + value, Map.of()))
                .withMessageContainingAll(key, value, reason)
                .satisfies(refused -> assertThat(refused.key()).isEqualTo(key))
                .satisfies(refused -> assertThat(refused.value()).isEqualTo(value))
                .satisfies(refused -> assertThat(refused.reason()).contains(reason));
    }

    @Test
    void shouldNameAPathThatCannotBe() {
        assertThatExceptionOfType(IllegalOptionException.class)
                .isThrownBy(() -> Options.of("dump=a\0b", Map.of()))
                .withMessageContainingAll("dump", "not a path");
    }

    @Test
    void shouldNameBadValuesOfTheEnvironment() {
        assertThatExceptionOfType(IllegalOptionException.class)
                .isThrownBy(() -> Options.of(null, Map.of("ALLOCSITES_STACKS_DEPTH", "deep")))
                .withMessageContainingAll("stacks.depth", "deep", "not a number");
    }

    @ParameterizedTest
    @ValueSource(strings = {"dump", "=x", "enabled", "true,enabled=false"})
    void shouldRefuseWhatIsNoKeyWithAValue(String argument) {
        assertThatExceptionOfType(IllegalOptionException.class)
                .isThrownBy(() -> Options.of(argument, Map.of()))
                .withMessageContaining("not key=value");
    }

    @ParameterizedTest
    @CsvSource({
        "1048576, 1048576",
        "1MB, 1048576",
        "1mb, 1048576",
        "1 MB, 1048576",
        "1024KB, 1048576",
        "2097152B, 2097152",
        "64MB, 67108864",
        "1GB, 1073741824",
        "1024MB, 1073741824"
    })
    void shouldUnderstandSizes(String size, long bytes) {
        assertThat(Options.of("memory.max=" + size, Map.of()).memoryMaxBytes()).isEqualTo(bytes);
    }

    @ParameterizedTest
    @CsvSource({"1s, 1", "90s, 90", "5m, 300", "2 h, 7200", "24h, 86400"})
    void shouldUnderstandDurations(String duration, long seconds) {
        assertThat(Options.of("dump=x.json,dump.every=" + duration, Map.of()).dumpEvery())
                .isEqualTo(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @CsvSource({"64, 64", "65, 128", "4096, 4096", "65537, 131072", "1048575, 1048576", "1048576, 1048576"})
    void shouldRoundBucketsUpToAPowerOfTwo(String asked, int used) {
        Options options = Options.of("table.buckets=" + asked, Map.of());
        assertThat(options.tableBuckets()).isEqualTo(used);
        assertThat(options.notes()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"0, 64", "-5, 64", "63, 64", "1048577, 1048576", "9999999999, 1048576"})
    void shouldClampBucketsAndLeaveANote(String asked, int used) {
        Options options = Options.of("table.buckets=" + asked, Map.of());
        assertThat(options.tableBuckets()).isEqualTo(used);
        assertThat(options.notes()).singleElement().asString().contains("table.buckets=" + asked, "" + used);
    }

    @Test
    void shouldSayItsValuesSoThatTheyCanBeReadAgain() {
        Options all = Options.of(
                "enabled=false,agent.required=true,memory.max=16MB,table.buckets=128,stacks.depth=4,"
                        + "instrument.jdk=false,instrument.exclude=com.a,com.b,dump=x.dhat.json,dump.every=1h,"
                        + "dump-on-oom=y",
                Map.of());
        assertThat(Options.of(all.values())).isEqualTo(all);
        assertThat(all.values().keySet()).containsExactlyElementsOf(OptionsParser.KEYS);
        assertThat(Options.of(DEFAULTS.values())).isEqualTo(DEFAULTS);
    }
}
