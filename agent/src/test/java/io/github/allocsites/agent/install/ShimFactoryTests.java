// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.install;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

final class ShimFactoryTests {
    @ParameterizedTest
    @ValueSource(ints = {17, 20})
    void shouldAskForTheThreadWhereThereAreNoVirtualOnes(int featureVersion) {
        ClassNode shim = shim(featureVersion);
        assertThat(calls(shim, "fixed")).containsExactly("currentThread", "fixed");
        assertThat(calls(shim, "current")).containsExactly("currentThread");
        assertThat(calls(shim, "pin")).isEmpty();
        assertThat(calls(shim, "unpin")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {21, 25})
    void shouldAskForTheCarrierWhereThereAreVirtualThreads(int featureVersion) {
        ClassNode shim = shim(featureVersion);
        assertThat(calls(shim, "fixed")).containsExactly("currentCarrierThread", "fixed");
        assertThat(calls(shim, "current")).containsExactly("currentCarrierThread");
        assertThat(calls(shim, "pin")).containsExactly("currentThread", "isVirtual", "pin");
        assertThat(calls(shim, "unpin")).containsExactly("currentThread", "isVirtual", "unpin");
    }

    private static ClassNode shim(int featureVersion) {
        ClassNode node = new ClassNode();
        new ClassReader(ShimFactory.make(featureVersion)).accept(node, 0);
        return node;
    }

    /** Names of the methods that one of the shim's calls, in the order of its code. */
    private static List<String> calls(ClassNode shim, String name) {
        List<String> calls = new ArrayList<>();
        for (MethodNode method : shim.methods) {
            for (AbstractInsnNode instruction : method.instructions) {
                if (method.name.equals(name) && instruction instanceof MethodInsnNode call) {
                    calls.add(call.name);
                }
            }
        }
        return calls;
    }
}
