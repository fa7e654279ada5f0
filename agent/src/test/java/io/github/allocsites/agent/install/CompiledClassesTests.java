// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.install;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** By lines as the JVM writes them; {@code AttachingIT} asks one. */
final class CompiledClassesTests {
    @Test
    void shouldNameEachClassOnce() {
        String answer = """
                118 4 0 java.lang.StringConcatHelper.newString([BJ)Ljava/lang/String; [0x7f10, 0x7f20 - 0x7f30]
                33 3 0 java.lang.Enum.<init>(Ljava/lang/String;I)V [0x7f10, 0x7f20 - 0x7f30]
                34 3 2 java.lang.Enum.name()Ljava/lang/String; [0x7f10, 0x7f20 - 0x7f30]
                120 4 0 java.lang.invoke.Invokers$Holder.linkToTargetMethod(I)V [0x7f10, 0x7f20 - 0x7f30]
                121 4 0 java.lang.invoke.LambdaForm$MH/0x00007fc5d0002000.invoke(I)J [0x7f10, 0x7f20 - 0x7f30]
                7 1 0 Main.run()V [0x7f10, 0x7f20 - 0x7f30]
                """;

        assertThat(CompiledClasses.of(answer))
                .containsExactlyInAnyOrder(
                        "java.lang.StringConcatHelper",
                        "java.lang.Enum",
                        "java.lang.invoke.Invokers$Holder",
                        "java.lang.invoke.LambdaForm$MH/0x00007fc5d0002000",
                        "Main");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "java.lang.IllegalArgumentException: Unknown diagnostic command",
                "java.lang.IllegalArgumentException: (unknown)",
                "1 2 3 main()V",
                ".()",
                "("
            })
    void shouldKnowNothingOfAnotherAnswer(String answer) {
        assertThat(CompiledClasses.of(answer)).isEmpty();
    }
}
