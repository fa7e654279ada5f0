// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.instrument;

import static io.github.allocsites.agent.instrument.OddClass.ARGUMENT;
import static io.github.allocsites.agent.instrument.OddClass.COUNT;
import static io.github.allocsites.agent.instrument.OddClass.SUM;

import java.util.Random;
import org.objectweb.asm.ConstantDynamic;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.TypeReference;

/** Random expressions, each an int on the stack, that allocate and branch while others are half done. */
final class RandomValues {
    private static final int FIRST_WITH_INVOKEDYNAMIC = 51;
    private static final int FIRST_WITH_DYNAMIC_CONSTANTS = 55;
    private static final String INTEGER = "java/util/concurrent/atomic/AtomicInteger";

    private final Random random;
    private final int version;
    private final MethodVisitor code;

    RandomValues(Random random, int version, MethodVisitor code) {
        this.random = random;
        this.version = version;
        this.code = code;
    }

    /** An int on the stack. */
    void value(int depth) {
        switch (random.nextInt(depth > 3 ? 3 : 9)) {
            case 0 -> constant(random.nextInt() >> random.nextInt(32));
            case 1 -> code.visitVarInsn(Opcodes.ILOAD, ARGUMENT);
            case 2 -> {
                code.visitVarInsn(Opcodes.LLOAD, SUM);
                code.visitInsn(Opcodes.L2I);
            }
            case 3, 4 -> {
                value(depth + 1);
                value(depth + 1);
                code.visitInsn(random.nextBoolean() ? Opcodes.IADD : Opcodes.IXOR);
            }
            case 5, 6 -> ternary(depth + 1);
            case 7 -> object();
            default -> array();
        }
    }

    void constant(int value) {
        if (value == (byte) value) {
            code.visitIntInsn(Opcodes.BIPUSH, value);
        } else if (value == (short) value) {
            code.visitIntInsn(Opcodes.SIPUSH, value);
        } else {
            code.visitLdcInsn(value);
        }
    }

    private void ternary(int depth) {
        Label other = new Label();
        Label end = new Label();
        code.visitVarInsn(Opcodes.ILOAD, random.nextBoolean() ? ARGUMENT : COUNT);
        constant(random.nextInt(3));
        code.visitJumpInsn(Opcodes.IF_ICMPEQ + random.nextInt(6), other);
        value(depth);
        code.visitJumpInsn(Opcodes.GOTO, end);
        code.visitLabel(other);
        value(depth);
        code.visitLabel(end);
    }

    void small(int mask) {
        if (random.nextBoolean()) {
            code.visitInsn(Opcodes.ICONST_0 + random.nextInt(mask + 1));
        } else {
            value(2);
            code.visitInsn(Opcodes.ICONST_0 + mask);
            code.visitInsn(Opcodes.IAND);
        }
    }

    void object() {
        begin(INTEGER);
        value(2);
        OddClass.get(code);
    }

    void begin(String type) {
        code.visitTypeInsn(Opcodes.NEW, type);
        if (random.nextInt(4) == 0) {
            int target = TypeReference.newTypeReference(TypeReference.NEW).getValue();
            code.visitInsnAnnotation(target, null, "Lcom/acme/Odd;", random.nextBoolean())
                    .visitEnd();
        }
        OddClass.counted(code);
        code.visitInsn(Opcodes.DUP);
    }

    void array() {
        small(3);
        if (random.nextInt(3) == 0) {
            code.visitTypeInsn(Opcodes.ANEWARRAY, random.nextBoolean() ? "java/lang/String" : "[[J");
        } else {
            code.visitIntInsn(Opcodes.NEWARRAY, Opcodes.T_BOOLEAN + random.nextInt(8));
        }
        OddClass.counted(code);
        code.visitInsn(Opcodes.ARRAYLENGTH);
    }

    void text() {
        String type = random.nextBoolean() ? "java/lang/StringBuilder" : "java/lang/StringBuffer";
        begin(type);
        value(2);
        code.visitIntInsn(Opcodes.BIPUSH, 15);
        code.visitInsn(Opcodes.IAND);
        code.visitMethodInsn(Opcodes.INVOKESPECIAL, type, "<init>", "(I)V", false);
        value(2);
        code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, type, "append", "(I)L" + type + ";", false);
        code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, type, "length", "()I", false);
    }

    void dynamic() {
        value(2);
        if (version >= FIRST_WITH_INVOKEDYNAMIC) {
            String types = "(Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/String;Ljava/lang/invoke/MethodType;"
                    + "Ljava/lang/String;[Ljava/lang/Object;)Ljava/lang/invoke/CallSite;";
            String factory = "java/lang/invoke/StringConcatFactory";
            Handle concat = new Handle(Opcodes.H_INVOKESTATIC, factory, "makeConcatWithConstants", types, false);
            code.visitInvokeDynamicInsn("concat", "(I)Ljava/lang/String;", concat, "odd \1");
            code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, "java/lang/String", "length", "()I", false);
        }
        if (version >= FIRST_WITH_DYNAMIC_CONSTANTS) {
            String types = "(Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/String;Ljava/lang/Class;"
                    + "Ljava/lang/invoke/MethodHandle;[Ljava/lang/Object;)Ljava/lang/Object;";
            String bootstraps = "java/lang/invoke/ConstantBootstraps";
            Handle abs = new Handle(Opcodes.H_INVOKESTATIC, "java/lang/Math", "abs", "(I)I", false);
            Handle invoke = new Handle(Opcodes.H_INVOKESTATIC, bootstraps, "invoke", types, false);
            code.visitLdcInsn(new ConstantDynamic("abs", "I", invoke, abs, -random.nextInt(1000)));
            code.visitInsn(Opcodes.IADD);
        }
    }
}
