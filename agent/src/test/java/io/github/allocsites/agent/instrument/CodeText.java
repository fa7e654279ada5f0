// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.instrument;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.IincInsnNode;
import org.objectweb.asm.tree.IntInsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.LineNumberNode;
import org.objectweb.asm.tree.LocalVariableNode;
import org.objectweb.asm.tree.LookupSwitchInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.MultiANewArrayInsnNode;
import org.objectweb.asm.tree.TableSwitchInsnNode;
import org.objectweb.asm.tree.TryCatchBlockNode;
import org.objectweb.asm.tree.TypeInsnNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * The code of a method as text, hooks left out: instructions, lines, frames, exception handlers and variables, every
 * place named by the number of the instruction that stands there. With and without hooks it must read the same.
 */
final class CodeText {
    private final MethodNode method;
    private final int maxLocals;
    private final Set<AbstractInsnNode> ours = new HashSet<>();
    private final Map<AbstractInsnNode, Integer> places = new HashMap<>();
    private final List<String> text = new ArrayList<>();

    private CodeText(MethodNode method, int maxLocals) {
        this.method = method;
        this.maxLocals = maxLocals;
    }

    /** The text; variables from {@code maxLocals} on are the hooks'. */
    static List<String> of(MethodNode method, int maxLocals) {
        CodeText code = new CodeText(method, maxLocals);
        code.findHooks();
        code.number();
        code.write();
        return code.text;
    }

    /** The hooks as {@link HooksDue} says them. */
    static List<String> hooks(MethodNode method, int maxLocals) {
        CodeText code = new CodeText(method, maxLocals);
        code.findHooks();
        code.number();
        Set<LabelNode> targets = Trees.targets(method);
        for (AbstractInsnNode instruction : method.instructions) {
            int number = code.places.get(instruction);
            if (Trees.isHook(instruction)) {
                code.text.add(HookShape.text((MethodInsnNode) instruction, number));
            } else if (instruction instanceof LabelNode label && targets.contains(label)) {
                code.text.add(number + " jump");
            }
        }
        return code.text;
    }

    private static boolean isArchiveSearch(AbstractInsnNode instruction) {
        return instruction instanceof MethodInsnNode call && CountedCalls.searchesArchive(call.owner, call.name);
    }

    /** Whether something is exchanged for null in there. */
    static boolean forgets(MethodNode method) {
        for (AbstractInsnNode instruction : method.instructions) {
            if (isArchiveSearch(instruction) && !forgetting(instruction).isEmpty()) {
                return true;
            }
        }
        return false;
    }

    /** What is found in the archive must not be used: it is exchanged for null. Nothing in a class without hooks. */
    private static List<AbstractInsnNode> forgetting(AbstractInsnNode search) {
        AbstractInsnNode first = Trees.neighbour(search, false, 1);
        if (first.getOpcode() != Opcodes.POP) {
            return List.of();
        }
        AbstractInsnNode second = Trees.neighbour(first, false, 1);
        return second.getOpcode() == Opcodes.ACONST_NULL ? List.of(first, second) : List.of();
    }

    private void findHooks() {
        for (AbstractInsnNode instruction : method.instructions) {
            if (Trees.isHook(instruction)) {
                ours.addAll(HookShape.instructions((MethodInsnNode) instruction));
            } else if (isArchiveSearch(instruction)) {
                ours.addAll(forgetting(instruction));
            } else if (instruction instanceof VarInsnNode variable && variable.var >= maxLocals) {
                ours.add(instruction);
            }
        }
    }

    private void number() {
        int number = 0;
        for (AbstractInsnNode instruction : method.instructions) {
            places.put(instruction, number);
            number += instruction.getOpcode() >= 0 && !ours.contains(instruction) ? 1 : 0;
        }
    }

    private void write() {
        for (AbstractInsnNode instruction : method.instructions) {
            if (!ours.contains(instruction) && !(instruction instanceof LabelNode)) {
                text.add(places.get(instruction) + ": " + instruction(instruction));
            }
        }
        for (TryCatchBlockNode block : method.tryCatchBlocks) {
            text.add("try " + place(block.start) + ".." + place(block.end) + " " + place(block.handler) + " "
                    + block.type);
        }
        if (method.localVariables != null) {
            for (LocalVariableNode variable : method.localVariables) {
                text.add("variable " + variable.index + " " + variable.name + " " + variable.desc + " "
                        + variable.signature + " " + place(variable.start) + ".." + place(variable.end));
            }
        }
    }

    private int place(LabelNode label) {
        return places.get(label);
    }

    private List<Integer> allPlaces(List<LabelNode> labels) {
        return labels.stream().map(this::place).toList();
    }

    private String instruction(AbstractInsnNode node) {
        int opcode = node.getOpcode();
        if (node instanceof LineNumberNode line) {
            return "line " + line.line;
        } else if (node instanceof FrameNode frame) {
            return "frame " + types(frame.local) + types(frame.stack);
        } else if (node instanceof JumpInsnNode jump) {
            return opcode + " to " + place(jump.label);
        } else if (node instanceof TableSwitchInsnNode table) {
            return opcode + " " + table.min + ".." + table.max + allPlaces(table.labels) + place(table.dflt);
        } else if (node instanceof LookupSwitchInsnNode lookup) {
            return opcode + " " + lookup.keys + allPlaces(lookup.labels) + place(lookup.dflt);
        }
        return opcode + " " + operands(node);
    }

    private static String operands(AbstractInsnNode node) {
        if (node instanceof IntInsnNode operand) {
            return "" + operand.operand;
        } else if (node instanceof VarInsnNode variable) {
            return "" + variable.var;
        } else if (node instanceof IincInsnNode increment) {
            return increment.var + " " + increment.incr;
        } else if (node instanceof TypeInsnNode type) {
            return type.desc;
        } else if (node instanceof FieldInsnNode field) {
            return field.owner + "." + field.name + field.desc;
        } else if (node instanceof MethodInsnNode call) {
            return call.owner + "." + call.name + call.desc + call.itf;
        } else if (node instanceof InvokeDynamicInsnNode dynamic) {
            return dynamic.name + dynamic.desc + dynamic.bsm + List.of(dynamic.bsmArgs);
        } else if (node instanceof LdcInsnNode constant) {
            return constant.cst.getClass() + " " + constant.cst;
        } else if (node instanceof MultiANewArrayInsnNode array) {
            return array.desc + array.dims;
        }
        return "";
    }

    private List<String> types(List<Object> types) {
        List<String> names = new ArrayList<>();
        for (Object type : types == null ? List.of() : types) {
            names.add(type instanceof LabelNode label ? "new at " + place(label) : Objects.toString(type));
        }
        return names;
    }
}
