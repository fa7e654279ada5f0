// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.instrument;

import java.util.BitSet;

/**
 * What stands before and behind each allocating instruction of one method once it carries hooks.
 *
 * <pre>
 *   ldc T.class              dup                            (lengths are put aside and back again)
 *   push probe               push probe                     multianewarray T, n
 *   invokestatic object      invokestatic array1|2|4|8      per level: product of outer lengths, length,
 *   new T                    newarray E                       push element bytes, push probe
 *                                                             invokestatic level
 * </pre>
 *
 * A constant length makes {@code push probe; invokestatic fixed}. Hooks stand before the instruction wherever what is
 * asked for is known there: with a call between an object and its first stores C2 zeroes it first, gives up taking out
 * what it refers to and merging string builder chains, and the program would allocate more than without us.
 */
final class HookPlan {
    /** Larger arrays of constant length are counted by their length, because the heap may be smaller. */
    private static final int MOST_FIXED_BYTES = 1 << 20;

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
        if (probes.isHiddenClassRoad()) {
            calls.hidden(HiddenClassRoad.HOST_VARIABLE, HiddenClassRoad.FILE_VARIABLE);
            before[0] = calls.take();
        }
        int pushed = -1;
        for (int position = 0; position < method.length(); position = method.next(position)) {
            int opcode = method.opcode(position);
            if (Opcode.allocates(opcode)) {
                allocation(position, opcode, targets.get(position) ? -1 : pushed);
            }
            int call = opcode >= Opcode.INVOKEVIRTUAL && opcode <= Opcode.INVOKESTATIC
                    ? file.call(opcode, method.u2(position + 1))
                    : AllocatingCall.NONE;
            if (call != AllocatingCall.NONE) {
                call(position, call, method.line(position), method.u2(position + 1));
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

    private void call(int position, int kind, int line, int methodref) {
        switch (kind) {
            case AllocatingCall.BOX -> box(position, line, file.className(file.owner(methodref)), methodref);
            case AllocatingCall.CLONE_ARRAY -> cloneOfArray(position, line, file.owner(methodref));
            case AllocatingCall.CLONE -> clone(position, line);
            case AllocatingCall.INSTANCE -> calls.instance(probes.typed(line, "java.lang.Object"));
            case AllocatingCall.OBJECTS -> calls.typedArray(0, probes.typed(line, "java.lang.Object[]"));
            case AllocatingCall.BYTES -> calls.array(1, probes.varying(line, "[B"));
            case AllocatingCall.UNINITIALIZED -> uninitialized(position, line);
            case AllocatingCall.ARCHIVED -> calls.forget();
            case AllocatingCall.PRODUCT -> product(position, line);
            default -> calls.made(probes.typed(line, "java.lang.Object"));
        }
        byte[] hook = calls.take();
        if (hook.length > 0) {
            behind[position] = hook;
        }
    }

    private void box(int position, int line, String box, int methodref) {
        calls.box(file.firstParameter(methodref), probes.object(line, box));
        before[position] = calls.take();
    }

    /** In the one method that calls it; another one would have something else in these variables. */
    private void product(int position, int line) {
        if (probes.hasFactorsInVariables()) {
            calls.product(probes.varying(line, "[I"));
            before[position] = calls.take();
        }
    }

    private void cloneOfArray(int position, int line, int owner) {
        String descriptor = file.className(owner);
        int elementBytes = sizes.elementBytes(descriptor);
        if (descriptor.length() == 2) {
            calls.castArray(owner, elementBytes, probes.varying(line, descriptor));
        } else {
            calls.typedArray(owner, probes.varying(line, descriptor));
        }
    }

    /** Called by name it is an object of this class that has no clone() of its own or, of old compilers, an array. */
    private void clone(int position, int line) {
        int probe = probes.typed(line, "java.lang.Object");
        if (method.opcode(position) == Opcode.INVOKESPECIAL) {
            calls.instance(probe);
        } else {
            calls.cloned(probe);
        }
    }

    /** Behind the cast there is no need to ask for the class. */
    private void uninitialized(int position, int line) {
        int next = method.next(position);
        boolean cast = next < method.length() && method.opcode(next) == Opcode.CHECKCAST && !targets.get(next);
        String type = cast ? file.className(method.u2(next + 1)) : "";
        if (type.length() == 2) {
            calls.array(sizes.elementBytes(type), probes.varying(line, type));
            behind[next] = calls.take();
        } else {
            calls.made(probes.typed(line, "java.lang.Object"));
        }
    }

    private void object(int position, int line) {
        int constant = method.u2(position + 1);
        String type = file.className(constant);
        if (MethodProbes.isGenerated(type)) { // equal ids, and objects that need not be equally large
            calls.generated(constant, probes.typed(line, type.replace('/', '.')));
            behind[position] = calls.take(); // when the class is initialised, so that its size can be asked for
        } else {
            calls.object(constant, probes.object(line, type));
            before[position] = calls.take();
        }
    }

    private void array(int position, int line, String descriptor, int constantLength) {
        int elementBytes = sizes.elementBytes(descriptor);
        long bytes = sizes.bytes(Math.max(constantLength, 0), elementBytes);
        if (constantLength >= 0 && bytes <= MOST_FIXED_BYTES) {
            calls.fixed(probes.fixed(line, descriptor, (int) bytes));
        } else {
            calls.arrayOfLength(elementBytes, probes.varying(line, descriptor));
        }
        before[position] = calls.take();
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
