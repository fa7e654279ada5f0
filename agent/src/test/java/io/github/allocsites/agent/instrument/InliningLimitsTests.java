// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.instrument;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Methods of java.base that the hooks make too long for HotSpot to inline: by MaxInlineSize where they are not hot, by
 * FreqInlineSize where they are. Best known are those that java.base itself calls in the most places.
 */
final class InliningLimitsTests {
    private static final int MAX_INLINE_SIZE = 35;
    private static final int FREQ_INLINE_SIZE = 325;
    private static final int LISTED = 20;

    /** More of a hundred methods than this would say that the hooks have grown. */
    private static final double MOST_PERCENT = 5;

    private final Map<String, Integer> calls = new HashMap<>();
    private final List<Grown> grown = new ArrayList<>();
    private int methods;

    private record Grown(String name, int before, int after) {
        boolean crosses(int limit) {
            return before <= limit && after > limit;
        }
    }

    @Test
    void shouldMakeFewMethodsOfTheJdkTooLongToInline() {
        TestInstrumenter instrumenter = new TestInstrumenter();
        for (byte[] file : JdkClassFiles.ofModule("java.base").values()) {
            look(file, instrumenter.instrument(file).bytes());
        }
        System.out.printf("java.base: %d methods with code, %d grown%n", methods, grown.size());
        assertThat(report(MAX_INLINE_SIZE)).isBetween(1.0, MOST_PERCENT);
        assertThat(report(FREQ_INLINE_SIZE)).isBetween(0.01, MOST_PERCENT);
    }

    private void look(byte[] file, byte[] hooked) {
        MethodBytes before = new MethodBytes(file);
        MethodBytes after = hooked == null ? before : new MethodBytes(hooked);
        String owner = ClassScan.of(file).thisClass();
        for (int method = 0; method < before.count(); method++) {
            methods += before.codeBytes(method) > 0 ? 1 : 0;
            if (after.codeBytes(method) > before.codeBytes(method)) {
                String name = owner + "." + before.name(method);
                grown.add(new Grown(name, before.codeBytes(method), after.codeBytes(method)));
            }
        }
        for (MethodNode method : Trees.of(file).methods) {
            for (AbstractInsnNode instruction : method.instructions) {
                if (instruction instanceof MethodInsnNode call) {
                    calls.merge(call.owner + "." + call.name + call.desc, 1, Integer::sum);
                }
            }
        }
    }

    /** Prints what crosses the limit; answers how many of a hundred methods. */
    private double report(int limit) {
        List<Grown> crossing = grown.stream()
                .filter(method -> method.crosses(limit))
                .sorted(Comparator.comparing(method -> -calls.getOrDefault(method.name(), 0)))
                .toList();
        System.out.printf("%d methods cross %d bytes; those called in the most places:%n", crossing.size(), limit);
        for (Grown method : crossing.subList(0, Math.min(LISTED, crossing.size()))) {
            System.out.printf(
                    "| %d | `%s` | %d | %d | %d |%n",
                    limit,
                    readable(method.name()),
                    calls.getOrDefault(method.name(), 0),
                    method.before(),
                    method.after());
        }
        return 100.0 * crossing.size() / methods;
    }

    /** Class, method and the types of its parameters. */
    private static String readable(String name) {
        int descriptor = name.indexOf('(');
        String types = Arrays.stream(Type.getArgumentTypes(name.substring(descriptor)))
                .map(type -> type.getClassName().substring(type.getClassName().lastIndexOf('.') + 1))
                .collect(Collectors.joining(", "));
        return name.substring(0, descriptor).replace('/', '.') + "(" + types + ")";
    }
}
