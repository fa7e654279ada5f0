// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.allocsites.agent.Options;
import io.github.allocsites.spring.AllocSitesProperties.Attach;
import io.github.allocsites.spring.AllocSitesProperties.SiteLabel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

class AllocSitesPropertiesTests {

    @Test
    void shouldHaveDefaultsWhenNothingIsSet() {
        AllocSitesProperties properties = bind();
        assertThat(properties.enabled()).isTrue();
        assertThat(properties.agent().attach()).isEqualTo(Attach.AUTO);
        assertThat(properties.agent().required()).isFalse();
        assertThat(properties.metrics().enabled()).isTrue();
        assertThat(properties.metrics().sites()).isEqualTo(20);
        assertThat(properties.metrics().siteLabel()).isEqualTo(SiteLabel.METHOD);
        Options options = properties.agentOptions();
        assertThat(options).isEqualTo(Options.of(Map.of()));
        assertThat(options.memoryMaxBytes()).isEqualTo(64L << 20);
        assertThat(options.tableBuckets()).isEqualTo(65_536);
        assertThat(options.stacksDepth()).isEqualTo(8);
        assertThat(options.instrumentJdk()).isTrue();
        assertThat(options.instrumentExclude()).isEmpty();
        assertThat(options.dump()).isNull();
        assertThat(options.dumpEvery()).isNull();
        assertThat(options.dumpOnOom()).isNull();
    }

    @Test
    void shouldPassWhatIsSetOnToTheAgent() {
        AllocSitesProperties properties = bind(
                "agent.attach=never",
                "agent.required=true",
                "memory.max=128MB",
                "table.buckets= 4096 ",
                "stacks.depth=64",
                "instrument.jdk=false",
                "instrument.exclude=com.acme.a,com.acme.b",
                "dump=report.json",
                "dump.every=5m",
                "dump-on-oom=oom.txt",
                "metrics.site-label=line",
                "metrics.sites=0");
        assertThat(properties.agent().attach()).isEqualTo(Attach.NEVER);
        assertThat(properties.agent().required()).isTrue();
        assertThat(properties.metrics().siteLabel()).isEqualTo(SiteLabel.LINE);
        Options options = properties.agentOptions();
        assertThat(options.memoryMaxBytes()).isEqualTo(128L << 20);
        assertThat(options.tableBuckets()).isEqualTo(4_096);
        assertThat(options.stacksDepth()).isEqualTo(64);
        assertThat(options.instrumentJdk()).isFalse();
        assertThat(options.instrumentExclude()).containsExactly("com.acme.a", "com.acme.b");
        assertThat(options.dump()).isEqualTo(Path.of("report.json"));
        assertThat(options.dumpEvery()).isEqualTo(Duration.ofMinutes(5));
        assertThat(options.dumpOnOom()).isEqualTo(Path.of("oom.txt"));
    }

    @ParameterizedTest
    @CsvSource({"1, 64", "3000000000, 1048576"})
    void shouldLeaveClampingToTheAgent(String asked, int buckets) {
        assertThat(bind("table.buckets=" + asked).agentOptions().tableBuckets()).isEqualTo(buckets);
    }

    @ParameterizedTest
    @CsvSource({"stacks.depth, 0", "stacks.depth, 65", "metrics.sites, -1", "metrics.sites, 1001"})
    void shouldNamePropertyValueAndReasonWhenOutOfRange(String key, String value) {
        assertThatExceptionOfType(InvalidConfigurationPropertyValueException.class)
                .isThrownBy(() -> bind(key + "=" + value).agentOptions())
                .satisfies(e -> assertThat(e.getName()).isEqualTo("allocsites." + key))
                .satisfies(e -> assertThat(e.getValue()).hasToString(value))
                .satisfies(e -> assertThat(e.getReason()).isNotBlank());
    }

    @ParameterizedTest
    @CsvSource({"table.buckets, many", "memory.max, big", "agent.attach, perhaps", "metrics.site-label, file"})
    void shouldNotBindWhatIsNoValue(String key, String value) {
        assertThatExceptionOfType(BindException.class).isThrownBy(() -> bind(key + "=" + value));
    }

    private static AllocSitesProperties bind(String... pairs) {
        Map<String, Object> values = new HashMap<>();
        for (String pair : pairs) {
            int equals = pair.indexOf('=');
            values.put("allocsites." + pair.substring(0, equals), pair.substring(equals + 1));
        }
        StandardEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().addFirst(new MapPropertySource("test", values));
        return Binder.get(environment).bindOrCreate(AllocSitesProperties.PREFIX, AllocSitesProperties.class);
    }
}
