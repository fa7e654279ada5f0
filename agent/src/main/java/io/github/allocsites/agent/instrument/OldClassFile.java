// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.instrument;

/**
 * Tells whether a class file of a version that has no class constants may be raised to the first that has them. From
 * that version on the JVM refuses a few things it let pass before, and heeds attributes it passed over.
 *
 * <p>Source: HotSpot, classFileParser.cpp, at JAVA_1_5_VERSION.
 */
final class OldClassFile {
    private static final int FIRST_WITH_CLASS_CONSTANTS = 49;

    private static final int ACC_PRIVATE_PROTECTED = 0x0006;
    private static final int ACC_SUPER = 0x0020;
    private static final int ACC_SYNCHRONIZED = 0x0020;
    private static final int ACC_BRIDGE = 0x0040;
    private static final int ACC_INTERFACE = 0x0200;
    private static final int ACC_ABSTRACT = 0x0400;
    private static final int ACC_STRICT = 0x0800;
    private static final int ACC_ANNOTATION = 0x2000;
    private static final int ACC_ENUM = 0x4000;

    private static final String[] HEEDED = {
        "Signature",
        "EnclosingMethod",
        "LocalVariableTypeTable",
        "AnnotationDefault",
        "RuntimeVisibleAnnotations",
        "RuntimeInvisibleAnnotations",
        "RuntimeVisibleParameterAnnotations",
        "RuntimeInvisibleParameterAnnotations"
    };

    private final ClassScan scan;
    private final boolean isInterface;

    private OldClassFile(ClassScan scan) {
        this.scan = scan;
        this.isInterface = (scan.u2(scan.afterConstants()) & ACC_INTERFACE) != 0;
    }

    /** True for newer class files, which need not be raised. */
    static boolean mayBeRaised(ClassScan scan) {
        return scan.majorVersion() >= FIRST_WITH_CLASS_CONSTANTS || new OldClassFile(scan).mayBeRaised();
    }

    private boolean mayBeRaised() {
        if (!flagsFit() || !fieldsFit()) {
            return false;
        }
        for (String attribute : HEEDED) {
            if (scan.mentionsText(attribute)) {
                return false;
            }
        }
        for (int method = 0; method < scan.methodCount(); method++) {
            if (!flagsFit(method) || scan.code(method) != 0 && !variablesFit(scan.code(method))) {
                return false;
            }
        }
        return true;
    }

    private boolean flagsFit() {
        int refused = isInterface ? ACC_SUPER | ACC_ENUM : ACC_ANNOTATION;
        return (scan.u2(scan.afterConstants()) & refused) == 0;
    }

    private boolean fieldsFit() {
        int at = scan.afterConstants() + 6;
        at += 2 + 2 * scan.u2(at);
        int left = scan.u2(at);
        for (at += 2; left > 0; left--) {
            if (isInterface && (scan.u2(at) & ACC_ENUM) != 0) {
                return false;
            }
            int attributes = scan.u2(at + 6);
            for (at += 8; attributes > 0; attributes--) {
                at += 6 + scan.u4(at + 2);
            }
        }
        return true;
    }

    private boolean flagsFit(int method) {
        int flags = scan.u2(scan.methodStart(method));
        String name = scan.methodName(method);
        int refused = 0;
        if (name.equals("<init>")) {
            refused = ACC_BRIDGE;
        } else if (isInterface && !name.equals("<clinit>")) {
            refused = ACC_PRIVATE_PROTECTED | ACC_SYNCHRONIZED | ACC_STRICT;
        } else if ((flags & ACC_ABSTRACT) != 0) {
            refused = ACC_SYNCHRONIZED | ACC_STRICT;
        }
        return (flags & refused) == 0;
    }

    private boolean variablesFit(int code) {
        int at = code + 14 + scan.u4(code + 10);
        at += 2 + 8 * scan.u2(at);
        LongIntMap known = new LongIntMap();
        int left = scan.u2(at);
        for (at += 2; left > 0; left--) {
            if (scan.isUtf8(scan.u2(at), "LocalVariableTable") && hasTwice(known, at + 6)) {
                return false;
            }
            at += 6 + scan.u4(at + 2);
        }
        return true;
    }

    /** Whether a variable of the same name and place is there already. */
    private boolean hasTwice(LongIntMap known, int table) {
        int end = table + 2 + 10 * scan.u2(table);
        for (int at = table + 2; at < end; at += 10) {
            long range = (long) scan.u4(at) << 32;
            long variable = range | (long) scan.u2(at + 4) << 16 | scan.u2(at + 8);
            if (known.get(variable) >= 0) {
                return true;
            }
            known.put(variable, 0);
        }
        return false;
    }
}
