// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.instrument;

/**
 * Methods whose allocations are counted where they are called and not inside: those that the JIT compiler replaces by
 * code of its own or takes the box out of, so that a hook inside would not run, and native ones, which have no inside.
 * The line that causes the allocation is the better row, too.
 */
final class AllocatingCall {
    static final int NONE = 0;

    /** Integer.valueOf and its kin: an event unless a cached box serves. */
    static final int BOX = 1;

    /** clone() of an array. */
    static final int CLONE_ARRAY = 2;

    /** Object.clone() by super.clone(). */
    static final int CLONE = 3;

    /** A reflective or native method that returns a new object, or arrays of any number of dimensions. */
    static final int MADE = 4;

    /** A native method that returns a new object. */
    static final int INSTANCE = 5;

    /** A method that returns a new array of objects. */
    static final int OBJECTS = 6;

    /** A method that returns a new byte[]. */
    static final int BYTES = 7;

    /** Unsafe.allocateUninitializedArray, mostly cast to what it is at once. */
    static final int UNINITIALIZED = 8;

    /** Finds the class of a lambda in the JVM's archive, where no hook can be put into it: it must not be found. */
    static final int ARCHIVED = 9;

    /** Multiplies numbers into an array that is made if need be; an intrinsic replaces the method. */
    static final int PRODUCT = 10;

    private static final int METHODREF = 10;

    private static final String[] BOXES = {
        "java/lang/Integer", "(I)Ljava/lang/Integer;",
        "java/lang/Long", "(J)Ljava/lang/Long;",
        "java/lang/Short", "(S)Ljava/lang/Short;",
        "java/lang/Character", "(C)Ljava/lang/Character;",
        "java/lang/Float", "(F)Ljava/lang/Float;",
        "java/lang/Double", "(D)Ljava/lang/Double;"
    };

    private AllocatingCall() {}

    /** The kinds of the calls a class can make, by constant; null when it makes none. */
    static byte[] in(ClassScan file) {
        byte[] kinds = null;
        for (int constant = 1; constant < file.constantCount(); constant++) {
            if (file.tag(constant) == METHODREF) {
                int kind = kind(file, constant);
                if (kind != NONE) {
                    kinds = kinds == null ? new byte[file.constantCount()] : kinds;
                    kinds[constant] = (byte) kind;
                }
            }
        }
        return kinds;
    }

    /** By the first letters of the name, because nearly every method of nearly every class is none of these. */
    private static int kind(ClassScan file, int methodref) {
        return switch (file.firstLetterOfMethod(methodref)) {
            case 'v' -> box(file, methodref);
            case 'c' -> copy(file, methodref);
            case 'n', 'a', 't' -> reflective(file, methodref);
            case 'f' -> archived(file, methodref);
            case 'i' -> product(file, methodref);
            default -> NONE;
        };
    }

    private static int archived(ClassScan file, int methodref) {
        boolean archived = file.isMethod(methodref, "findFromArchive")
                && file.isOwner(methodref, "java/lang/invoke/LambdaProxyClassArchive");
        return archived ? ARCHIVED : NONE;
    }

    private static int product(ClassScan file, int methodref) {
        boolean product = file.isMethod(methodref, "implMultiplyToLen")
                && file.isOwner(methodref, "java/math/BigInteger")
                && file.isDescriptor(methodref, "([II[II[I)[I");
        return product ? PRODUCT : NONE;
    }

    private static int box(ClassScan file, int methodref) {
        if (file.isMethod(methodref, "valueOf")) {
            for (int i = 0; i < BOXES.length; i += 2) {
                if (file.isOwner(methodref, BOXES[i]) && file.isDescriptor(methodref, BOXES[i + 1])) {
                    return BOX;
                }
            }
        }
        return NONE;
    }

    private static int copy(ClassScan file, int methodref) {
        if (file.isMethod(methodref, "clone") && file.isDescriptor(methodref, "()Ljava/lang/Object;")) {
            boolean array = file.ownerIsArray(methodref);
            return array ? CLONE_ARRAY : file.isOwner(methodref, "java/lang/Object") ? CLONE : NONE;
        }
        boolean copies = file.isMethod(methodref, "copyOf") || file.isMethod(methodref, "copyOfRange");
        boolean ofClass = copies
                && file.isOwner(methodref, "java/util/Arrays")
                && (file.isDescriptor(methodref, "([Ljava/lang/Object;ILjava/lang/Class;)[Ljava/lang/Object;")
                        || file.isDescriptor(methodref, "([Ljava/lang/Object;IILjava/lang/Class;)[Ljava/lang/Object;"));
        return ofClass ? OBJECTS : NONE;
    }

    private static int reflective(ClassScan file, int methodref) {
        if (file.isMethod(methodref, "newInstance")) {
            return file.isOwner(methodref, "java/lang/reflect/Array") ? MADE : NONE;
        }
        if (file.isMethod(methodref, "newInstance0")) {
            boolean accessor = file.isOwner(methodref, "jdk/internal/reflect/NativeConstructorAccessorImpl")
                    || file.isOwner(methodref, "jdk/internal/reflect/DirectConstructorHandleAccessor$NativeAccessor");
            return accessor ? MADE : NONE;
        }
        if (file.isOwner(methodref, "java/lang/StringUTF16")) {
            boolean chars = file.isMethod(methodref, "toBytes") && file.isDescriptor(methodref, "([CII)[B");
            return chars || file.isMethod(methodref, "newBytesFor") ? BYTES : NONE;
        }
        boolean unsafe = file.isOwner(methodref, "jdk/internal/misc/Unsafe");
        if (unsafe && file.isMethod(methodref, "allocateInstance")) {
            return INSTANCE;
        }
        return unsafe && file.isMethod(methodref, "allocateUninitializedArray") ? UNINITIALIZED : NONE;
    }

    /** Whether nothing inside a method of such a class is counted, because its callers count. */
    static boolean countsAtCallers(String owner, String name, String descriptor) {
        if (!owner.startsWith("java/") && !owner.startsWith("jdk/internal/")) {
            return false;
        }
        return switch (name) {
            case "valueOf" -> isBox(owner, descriptor);
            case "copyOf", "copyOfRange" ->
                owner.equals("java/util/Arrays") && descriptor.endsWith("Ljava/lang/Class;)[Ljava/lang/Object;");
            case "newInstance" -> owner.equals("java/lang/reflect/Array");
            case "newBytesFor" -> owner.equals("java/lang/StringUTF16");
            case "toBytes" -> owner.equals("java/lang/StringUTF16") && descriptor.equals("([CII)[B");
            case "allocateUninitializedArray", "allocateUninitializedArray0" ->
                owner.equals("jdk/internal/misc/Unsafe");
            case "implMultiplyToLen" -> owner.equals("java/math/BigInteger");
            default -> false;
        };
    }

    private static boolean isBox(String owner, String descriptor) {
        for (int i = 0; i < BOXES.length; i += 2) {
            if (owner.equals(BOXES[i]) && descriptor.equals(BOXES[i + 1])) {
                return true;
            }
        }
        return false;
    }
}
