// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.instrument;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LookupSwitchInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.ParameterNode;
import org.objectweb.asm.tree.TableSwitchInsnNode;

/** Class files as trees, by another ASM than the one that wrote them. */
final class Trees {
    private Trees() {}

    static ClassNode of(byte[] file) {
        ClassNode node = new ClassNode();
        new ClassReader(file).accept(node, ClassReader.EXPAND_FRAMES);
        return node;
    }

    /** Names of the hooks that a method calls, in the order of its code. */
    static List<String> hooks(byte[] file, String method) {
        for (MethodNode node : of(file).methods) {
            if (node.name.equals(method)) {
                return hooks(node);
            }
        }
        throw new AssertionError("no method " + method);
    }

    static List<String> hooks(MethodNode method) {
        List<String> hooks = new ArrayList<>();
        for (AbstractInsnNode instruction : method.instructions) {
            if (isHook(instruction)) {
                hooks.add(((MethodInsnNode) instruction).name);
            }
        }
        return hooks;
    }

    static boolean isHook(AbstractInsnNode instruction) {
        return instruction instanceof MethodInsnNode call && call.owner.equals(HookCalls.SHIM);
    }

    /** Where jumps, switches and exceptions lead to. */
    static Set<LabelNode> targets(MethodNode method) {
        Set<LabelNode> targets = new HashSet<>();
        for (AbstractInsnNode instruction : method.instructions) {
            if (instruction instanceof JumpInsnNode jump) {
                targets.add(jump.label);
            } else if (instruction instanceof TableSwitchInsnNode table) {
                targets.addAll(table.labels);
                targets.add(table.dflt);
            } else if (instruction instanceof LookupSwitchInsnNode lookup) {
                targets.addAll(lookup.labels);
                targets.add(lookup.dflt);
            }
        }
        method.tryCatchBlocks.forEach(block -> targets.add(block.handler));
        return targets;
    }

    /** The instruction before or after, labels, lines and frames left out. */
    static AbstractInsnNode neighbour(AbstractInsnNode instruction, boolean before, int steps) {
        AbstractInsnNode at = instruction;
        for (int left = steps; left > 0; ) {
            at = before ? at.getPrevious() : at.getNext();
            left -= at.getOpcode() >= 0 ? 1 : 0;
        }
        return at;
    }

    static byte[] withoutParameterNames(byte[] file) {
        ClassNode node = of(file);
        node.methods.forEach(method -> method.parameters = null);
        ClassWriter writer = new ClassWriter(0);
        node.accept(writer);
        return writer.toByteArray();
    }

    /** Method by method; empty where a method has none. */
    static List<List<String>> parameterNames(byte[] file) {
        List<List<String>> names = new ArrayList<>();
        for (MethodNode method : of(file).methods) {
            List<ParameterNode> parameters = method.parameters == null ? List.of() : method.parameters;
            names.add(parameters.stream()
                    .map(parameter -> method.name + " " + parameter.name + " " + parameter.access)
                    .toList());
        }
        return names;
    }
}
