// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.instrument;

import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.Attribute;
import org.objectweb.asm.ByteVector;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.TypePath;
import org.objectweb.asm.TypeReference;

/** Odd classes at the limits of the class file, and many of random code. */
public final class OddClasses {
    private static final int ARRAY_BYTES = 7;
    private static final int ANY_HOOK_BYTES = 40;
    private static final int MOST_CONSTANTS = 65_535;

    private OddClasses() {}

    /** All of them, with so many random ones. */
    public static List<OddClass> all(int randomOnes) {
        List<OddClass> all = new ArrayList<>(List.of(
                farJumps(),
                jumpAtItsLimit(),
                huge(60_000, 10),
                huge(60_000, 6_000),
                fullOfConstants(MOST_CONSTANTS),
                fullOfConstants(MOST_CONSTANTS - 3),
                withUnknownAttributes(),
                withTypeAnnotations(),
                hiddenFromDebuggers(),
                interfaceWithMethods(),
                OldClasses.interfaceWithSuper(),
                OldClasses.twiceTheVariable(),
                OldClasses.abstractSynchronized(),
                backwardsWithUninitialized()));
        for (int length = 7_900; length <= 8_100; length += 20) {
            all.add(ofCodeBytes("Long" + length, length, 4));
        }
        for (int seed = 0; seed < randomOnes; seed++) {
            all.add(RandomCode.of(seed));
        }
        return all;
    }

    /** Jumps and a switch over more than a short holds: ASM writes {@code goto_w}. */
    private static OddClass farJumps() {
        return OddClass.of("FarJumps", Opcodes.V17, code -> {
            Label far = new Label();
            Label back = new Label();
            Label end = new Label();
            code.visitJumpInsn(Opcodes.GOTO, far);
            code.visitLabel(back);
            OddClass.array(code);
            OddClass.add(code);
            code.visitVarInsn(Opcodes.ILOAD, OddClass.ARGUMENT);
            code.visitLookupSwitchInsn(far, new int[] {0, 1, 7}, new Label[] {end, end, end});
            nops(code, 40_000);
            code.visitLabel(far);
            OddClass.object(code);
            OddClass.add(code);
            code.visitVarInsn(Opcodes.ILOAD, OddClass.COUNT);
            code.visitInsn(Opcodes.ICONST_3);
            code.visitJumpInsn(Opcodes.IF_ICMPLT, back);
            code.visitLabel(end);
        });
    }

    /** With hooks the jump is too far for the two bytes it has. */
    private static OddClass jumpAtItsLimit() {
        return OddClass.of("JumpGrows", Opcodes.V17, code -> {
            Label end = new Label();
            code.visitVarInsn(Opcodes.ILOAD, OddClass.ARGUMENT);
            code.visitJumpInsn(Opcodes.IFEQ, end);
            for (int i = 0; i < 10; i++) {
                OddClass.array(code);
                OddClass.add(code);
            }
            nops(code, 32_600);
            code.visitLabel(end);
        });
    }

    /** So many bytes, among which so many are arrays' that are made where the argument is 1. */
    private static OddClass huge(int bytes, int arrays) {
        return OddClass.of("Huge" + arrays, Opcodes.V17, code -> {
            for (int i = 0; i < arrays; i++) {
                OddClass.array(code);
                code.visitInsn(Opcodes.POP);
            }
            nops(code, bytes - arrays * (ARRAY_BYTES + 1));
        });
    }

    private static void nops(MethodVisitor code, int times) {
        for (int i = 0; i < times; i++) {
            code.visitInsn(Opcodes.NOP);
        }
    }

    /** A method of exactly so many bytes that makes so many arrays. */
    static OddClass ofCodeBytes(String name, int bytes, int arrays) {
        int without = new MethodBytes(padded(name, 0, arrays).file()).codeBytes(0);
        return padded(name, bytes - without, arrays);
    }

    private static OddClass padded(String name, int nops, int arrays) {
        return OddClass.of(name, Opcodes.V17, code -> {
            for (int i = 0; i < arrays; i++) {
                OddClass.array(code);
                OddClass.add(code);
            }
            nops(code, nops);
        });
    }

    /** As many constants as asked for, number 0 included. */
    static OddClass fullOfConstants(int constants) {
        String name = "Full" + constants;
        ClassWriter writer = OddClass.begin(name, Opcodes.V17, true);
        OddClass.run(writer, name, code -> {
            OddClass.array(code);
            OddClass.add(code);
        });
        byte[] small = writer.toByteArray();
        int missing = constants - ClassScan.of(small).constantCount();
        for (int i = 0; i < missing; i++) {
            writer.newUTF8("constant " + i);
        }
        return named(name, writer);
    }

    /** Some bytes under a name no JVM knows. */
    private static final class Unknown extends Attribute {
        private final boolean code;

        Unknown(boolean code) {
            super("com.acme.Unknown");
            this.code = code;
        }

        @Override
        public boolean isUnknown() {
            return true;
        }

