// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.instrument;

import static io.github.allocsites.agent.instrument.OddClass.ARGUMENT;
import static io.github.allocsites.agent.instrument.OddClass.COUNT;
import static io.github.allocsites.agent.instrument.OddClass.FREE;
import static io.github.allocsites.agent.instrument.OddClass.SUM;

import java.util.Random;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Classes of random code that allocates in the midst of everything; the same for the same number. */
final class RandomCode {
    private static final int LAST_WITH_SUBROUTINES = 50;
    private static final String INTEGER = "java/util/concurrent/atomic/AtomicInteger";

    private final Random random;
    private final int version;
    private final boolean frames;
    private final boolean debug;
    private MethodVisitor code;
    private int local;
    private int line = 1;
    private int nesting;
    private boolean inSubroutine;

    /** Exceptions could leave with the lock: an outer handler stands before an inner one. */
    private boolean inLock;

    private RandomValues values;

    private RandomCode(long seed) {
        this.random = new Random(seed * 0x5DEECE66DL);
        this.version = 45 + (int) (seed % 17);
        this.frames = version > LAST_WITH_SUBROUTINES || version == LAST_WITH_SUBROUTINES && random.nextBoolean();
        this.debug = random.nextBoolean();
        this.local = random.nextInt(4) == 0 ? 300 : FREE;
    }

    /** Versions 45 to 61 take turns. */
    static OddClass of(long seed) {
        RandomCode random = new RandomCode(seed);
        int version = random.version == 45 ? Opcodes.V1_1 : random.version;
        return random.frames
                ? OddClass.of("Random" + seed, version, random::write)
                : OddClass.withoutFrames("Random" + seed, version, random::write);
    }

    private void write(MethodVisitor visitor) {
        code = visitor;
        values = new RandomValues(random, version, code);
        Label begin = new Label();
        Label end = new Label();
        code.visitLabel(begin);
        block(2 + random.nextInt(6));
        code.visitLabel(end);
        if (debug) {
            code.visitLocalVariable("argument", "I", null, begin, end, ARGUMENT);
            code.visitLocalVariable("sum", "J", null, begin, end, SUM);
        }
    }

    private void block(int statements) {
        nesting++;
        for (int i = 0; i < statements; i++) {
            if (debug) {
                Label here = new Label();
                code.visitLabel(here);
                code.visitLineNumber(line++, here);
            }
            for (int nops = random.nextInt(4); nops > 0; nops--) {
                code.visitInsn(Opcodes.NOP);
            }
            statement();
        }
        nesting--;
    }

    private void statement() {
        switch (random.nextInt(nesting > 3 ? 4 : 12)) {
            case 0 -> sum(values::object);
            case 1 -> sum(values::array);
            case 2 -> levels();
            case 3 -> sum(values::text);
            case 4 -> choice();
            case 5 -> loop();
            case 6 -> switched(random.nextBoolean());
            case 7, 8 -> {
                if (!inLock) {
                    failing(random.nextBoolean());
                }
            }
            case 9 -> locked();
            case 10 -> subroutine();
            default -> sum(values::dynamic);
        }
    }

    private void sum(Runnable value) {
        value.run();
        OddClass.add(code);
    }

    /** Two dimensions of three: one array, and as many as its length. */
    private void levels() {
        int length = local++;
        values.small(3);
        code.visitVarInsn(Opcodes.ISTORE, length);
        code.visitVarInsn(Opcodes.ILOAD, length);
        values.small(3);
        code.visitMultiANewArrayInsn("[[[S", 2);
        code.visitInsn(Opcodes.ARRAYLENGTH);
        OddClass.add(code);
        code.visitVarInsn(Opcodes.ILOAD, length);
        code.visitVarInsn(Opcodes.ILOAD, COUNT);
        code.visitInsn(Opcodes.IADD);
        code.visitVarInsn(Opcodes.ISTORE, COUNT);
        OddClass.counted(code);
    }

    private void choice() {
        Label other = new Label();
        Label end = new Label();
        values.value(1);
        code.visitJumpInsn(Opcodes.IFEQ + random.nextInt(6), other);
        block(1 + random.nextInt(2));
        code.visitJumpInsn(Opcodes.GOTO, end);
        code.visitLabel(other);
        block(random.nextInt(2));
        code.visitLabel(end);
    }

