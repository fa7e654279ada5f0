// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.instrument;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * A look at a class file without parsing it into objects: where its constants and methods stand, which methods
 * allocate, and how long their code is. Most classes need no change, and this is how they are told apart cheaply.
 *
 * <p>Source: The Java Virtual Machine Specification, chapter 4.
 */
public final class ClassScan {
    private static final int UTF8 = 1;
    private static final int INTEGER = 3;
    private static final int CLASS = 7;
    private static final int CODE_HEADER_BYTES = 14;

    private final byte[] file;
    private final int[] constants;
    private final int afterConstants;
    private int methodCount;

    /** Where each method begins, and at the end where the last one ends. */
    private int[] methodStarts;

    /** Where each method's Code attribute begins; 0 when it has none. */
    private int[] codes;

    private int[] sites;

    /** By constant: what kind of allocation a call of it is; null when there is none. */
    private final byte[] calls;

    /** Elsewhere no method needs a look at its name. */
    private final boolean ofTheJdk;

    private boolean methodParameters;

    private ClassScan(byte[] file) {
        this.file = file;
        this.constants = new int[u2(8)];
        this.afterConstants = constants();
        this.calls = AllocatingCall.in(this);
        this.ofTheJdk = startsWith("java/") || startsWith("jdk/internal/");
    }

    /**
     * Scans a class file.
     *
     * @throws RuntimeException when the bytes are no class file
     */
    public static ClassScan of(byte[] file) {
        ClassScan scan = new ClassScan(file);
        scan.methods();
        return scan;
    }

    byte[] bytes() {
        return file;
    }

    /** Major version of the class file. */
    public int majorVersion() {
        return u2(6);
    }

    /** Number of constants, number 0 included. */
    int constantCount() {
        return constants.length;
    }

    /** Where the constants end. */
    int afterConstants() {
        return afterConstants;
    }

    /** Methods in the order of the file. */
    public int methodCount() {
        return methodCount;
    }

    /** Where a method begins; the number of methods stands for where the last one ends. */
    int methodStart(int method) {
        return methodStarts[method];
    }

    /** Where a method's Code attribute begins; 0 when it has none. */
    int code(int method) {
        return codes[method];
    }

    /** Bytes of a method's code; 0 when it has none. */
    public int codeBytes(int method) {
        return codes[method] == 0 ? 0 : u4(codes[method] + 10);
    }

    /** Local variable words of a method. */
    int maxLocals(int method) {
        return codes[method] == 0 ? 0 : u2(codes[method] + 8);
    }

    /** What kind of allocation the instruction is, as {@link AllocatingCall} has them. */
    int call(int opcode, int constant) {
        return calls != null && opcode >= Opcode.INVOKEVIRTUAL && opcode <= Opcode.INVOKESTATIC
                ? calls[constant]
                : AllocatingCall.NONE;
    }

    int tag(int constant) {
        int at = constants[constant];
        return at == 0 ? 0 : file[at];
    }

    int firstLetterOfMethod(int methodref) {
        return file[constants[nameAndType(methodref, 1)] + 3];
    }

    boolean isMethod(int methodref, String name) {
        return isUtf8(nameAndType(methodref, 1), name);
    }

    boolean isDescriptor(int methodref, String descriptor) {
        return isUtf8(nameAndType(methodref, 3), descriptor);
    }

    private int nameAndType(int methodref, int part) {
        return u2(constants[u2(constants[methodref] + 3)] + part);
    }

    boolean isOwner(int methodref, String internalName) {
        return isUtf8(u2(constants[owner(methodref)] + 1), internalName);
    }

    boolean ownerIsArray(int methodref) {
        return file[constants[u2(constants[owner(methodref)] + 1)] + 3] == '[';
    }

    char firstParameter(int methodref) {
        return (char) file[constants[nameAndType(methodref, 3)] + 4];
    }

    /** The class constant of a method. */
    int owner(int methodref) {
        return u2(constants[methodref] + 1);
    }

    /** Allocating instructions of a method. */
    public int sites(int method) {
        return sites[method];
    }

    /** Whether any method allocates. */
    public boolean allocates() {
        for (int method = 0; method < methodCount; method++) {
            if (sites[method] > 0) {
                return true;
            }
        }
        return false;
    }

    /** Whether any method names its parameters. */
    public boolean hasMethodParameters() {
        return methodParameters;
    }

    /** Whether the class file refers to a class, by its internal name. */
    public boolean mentionsClass(String internalName) {
        for (int at : constants) {
            if (at != 0 && file[at] == CLASS && isUtf8(u2(at + 1), internalName)) {
                return true;
            }
        }
        return false;
    }

    /** Whether the text is among the constants, whatever it stands for. */
    boolean mentionsText(String ascii) {
        for (int number = 1; number < constants.length; number++) {
            int at = constants[number];
            if (at != 0 && file[at] == UTF8 && isUtf8(number, ascii)) {
                return true;
            }
        }
        return false;
    }

    /** Internal name of this class. */
    String thisClass() {
        return className(u2(afterConstants + 2));
    }

    /** The name in a class constant: internal, or the descriptor of an array. */
    String className(int constant) {
        return utf8(u2(constants[constant] + 1));
    }