        @Override
        public boolean isCodeAttribute() {
            return code;
        }

        @Override
        protected ByteVector write(ClassWriter writer, byte[] bytes, int length, int stack, int locals) {
            return new ByteVector().putInt(0xCAFEBABE).putByte(7);
        }
    }

    private static OddClass withUnknownAttributes() {
        ClassWriter writer = OddClass.begin("Unknowns", Opcodes.V17, true);
        writer.visitAttribute(new Unknown(false));
        FieldVisitor field = writer.visitField(0, "odd", "I", null, null);
        field.visitAttribute(new Unknown(false));
        MethodVisitor method = writer.visitMethod(Opcodes.ACC_NATIVE, "nothing", "()V", null, null);
        method.visitAttribute(new Unknown(false));
        OddClass.run(writer, "Unknowns", code -> {
            OddClass.object(code);
            OddClass.add(code);
            code.visitAttribute(new Unknown(true));
        });
        return named("Unknowns", writer);
    }

    static OddClass named(String name, ClassWriter writer) {
        return new OddClass((OddClass.PACKAGE + name).replace('/', '.'), writer.toByteArray());
    }

    /** Annotations on {@code new}, on a variable's type and on a handler's exception: all of them name positions. */
    private static OddClass withTypeAnnotations() {
        return OddClass.of("Annotated", Opcodes.V17, code -> {
            Label begin = new Label();
            Label end = new Label();
            Label handler = new Label();
            Label after = new Label();
            code.visitTryCatchBlock(begin, end, handler, "java/lang/RuntimeException");
            int caught = TypeReference.newTryCatchReference(0).getValue();
            code.visitTryCatchAnnotation(caught, null, "Lcom/acme/Odd;", true).visitEnd();
            OddClass.array(code);
            OddClass.add(code);
            code.visitLabel(begin);
            OddClass.object(code);
            int made = TypeReference.newTypeReference(TypeReference.NEW).getValue();
            code.visitInsnAnnotation(made, null, "Lcom/acme/Odd;", true).visitEnd();
            OddClass.add(code);
            nops(code, ANY_HOOK_BYTES); // where a position that did not move would point to
            code.visitInsnAnnotation(made, null, "Lcom/acme/Unseen;", false).visitEnd();
            code.visitLabel(end);
            code.visitJumpInsn(Opcodes.GOTO, after);
            code.visitLabel(handler);
            code.visitInsn(Opcodes.POP);
            code.visitLabel(after);
            int variable =
                    TypeReference.newTypeReference(TypeReference.LOCAL_VARIABLE).getValue();
            code.visitLocalVariableAnnotation(
                            variable,
                            (TypePath) null,
                            new Label[] {begin},
                            new Label[] {end},
                            new int[] {OddClass.ARGUMENT},
                            "Lcom/acme/Odd;",
                            true)
                    .visitEnd();
            code.visitLocalVariable("argument", "I", null, begin, after, OddClass.ARGUMENT);
            code.visitLocalVariable("generic", "Ljava/util/List;", "Ljava/util/List<TT;>;", begin, end, 9);
        });
    }

    /** Nothing but code: no lines, no variables, no source file; and synthetic. */
    private static OddClass hiddenFromDebuggers() {
        return OddClass.of("Bare", Opcodes.V11, code -> {
            OddClass.object(code);
            OddClass.add(code);
        });
    }

    private static OddClass interfaceWithMethods() {
        int access = Opcodes.ACC_PUBLIC | Opcodes.ACC_INTERFACE | Opcodes.ACC_ABSTRACT;
        return OldClasses.ofAccess("Interface", Opcodes.V1_8, access, null);
    }

    static byte[] packageInfo() {
        ClassWriter writer = new ClassWriter(0);
        int access = Opcodes.ACC_INTERFACE | Opcodes.ACC_ABSTRACT | Opcodes.ACC_SYNTHETIC;
        writer.visit(Opcodes.V17, access, OddClass.PACKAGE + "package-info", null, "java/lang/Object", null);
        writer.visitAnnotation("Ljava/lang/Deprecated;", true).visitEnd();
        return writer.toByteArray();
    }

    /** A loop within the constructor's argument: its frame holds an object without a constructor run. */
    private static OddClass backwardsWithUninitialized() {
        return OddClass.of("Backwards", Opcodes.V17, code -> {
            Label again = new Label();
            code.visitTypeInsn(Opcodes.NEW, "java/util/concurrent/atomic/AtomicInteger");
            code.visitInsn(Opcodes.DUP);
            OddClass.counted(code);
            code.visitLabel(again);
            OddClass.array(code);
            OddClass.add(code);
            code.visitVarInsn(Opcodes.ILOAD, OddClass.COUNT);
            code.visitIntInsn(Opcodes.BIPUSH, 20);
            code.visitJumpInsn(Opcodes.IF_ICMPLT, again);
            code.visitVarInsn(Opcodes.ILOAD, OddClass.ARGUMENT);
            OddClass.get(code);
            OddClass.add(code);
        });
    }
}