    private void loop() {
        int counter = local++;
        Label again = new Label();
        values.constant(1 + random.nextInt(3));
        code.visitVarInsn(Opcodes.ISTORE, counter);
        code.visitLabel(again);
        block(1 + random.nextInt(2));
        code.visitIincInsn(counter, -1);
        code.visitVarInsn(Opcodes.ILOAD, counter);
        code.visitJumpInsn(Opcodes.IFGT, again);
    }

    private void switched(boolean table) {
        Label[] cases = {new Label(), new Label(), new Label()};
        Label end = new Label();
        values.value(1);
        code.visitInsn(Opcodes.ICONST_3);
        code.visitInsn(Opcodes.IAND);
        if (table) {
            code.visitTableSwitchInsn(0, 2, end, cases);
        } else {
            code.visitLookupSwitchInsn(end, new int[] {-70_000, 1, 3}, cases);
        }
        for (Label label : cases) {
            code.visitLabel(label);
            block(1);
            if (random.nextBoolean()) {
                code.visitJumpInsn(Opcodes.GOTO, end);
            }
        }
        code.visitLabel(end);
    }

    private void failing(boolean inConstructor) {
        if (inConstructor) {
            caughtInConstructor();
        } else {
            caught();
        }
    }

    /** An array of -1 to 2 elements: its allocation may fail, and then counts nowhere. */
    private void caught() {
        Label[] labels = range(random.nextBoolean() ? "java/lang/NegativeArraySizeException" : null);
        code.visitLabel(labels[0]);
        code.visitInsn(Opcodes.NOP);
        block(random.nextInt(2));
        values.value(2);
        code.visitInsn(Opcodes.ICONST_3);
        code.visitInsn(Opcodes.IAND);
        code.visitInsn(Opcodes.ICONST_M1);
        code.visitInsn(Opcodes.IADD);
        code.visitIntInsn(Opcodes.NEWARRAY, Opcodes.T_DOUBLE);
        OddClass.counted(code);
        code.visitInsn(Opcodes.ARRAYLENGTH);
        OddClass.add(code);
        handler(labels);
    }

    /** The range begins behind {@code new} and ends with the constructor, or inside of its argument. */
    private void caughtInConstructor() {
        Label[] labels = range("java/lang/ArithmeticException");
        code.visitTypeInsn(Opcodes.NEW, INTEGER);
        OddClass.counted(code);
        code.visitLabel(labels[0]);
        code.visitInsn(Opcodes.DUP);
        values.value(2);
        code.visitVarInsn(Opcodes.ILOAD, ARGUMENT);
        code.visitInsn(Opcodes.IDIV);
        OddClass.get(code);
        OddClass.add(code);
        handler(labels);
    }

    /** Begin, end, handler, and what follows. */
    private Label[] range(String type) {
        Label[] labels = {new Label(), new Label(), new Label(), new Label()};
        code.visitTryCatchBlock(labels[0], labels[1], labels[2], type);
        return labels;
    }

    private void handler(Label[] labels) {
        code.visitLabel(labels[1]);
        code.visitJumpInsn(Opcodes.GOTO, labels[3]);
        code.visitLabel(labels[2]);
        code.visitInsn(Opcodes.POP);
        block(1);
        code.visitLabel(labels[3]);
    }

    private void locked() {
        int lock = local++;
        values.begin("java/lang/Object");
        code.visitMethodInsn(Opcodes.INVOKESPECIAL, "java/lang/Object", "<init>", "()V", false);
        code.visitInsn(Opcodes.DUP);
        code.visitVarInsn(Opcodes.ASTORE, lock);
        code.visitInsn(Opcodes.MONITORENTER);
        boolean before = inLock;
        inLock = true;
        block(1);
        inLock = before;
        code.visitVarInsn(Opcodes.ALOAD, lock);
        code.visitInsn(Opcodes.MONITOREXIT);
    }

    private void subroutine() {
        if (frames || inSubroutine) {
            return;
        }
        inSubroutine = true;
        int back = local++;
        Label subroutine = new Label();
        Label end = new Label();
        code.visitJumpInsn(Opcodes.JSR, subroutine);
        sum(values::object);
        code.visitJumpInsn(Opcodes.JSR, subroutine);
        code.visitJumpInsn(Opcodes.GOTO, end);
        code.visitLabel(subroutine);
        code.visitVarInsn(Opcodes.ASTORE, back);
        block(1);
        code.visitVarInsn(Opcodes.RET, back);
        code.visitLabel(end);
        inSubroutine = false;
    }
}
