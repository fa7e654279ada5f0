// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.instrument;

import java.util.BitSet;

/**
 * What stands before and behind each allocating instruction of one method once it carries hooks.
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
final class HookPlan {
    private final ClassScan file;
    private final MethodProbes probes;
    private final ArraySizes sizes;
    private final HookCalls calls;
    private final MethodCode method;
    private final BitSet targets;
    private final byte[][] before;
    private final byte[][] behind;
    private int extraLocals;

    HookPlan(ClassScan file, MethodCode method, MethodProbes probes, ArraySizes sizes, HookCalls calls) {
        this.file = file;
        this.method = method;
        this.probes = probes;
        this.sizes = sizes;
        this.calls = calls;
        this.targets = method.jumpTargets();
        this.before = new byte[method.length()][];
        this.behind = new byte[method.length()][];
        plan();
    }

    /** Instructions before the one at that position; null for none. */
    byte[] before(int position) {
        return before[position];
    }

    /** Instructions behind the one at that position; null for none. */
    byte[] behind(int position) {
        return behind[position];
    }

    /** Variables needed besides the method's own. */
    int extraLocals() {
        return extraLocals;
    }

    private void plan() {
        int pushed = -1;
        for (int position = 0; position < method.length(); position = method.next(position)) {
            int opcode = method.opcode(position);
            if (Opcode.allocates(opcode)) {
                allocation(position, opcode, targets.get(position) ? -1 : pushed);
            }
            pushed = method.pushedInt(position);
        }
    }

    private void allocation(int position, int opcode, int constantLength) {
        int line = method.line(position);
        switch (opcode) {
            case Opcode.NEW -> object(position, line);
            case Opcode.NEWARRAY -> {
                array(position, line, "[" + ArraySizes.primitive(method.u1(position + 1)), constantLength);
            }
            case Opcode.ANEWARRAY -> {
                String element = file.className(method.u2(position + 1));
                array(position, line, element.startsWith("[") ? "[" + element : "[L" + element + ";", constantLength);
            }
            default -> levels(position, line);
        }
    }

    private void object(int position, int line) {
        int constant = method.u2(position + 1);
        String type = file.className(constant);
        calls.object(constant, probes.object(line, type));
        boolean chain = type.equals("java/lang/StringBuilder") || type.equals("java/lang/StringBuffer");
        (chain ? before : behind)[position] = calls.take();
    }

    private void array(int position, int line, String descriptor, int constantLength) {
        int elementBytes = sizes.elementBytes(descriptor);
        long bytes = sizes.bytes(Math.max(constantLength, 0), elementBytes);
        if (constantLength >= 0 && bytes <= Integer.MAX_VALUE) { // what a probe can hold
            calls.fixed(probes.fixed(line, descriptor, (int) bytes));
        } else {
            calls.array(elementBytes, probes.varying(line, descriptor));
        }
        behind[position] = calls.take();
    }

    private void levels(int position, int line) {
        String descriptor = file.className(method.u2(position + 1));
        int dimensions = method.u1(position + 3);
        int variable = method.maxLocals();
        extraLocals = Math.max(extraLocals, dimensions);
        calls.keepLengths(variable, dimensions);
        before[position] = calls.take();
        for (int level = 0; level < dimensions; level++) {
            String type = descriptor.substring(level);
            calls.level(variable, level, sizes.elementBytes(type), probes.varying(line, type));
        }
        behind[position] = calls.take();
    }
}
