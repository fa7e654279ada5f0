// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.instrument;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class HookCallsTests {
    private static final int CALL_BYTES = 3;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 5, 6, 127, 128, 255, 32_767, 32_768, 65_536, 262_143})
    void shouldPassProbeNumbersOfAnySize(int probe) {
        NewConstants constants = new NewConstants(100);
        HookCalls calls = new HookCalls(constants);

        calls.fixed(probe);

        assertThat(pushed(calls.take(), constants)).isEqualTo(probe);
    }

    @ParameterizedTest
    @CsvSource({"5,1", "127,2", "32767,3", "32768,2"})
    void shouldPushNumbersByTheShortestInstruction(int probe, int bytes) {
        HookCalls calls = new HookCalls(new NewConstants(100));

        calls.fixed(probe);

        assertThat(calls.take()).hasSize(bytes + CALL_BYTES);
    }

    @ParameterizedTest
    @CsvSource({"255,2", "256,3"})
    void shouldLoadClassesByTheInstructionThatReachesTheirConstant(int constant, int bytes) {
        HookCalls calls = new HookCalls(new NewConstants(1000));

        calls.object(constant, 0);

        assertThat(calls.take()).hasSize(bytes + 1 + CALL_BYTES);
    }

    /** What the first instruction pushes; an int constant is the first one that was added. */
    private static int pushed(byte[] code, NewConstants constants) {
        ByteBuffer bytes = ByteBuffer.wrap(code);
        int opcode = bytes.get();
        return switch (opcode) {
            case 16 -> bytes.get();
            case 17 -> bytes.getShort();
            case 18, 19 -> ByteBuffer.wrap(constants.bytes().toArray()).getInt(1);
            default -> opcode - 3;
        };
    }
}
