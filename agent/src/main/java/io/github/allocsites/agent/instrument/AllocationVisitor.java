// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.instrument;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.bytebuddy.jar.asm.Handle;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;

/**
 * Puts a hook behind each allocating instruction of one method.
 *
 * <pre>
 *   new T                    newarray E                     multianewarray T, n
 *   ldc T.class              dup                            (lengths were put aside and back again before it)
 *   push probe               arraylength                    per level: product of outer lengths, length,
 *   invokestatic object      push probe                       push element bytes, push probe
 *                            invokestatic array1|2|4|8        invokestatic level
 * </pre>
 *
 * A constant length makes {@code push probe; invokestatic fixed}. StringBuilder and StringBuffer are counted before
 * {@code new}: a call between {@code new} and the constructor makes C2 give up merging string builder chains, and the
 * program would allocate more than without us.
 */
final class AllocationVisitor extends MethodVisitor {
    /** Most the hooks add to the operand stack: lengths and products of a multi-dimensional array. */
    private static final int EXTRA_STACK = 8;

    private final MethodProbes probes;
    private final ArraySizes sizes;
    private final List<Label> here = new ArrayList<>();
    private final Map<Label, Label> moved = new HashMap<>();
    private int line;
    private final int locals;
    private int extraLocals;

    /** The int constant the instruction just visited pushed; negative when it pushed none. */
    private int constant = -1;

    AllocationVisitor(MethodVisitor next, MethodProbes probes, ArraySizes sizes, int locals) {
        super(Opcodes.ASM9, next);
        this.probes = probes;
        this.sizes = sizes;
        this.locals = locals;
    }

    @Override
    public void visitLineNumber(int number, Label start) {
        line = number;
        super.visitLineNumber(number, start);
    }

    @Override
    public void visitTypeInsn(int opcode, String type) {
        if (opcode == Opcodes.NEW) {
            visitNew(type);
            after();
            return;
        }
        int length = after();
        super.visitTypeInsn(opcode, type);
        if (opcode == Opcodes.ANEWARRAY) {
            String descriptor = type.startsWith("[") ? type : "L" + type + ";";
            array("[" + descriptor, length);
        }
    }

    private void visitNew(String type) {
        int probe = probes.object(line, type);
        if (type.equals("java/lang/StringBuilder") || type.equals("java/lang/StringBuffer")) {
            HookCalls.object(mv, type, probe);
            Label behind = new Label();
            for (Label label : here) {
                moved.put(label, behind); // frames name an uninitialised object by the label of its NEW
            }
            super.visitLabel(behind);
            super.visitTypeInsn(Opcodes.NEW, type);
        } else {
            super.visitTypeInsn(Opcodes.NEW, type);
            HookCalls.object(mv, type, probe);
        }
    }

    @Override
    public void visitIntInsn(int opcode, int operand) {
        int length = after();
        super.visitIntInsn(opcode, operand);
        if (opcode == Opcodes.NEWARRAY) {
            array("[" + ArraySizes.primitive(operand), length);
        } else {
            constant = operand;
        }
    }

    private void array(String descriptor, int constantLength) {
        int elementBytes = sizes.elementBytes(descriptor);
        if (constantLength >= 0) {
            HookCalls.fixed(mv, probes.fixed(line, descriptor, sizes.bytes(constantLength, elementBytes)));
        } else {
            HookCalls.array(mv, elementBytes, probes.varying(line, descriptor));
        }
    }

    @Override
    public void visitMultiANewArrayInsn(String descriptor, int dimensions) {
        after();
        extraLocals = Math.max(extraLocals, dimensions);
        for (int level = dimensions - 1; level >= 0; level--) {
            super.visitVarInsn(Opcodes.ISTORE, locals + level);
        }
        for (int level = 0; level < dimensions; level++) {
            super.visitVarInsn(Opcodes.ILOAD, locals + level);
        }
        super.visitMultiANewArrayInsn(descriptor, dimensions);
        for (int level = 0; level < dimensions; level++) {
            level(descriptor.substring(level), level);
        }
    }

    private void level(String descriptor, int level) {
        super.visitInsn(Opcodes.LCONST_1);
        for (int outer = 0; outer < level; outer++) {
            super.visitVarInsn(Opcodes.ILOAD, locals + outer);
            super.visitInsn(Opcodes.I2L);
            super.visitInsn(Opcodes.LMUL);
        }
        super.visitVarInsn(Opcodes.ILOAD, locals + level);
        HookCalls.level(mv, sizes.elementBytes(descriptor), probes.varying(line, descriptor));
    }

    @Override
    public void visitInsn(int opcode) {
        after();
        super.visitInsn(opcode);
        if (opcode >= Opcodes.ICONST_0 && opcode <= Opcodes.ICONST_5) {
            constant = opcode - Opcodes.ICONST_0;
        }
    }

    @Override
    public void visitLdcInsn(Object value) {
        after();
        super.visitLdcInsn(value);
        if (value instanceof Integer number) {
            constant = number;
        }
    }

    @Override
    public void visitLabel(Label label) {
        constant = -1; // a jump may come here with another value
        here.add(label);
        super.visitLabel(label);
    }

    @Override
    public void visitFrame(int type, int localCount, Object[] local, int stackCount, Object[] stack) {
        super.visitFrame(type, localCount, moved(local, localCount), stackCount, moved(stack, stackCount));
    }

    private Object[] moved(Object[] types, int count) {
        if (moved.isEmpty() || types == null) {
            return types;
        }
        Object[] result = types.clone();
        for (int i = 0; i < count; i++) {
            result[i] = types[i] instanceof Label label ? moved.getOrDefault(label, label) : types[i];
        }
        return result;
    }

    @Override
    public void visitMaxs(int maxStack, int maxLocals) {
        super.visitMaxs(Math.min(maxStack + EXTRA_STACK, 65_535), maxLocals + extraLocals);
    }

    @Override
    public void visitVarInsn(int opcode, int index) {
        after();
        super.visitVarInsn(opcode, index);
    }

    @Override
    public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
        after();
        super.visitFieldInsn(opcode, owner, name, descriptor);
    }

    @Override
    public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
        after();
        super.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
    }

    @Override
    public void visitInvokeDynamicInsn(String name, String descriptor, Handle bootstrap, Object... arguments) {
        after();
        super.visitInvokeDynamicInsn(name, descriptor, bootstrap, arguments);
    }

    @Override
    public void visitJumpInsn(int opcode, Label label) {
        after();
        super.visitJumpInsn(opcode, label);
    }

    @Override
    public void visitIincInsn(int index, int increment) {
        after();
        super.visitIincInsn(index, increment);
    }

    @Override
    public void visitTableSwitchInsn(int min, int max, Label other, Label... labels) {
        after();
        super.visitTableSwitchInsn(min, max, other, labels);
    }

    @Override
    public void visitLookupSwitchInsn(Label other, int[] keys, Label[] labels) {
        after();
        super.visitLookupSwitchInsn(other, keys, labels);
    }

    /** Every instruction passes here: what the one before pushed, and which labels stood before it, is over. */
    private int after() {
        int pushed = constant;
        constant = -1;
        here.clear();
        return pushed;
    }
}
