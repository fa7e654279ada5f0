// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.instrument;

/**
 * Writes the attributes of a Code attribute with the positions in them moved. Type annotations inside of code are left
 * out: nothing can read them at run time, and they speak of positions, too.
 *
 * <p>Source: The Java Virtual Machine Specification, sections 4.7.4, 4.7.12 to 4.7.14.
 */
final class CodeAttributes {
    private static final int UNINITIALIZED = 8;
    private static final int OBJECT = 7;

    private final ClassScan file;
    private final MethodCode method;
    private final CodeRewriter code;

    CodeAttributes(ClassScan file, MethodCode method, CodeRewriter code) {
        this.file = file;
        this.method = method;
        this.code = code;
    }

    void write(Bytes out) {
        Bytes kept = new Bytes(256);
        int count = 0;
        int at = method.attributes() + 2;
        for (int left = file.u2(method.attributes()); left > 0; left--) {
            count += attribute(kept, at) ? 1 : 0;
            at += 6 + file.u4(at + 2);
        }
        out.u2(count).copy(kept);
    }

    /** False when the attribute is left out. */
    private boolean attribute(Bytes out, int from) {
        int name = file.u2(from);
        if (file.isUtf8(name, "RuntimeVisibleTypeAnnotations")
                || file.isUtf8(name, "RuntimeInvisibleTypeAnnotations")) {
            return false;
        }
        out.u2(name);
        int lengthAt = out.length();
        out.u4(0);
        if (file.isUtf8(name, "LineNumberTable")) {
            lines(out, from + 6);
        } else if (file.isUtf8(name, "LocalVariableTable") || file.isUtf8(name, "LocalVariableTypeTable")) {
            variables(out, from + 6);
        } else if (file.isUtf8(name, "StackMapTable")) {
            frames(out, from + 6);
        } else {
            out.copy(file.bytes(), from + 6, from + 6 + file.u4(from + 2));
        }
        out.setU4(lengthAt, out.length() - lengthAt - 4);
        return true;
    }

    private void lines(Bytes out, int from) {
        int count = file.u2(from);
        out.u2(count);
        for (int i = 0; i < count; i++) {
            out.u2(code.moved(file.u2(from + 2 + 4 * i))).u2(file.u2(from + 4 + 4 * i));
        }
    }

    private void variables(Bytes out, int from) {
        int count = file.u2(from);
        out.u2(count);
        for (int at = from + 2; at < from + 2 + 10 * count; at += 10) {
            int begin = file.u2(at);
            int moved = code.moved(begin);
            out.u2(moved).u2(code.moved(begin + file.u2(at + 2)) - moved);
            out.copy(file.bytes(), at + 4, at + 10);
        }
    }

    private void frames(Bytes out, int from) {
        int count = file.u2(from);
        out.u2(count);
        int at = from + 2;
        int old = -1;
        int moved = -1;
        for (int i = 0; i < count; i++) {
            int type = file.u1(at);
            int delta = type < 64 ? type : type < 128 ? type - 64 : file.u2(at + 1);
            old += delta + 1;
            int movedDelta = code.moved(old) - moved - 1;
            moved += movedDelta + 1;
            at = frame(out, type, at + (type < 128 ? 1 : 3), movedDelta);
        }
    }

    /** Writes a frame whose types begin there; answers where the next frame begins. */
    private int frame(Bytes out, int type, int types, int delta) {
        if (type < 64 || type == 251) {
            same(out, delta);
            return types;
        }
        if (type < 128 || type == 247) {
            sameWithOneOnTheStack(out, delta);
            return types(out, types, 1);
        }
        out.u1(type).u2(delta);
        if (type < 251) {
            return types;
        }
        if (type < 255) {
            return types(out, types, type - 251);
        }
        out.u2(file.u2(types));
        int stack = types(out, types + 2, file.u2(types));
        out.u2(file.u2(stack));
        return types(out, stack + 2, file.u2(stack));
    }

    private static void same(Bytes out, int delta) {
        if (delta < 64) {
            out.u1(delta);
        } else {
            out.u1(251).u2(delta);
        }
    }

    private static void sameWithOneOnTheStack(Bytes out, int delta) {
        if (delta < 64) {
            out.u1(64 + delta);
        } else {
            out.u1(247).u2(delta);
        }
    }

    /** An uninitialised object is named by the position of its {@code new} itself. */
    private int types(Bytes out, int from, int count) {
        int at = from;
        for (int i = 0; i < count; i++) {
            int tag = file.u1(at);
            out.u1(tag);
            if (tag == UNINITIALIZED) {
                out.u2(code.instruction(file.u2(at + 1)));
            } else if (tag == OBJECT) {
                out.u2(file.u2(at + 1));
            }
            at += tag == OBJECT || tag == UNINITIALIZED ? 3 : 1;
        }
        return at;
    }
}