    /** The value of an int constant; -1 when the constant is something else. */
    int intConstant(int constant) {
        int at = constants[constant];
        return file[at] == INTEGER ? u4(at + 1) : -1;
    }

    /** The source file the class names; null when it names none. */
    String sourceFile() {
        int at = methodStarts[methodCount];
        int left = u2(at);
        for (at += 2; left > 0; left--) {
            if (isUtf8(u2(at), "SourceFile")) {
                return utf8(u2(at + 6));
            }
            at += 6 + u4(at + 2);
        }
        return null;
    }

    String methodName(int method) {
        return utf8(u2(methodStarts[method] + 2));
    }

    String methodDescriptor(int method) {
        return utf8(u2(methodStarts[method] + 4));
    }

    boolean isUtf8(int constant, String ascii) {
        int at = constants[constant];
        if (u2(at + 1) != ascii.length()) {
            return false;
        }
        for (int i = 0; i < ascii.length(); i++) {
            if (file[at + 3 + i] != ascii.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** The bytes of a text, in the class file's modified UTF-8. */
    byte[] utf8Bytes(int constant) {
        int at = constants[constant];
        byte[] bytes = new byte[u2(at + 1)];
        System.arraycopy(file, at + 3, bytes, 0, bytes.length);
        return bytes;
    }

    private String utf8(int constant) {
        int at = constants[constant];
        int length = u2(at + 1);
        for (int i = 0; i < length; i++) {
            if (file[at + 3 + i] < 0) {
                return decoded(at + 1, length + 2);
            }
        }
        return new String(file, at + 3, length, StandardCharsets.ISO_8859_1);
    }

    private String decoded(int at, int length) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(file, at, length))) {
            return in.readUTF();
        } catch (IOException malformed) {
            throw new IllegalArgumentException(malformed);
        }
    }

    private int constants() {
        int at = 10;
        for (int number = 1; number < constants.length; number++) {
            constants[number] = at;
            int tag = file[at];
            at += constantBytes(tag, at);
            if (tag == 5 || tag == 6) {
                number++;
            }
        }
        return at;
    }

    private int constantBytes(int tag, int at) {
        return switch (tag) {
            case UTF8 -> 3 + u2(at + 1);
            case INTEGER, 4, 9, 10, 11, 12, 17, 18 -> 5;
            case 5, 6 -> 9;
            case CLASS, 8, 16, 19, 20 -> 3;
            case 15 -> 4;
            default -> throw new IllegalArgumentException("constant pool tag " + tag);
        };
    }

    private void methods() {
        int at = afterConstants + 6;
        at += 2 + 2 * u2(at);
        int fields = u2(at);
        at += 2;
        for (int field = 0; field < fields; field++) {
            at = afterAttributes(at + 6, -1);
        }
        int count = u2(at);
        at += 2;
        codes = new int[count];
        sites = new int[count];
        methodStarts = new int[count + 1];
        for (methodCount = 0; methodCount < count; methodCount++) {
            methodStarts[methodCount] = at;
            at = afterAttributes(at + 6, methodCount);
        }
        methodStarts[count] = at;
    }

    private int afterAttributes(int start, int method) {
        int at = start + 2;
        for (int left = u2(start); left > 0; left--) {
            if (method >= 0 && isUtf8(u2(at), "Code")) {
                codes[method] = at;
                sites[method] = sitesOf(start, at);
            } else if (method >= 0 && isUtf8(u2(at), "MethodParameters")) {
                methodParameters = true;
            }
            int length = u4(at + 2);
            if (length < 0) {
                throw new IllegalArgumentException("malformed: an attribute of " + length + " bytes");
            }
            at += 6 + length;
        }
        return at;
    }

    private boolean startsWith(String prefix) {
        int at = constants[u2(constants[u2(afterConstants + 2)] + 1)];
        for (int i = 0; i < prefix.length(); i++) {
            if (i >= u2(at + 1) || file[at + 3 + i] != prefix.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private int sitesOf(int attributes, int code) {
        int found = sites(code + CODE_HEADER_BYTES, code + CODE_HEADER_BYTES + u4(code + 10));
        if (!ofTheJdk) {
            return found;
        }
        String name = utf8(u2(attributes - 4));
        String descriptor = utf8(u2(attributes - 2));
        if (HiddenClassRoad.is(thisClass(), name, descriptor)) {
            return found + 1;
        }
        return found > 0 && AllocatingCall.countsAtCallers(thisClass(), name, descriptor) ? 0 : found;
    }

    private int sites(int start, int end) {
        int found = 0;
        for (int at = start; at < end; at += Opcode.length(file, start, at)) {
            int opcode = file[at] & 0xFF;
            found += Opcode.allocates(opcode) || call(opcode, u2(at + 1)) != AllocatingCall.NONE ? 1 : 0;
        }
        return found;
    }

    int u1(int at) {
        return file[at] & 0xFF;
    }

    int u2(int at) {
        return (file[at] & 0xFF) << 8 | file[at + 1] & 0xFF;
    }

    int u4(int at) {
        return u2(at) << 16 | u2(at + 2);
    }
}
