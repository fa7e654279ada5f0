// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.stacks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ApplicationPackagesTests {

    @ParameterizedTest
    @CsvSource({
        "com.acme.Main, true",
        "com.acme.shop.Order, true",
        "com.acme.shop.Order$Line, true",
        "org.example.X, true",
        "com.acmeother.X, false",
        "com.acme, false",
        "java.util.ArrayList, false"
    })
    void shouldContainSubpackagesAndNothingElse(String className, boolean isInside) {
        assertThat(new ApplicationPackages(List.of("com.acme", "org.example")).contain(className))
                .isEqualTo(isInside);
    }

    @ParameterizedTest
    @CsvSource({
        "com.acme.Main --port 8080, com.acme",
        "com.acme.shop/com.acme.shop.Main, com.acme.shop",
        "Main, ''",
        "app.jar --x, ''",
        "/opt/app.jar, ''",
        "./target/app-1.0.jar, ''",
        "'', ''"
    })
    void shouldBeThatOfTheMainClass(String command, String packages) {
        assertThat(ApplicationPackages.ofCommand(command)).hasToString(packages);
    }

    @Test
    void shouldBeNoneWhereTheJvmDoesNotSay() {
        assertThat(ApplicationPackages.ofCommand(null).isEmpty()).isTrue();
    }
}
