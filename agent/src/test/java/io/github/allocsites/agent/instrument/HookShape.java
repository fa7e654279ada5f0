// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.instrument;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.allocsites.report.SiteId;
import io.github.allocsites.table.Probe;
import io.github.allocsites.table.Recording;
import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.IntInsnNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.VarInsnNode;

/** One call of a hook in a method: the instructions that belong to it, each of which must be what is expected there. */
final class HookShape {
    private final MethodInsnNode call;
    private final List<AbstractInsnNode> all = new ArrayList<>();
    private AbstractInsnNode at;

    private HookShape(MethodInsnNode call) {
        this.call = call;
        this.at = call;
        all.add(call);
    }

    /** The call, its arguments, and what keeps a copy of what they are taken from. */
    static List<AbstractInsnNode> instructions(MethodInsnNode call) {
        HookShape hook = new HookShape(call);
        if (call.name.equals("hidden")) {
            hook.variables();
        } else {
            hook.back();
            assertThat(probe(hook.at)).isNotNegative();
            hook.arguments();
        }
        return hook.all;
    }

    private void arguments() {
        switch (call.name) {
            case "object" -> {
                back();
                Probe probe = Recording.probes().get(probe(all.get(1)));
                String type = ((Type) ((LdcInsnNode) at).cst).getClassName();
                assertThat(SiteId.normalise(type)).isEqualTo(probe.type());
            }
            case "array1", "array2", "array4", "array8" -> {
                if (Trees.neighbour(at, true, 1).getOpcode() == Opcodes.ARRAYLENGTH) { // made by a call
                    back();
                    cast();
                }
                back(Opcodes.DUP);
            }
            case "typedArray" -> {
                back(Opcodes.ARRAYLENGTH);
                cast();
                back(Opcodes.SWAP);
                getClassOfTop();
                back(Opcodes.DUP);
            }
            case "instance" -> classOfTopOrConstant();
            case "made", "cloned", "boxInt", "boxShort", "boxChar" -> back(Opcodes.DUP);
            case "boxLong" -> back(Opcodes.DUP2);
            case "product" -> {
                back(Opcodes.ALOAD);
                back(Opcodes.IADD);
                back(Opcodes.ILOAD);
                back(Opcodes.ILOAD);
            }
            case "level" -> level();
            default -> assertThat(call.name).isIn("fixed", "boxFloat", "boxDouble");
        }
    }

    /** A constant where the class of a {@code new} has a generator's number in its name. */
    private void classOfTopOrConstant() {
        if (Trees.neighbour(at, true, 1) instanceof LdcInsnNode constant) {
            back();
            String type = ((Type) constant.cst).getClassName();
            assertThat(SiteId.normalise(type)).isNotEqualTo(type);
        } else {
            getClassOfTop();
        }
    }

    private void getClassOfTop() {
        back(Opcodes.INVOKEVIRTUAL);
        assertThat(((MethodInsnNode) at).name).isEqualTo("getClass");
        back(Opcodes.DUP);
    }

    private void cast() {
        if (Trees.neighbour(at, true, 1).getOpcode() == Opcodes.CHECKCAST) {
            back();
        }
    }

    private void level() {
        do {
            back();
        } while (at.getOpcode() != Opcodes.LCONST_1);
    }

    private void variables() {
        back(Opcodes.ALOAD);
        int file = ((VarInsnNode) at).var;
        back(Opcodes.ALOAD);
        AbstractInsnNode store = Trees.neighbour(call, false, 1);
        assertThat(store.getOpcode()).isEqualTo(Opcodes.ASTORE);
        assertThat(((VarInsnNode) store).var).isEqualTo(file).isEqualTo(4);
        assertThat(((VarInsnNode) at).var).isEqualTo(2);
        all.add(store);
    }

    private void back(int opcode) {
        back();
        assertThat(at.getOpcode()).as(call.name).isEqualTo(opcode);
    }

    private void back() {
        at = Trees.neighbour(at, true, 1);
        all.add(at);
    }

    /** As {@link HooksDue} says it, of a hook that stands before the instruction of that number. */
    static String text(MethodInsnNode call, int number) {
        if (call.name.equals("hidden")) {
            return number + " hidden";
        }
        Probe probe = Recording.probes().get(probe(Trees.neighbour(call, true, 1)));
        String size = call.name.equals("fixed") ? " " + probe.sizeBytes() : "";
        return number + " " + call.name + " " + probe.type() + size + " line " + probe.line();
    }

    private static int probe(AbstractInsnNode push) {
        if (push instanceof IntInsnNode operand) {
            return operand.operand;
        } else if (push instanceof LdcInsnNode constant) {
            return (Integer) constant.cst;
        }
        return push.getOpcode() - Opcodes.ICONST_0;
    }
}
