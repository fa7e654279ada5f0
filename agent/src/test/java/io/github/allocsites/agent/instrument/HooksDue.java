// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.instrument;

import io.github.allocsites.agent.instrument.CountedCalls.TypeSizes;
import io.github.allocsites.report.SiteId;
import io.github.allocsites.table.Hook;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.IntInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.LineNumberNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.MultiANewArrayInsnNode;
import org.objectweb.asm.tree.TypeInsnNode;

/**
 * The hooks that a method without hooks is due, worked out from its instructions and nothing of the instrumenter's.
 * Each is a line of text: the number of the instruction it stands before, hook, type, size where it is constant,
 * source line. Where a jump leads to, a line of its own says on which side of the hooks it lands.
 */
final class HooksDue {
    private static final int MOST_FIXED_BYTES = 1 << 20;

    private final MethodNode method;
    private final Set<LabelNode> targets;
    private final List<String> due = new ArrayList<>();
    private final Set<AbstractInsnNode> counted = new HashSet<>();
    private int number;
    private int line;

    private HooksDue(MethodNode method) {
        this.method = method;
        this.targets = Trees.targets(method);
    }

    static List<String> of(String owner, MethodNode method) {
        if (CountedCalls.nothingInside(owner, method.name, method.desc)) {
            return List.of();
        }
        HooksDue hooks = new HooksDue(method);
        if (CountedCalls.definesHiddenClasses(owner, method.name, method.desc)) {
            hooks.due.add("0 hidden");
        }
        for (AbstractInsnNode instruction : method.instructions) {
            hooks.add(instruction);
        }
        return hooks.due;
    }

    /** How many of the lines are hooks. */
    static int count(List<String> lines) {
        return (int) lines.stream().filter(text -> !text.endsWith(" jump")).count();
    }

    private void add(AbstractInsnNode node) {
        if (node instanceof LineNumberNode lineNumber) {
            line = lineNumber.line;
        } else if (node instanceof LabelNode label && targets.contains(label)) {
            due.add(number + " jump");
        } else if (node.getOpcode() >= 0) {
            before(node);
            number++;
            behind(node);
        }
    }

    private void before(AbstractInsnNode node) {
        switch (node.getOpcode()) {
            case Opcodes.NEW -> {
                if (!isGenerated(node)) {
                    hook("object", className(node));
                }
            }
            case Opcodes.NEWARRAY -> array(node, primitiveArray(((IntInsnNode) node).operand));
            case Opcodes.ANEWARRAY ->
                array(node, "[" + Type.getObjectType(((TypeInsnNode) node).desc).getDescriptor());
            default -> {
                if (node instanceof MethodInsnNode call) {
                    beforeCall(call);
                }
            }
        }
    }

    private void beforeCall(MethodInsnNode call) {
        String[] counts = CountedCalls.of(call.getOpcode(), call.owner, call.name, call.desc);
        if (counts != null && CountedCalls.standsBefore(counts[0])) {
            hook(counts[0], counts[1]);
        }
    }

    private void behind(AbstractInsnNode node) {
        switch (node.getOpcode()) {
            case Opcodes.NEW -> {
                if (isGenerated(node)) {
                    hook("instance", className(node));
                }
            }
            case Opcodes.MULTIANEWARRAY -> {
                MultiANewArrayInsnNode array = (MultiANewArrayInsnNode) node;
                for (int level = 0; level < array.dims; level++) {
                    hook("level", name(array.desc.substring(level)));
                }
            }
            case Opcodes.CHECKCAST -> uninitialized((TypeInsnNode) node);
            default -> {
                if (node instanceof MethodInsnNode call) {
                    behindCall(call);
                }
            }
        }
    }

    private void behindCall(MethodInsnNode call) {
        String[] counts = CountedCalls.of(call.getOpcode(), call.owner, call.name, call.desc);
        if (counts == null || CountedCalls.standsBefore(counts[0])) {
            return;
        }
        AbstractInsnNode next = straight(call.getNext(), true);
        if (call.name.equals("allocateUninitializedArray")
                && next instanceof TypeInsnNode cast
                && cast.getOpcode() == Opcodes.CHECKCAST
                && cast.desc.matches("\\[[ZBCSIFJD]")) {
            counted.add(cast); // what a jump cannot reach has but one origin
        } else {
            hook(counts[0], counts[1]);
        }
    }

    private void uninitialized(TypeInsnNode cast) {
        if (counted.contains(cast)) {
            hook("array" + TypeSizes.elementBytes(cast.desc), name(cast.desc));
        }
    }

    private void array(AbstractInsnNode node, String descriptor) {
        int length = constant(straight(node.getPrevious(), false));
        int elementBytes = TypeSizes.elementBytes(descriptor);
        long bytes = Hook.arrayBytes(Math.max(length, 0), elementBytes);
        if (targetBetween(node) || length < 0 || bytes > MOST_FIXED_BYTES) {
            hook("array" + elementBytes, name(descriptor));
        } else {
            hook("fixed", name(descriptor) + " " + bytes);
        }
    }

    private boolean targetBetween(AbstractInsnNode node) {
        AbstractInsnNode at = node.getPrevious();
        while (at != null && at.getOpcode() < 0) {
            if (at instanceof LabelNode label && targets.contains(label)) {
                return true;
            }
            at = at.getPrevious();
        }
        return at == null;
    }

    /** The next instruction that way; null when a jump leads between. */
    private AbstractInsnNode straight(AbstractInsnNode from, boolean forward) {
        AbstractInsnNode at = from;
        while (at != null && at.getOpcode() < 0) {
            if (at instanceof LabelNode label && targets.contains(label)) {
                return null;
            }
            at = forward ? at.getNext() : at.getPrevious();
        }
        return at;
    }

    private void hook(String name, String type) {
        due.add(number + " " + name + " " + type + " line " + line);
    }

    private static int constant(AbstractInsnNode node) {
        if (node instanceof IntInsnNode push && push.getOpcode() != Opcodes.NEWARRAY) {
            return push.operand;
        } else if (node instanceof LdcInsnNode ldc && ldc.cst instanceof Integer value) {
            return value;
        }
        int opcode = node == null ? -1 : node.getOpcode();
        return opcode >= Opcodes.ICONST_0 && opcode <= Opcodes.ICONST_5 ? opcode - Opcodes.ICONST_0 : -1;
    }

    private static boolean isGenerated(AbstractInsnNode node) {
        return !((TypeInsnNode) node).desc.replace('/', '.').equals(className(node));
    }

    private static String className(AbstractInsnNode node) {
        return SiteId.normalise(((TypeInsnNode) node).desc.replace('/', '.'));
    }

    private static String name(String descriptor) {
        return SiteId.normalise(Type.getType(descriptor).getClassName());
    }

    private static String primitiveArray(int operand) {
        return switch (operand) {
            case Opcodes.T_BOOLEAN -> "[Z";
            case Opcodes.T_CHAR -> "[C";
            case Opcodes.T_FLOAT -> "[F";
            case Opcodes.T_DOUBLE -> "[D";
            case Opcodes.T_BYTE -> "[B";
            case Opcodes.T_SHORT -> "[S";
            case Opcodes.T_INT -> "[I";
            default -> "[J";
        };
    }
}
