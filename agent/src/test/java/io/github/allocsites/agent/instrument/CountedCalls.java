// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.instrument;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** The calls that are counted where they stand, one by one and in full; what the instrumenter finds is held to it. */
final class CountedCalls {
    private static final String CLONE = "clone()Ljava/lang/Object;";
    private static final String CONSTRUCTOR = ".newInstance0(Ljava/lang/reflect/Constructor;[Ljava/lang/Object;)";
    private static final String WITH_CLASS = "Ljava/lang/Class;)[Ljava/lang/Object;";

    /** Hook and type of the probe, by the call. */
    private static final Map<String, String[]> CALLS = new HashMap<>();

    /** Natives and what only hands on what they made: nothing in there is left out. */
    private static final Set<String> COUNTED_INSIDE = Set.of(
            "jdk/internal/misc/Unsafe.allocateInstance(Ljava/lang/Class;)Ljava/lang/Object;",
            "jdk/internal/reflect/NativeConstructorAccessorImpl" + CONSTRUCTOR + "Ljava/lang/Object;",
            "jdk/internal/reflect/DirectConstructorHandleAccessor$NativeAccessor" + CONSTRUCTOR + "Ljava/lang/Object;");

    /** What those natives are called by, and what makes the array under a call that is counted. */
    private static final String UNINITIALIZED_INSIDE =
            "jdk/internal/misc/Unsafe.allocateUninitializedArray0(Ljava/lang/Class;I)Ljava/lang/Object;";

    static {
        box("boxInt", "java/lang/Integer", "I");
        box("boxLong", "java/lang/Long", "J");
        box("boxShort", "java/lang/Short", "S");
        box("boxChar", "java/lang/Character", "C");
        box("boxFloat", "java/lang/Float", "F");
        box("boxDouble", "java/lang/Double", "D");
        add("java/math/BigInteger.implMultiplyToLen([II[II[I)[I", "product", "int[]");
        COUNTED_INSIDE.forEach(call -> add(call, "made", "java.lang.Object"));
        add(
                "jdk/internal/misc/Unsafe.allocateInstance(Ljava/lang/Class;)Ljava/lang/Object;",
                "instance",
                "java.lang.Object");
        add("java/lang/reflect/Array.newInstance(Ljava/lang/Class;I)Ljava/lang/Object;", "made", "java.lang.Object");
        add("java/lang/reflect/Array.newInstance(Ljava/lang/Class;[I)Ljava/lang/Object;", "made", "java.lang.Object");
        add("java/util/Arrays.copyOf([Ljava/lang/Object;I" + WITH_CLASS, "typedArray", "java.lang.Object[]");
        add("java/util/Arrays.copyOfRange([Ljava/lang/Object;II" + WITH_CLASS, "typedArray", "java.lang.Object[]");
        add("java/lang/StringUTF16.toBytes([CII)[B", "array1", "byte[]");
        add("java/lang/StringUTF16.newBytesFor(I)[B", "array1", "byte[]");
        add(
                "jdk/internal/misc/Unsafe.allocateUninitializedArray(Ljava/lang/Class;I)Ljava/lang/Object;",
                "made",
                "java.lang.Object");
    }

    private CountedCalls() {}

    private static void box(String hook, String box, String primitive) {
        add(box + ".valueOf(" + primitive + ")L" + box + ";", hook, box.replace('/', '.'));
    }

    private static void add(String call, String hook, String type) {
        CALLS.put(call, new String[] {hook, type});
    }

    /** Hook and type; null for a call that is none of ours. */
    static String[] of(int opcode, String owner, String name, String descriptor) {
        if (!(name + descriptor).equals(CLONE)) {
            return CALLS.get(owner + "." + name + descriptor);
        }
        if (owner.startsWith("[")) {
            boolean primitives = owner.length() == 2;
            String hook = primitives ? "array" + TypeSizes.elementBytes(owner) : "typedArray";
            return new String[] {hook, Type.getObjectType(owner).getClassName()};
        }
        String hook = opcode == Opcodes.INVOKESPECIAL ? "instance" : "cloned";
        return owner.equals("java/lang/Object") ? new String[] {hook, "java.lang.Object"} : null;
    }

    /** Whether the hook stands before the call: it is told the value that the call is about to box. */
    static boolean standsBefore(String hook) {
        return hook.startsWith("box") || hook.equals("product");
    }

    /** Whether callers count what the method allocates, so that nothing inside may. */
    static boolean nothingInside(String owner, String name, String descriptor) {
        String method = owner + "." + name + descriptor;
        return method.equals(UNINITIALIZED_INSIDE) || CALLS.containsKey(method) && !COUNTED_INSIDE.contains(method);
    }

    /** Whether the method is the one that all hidden classes come through. */
    static boolean definesHiddenClasses(String owner, String name, String descriptor) {
        return name.equals("defineClass")
                && owner.matches("java/lang/System\\$\\d+")
                && descriptor.equals("(Ljava/lang/ClassLoader;Ljava/lang/Class;Ljava/lang/String;[B"
                        + "Ljava/security/ProtectionDomain;ZILjava/lang/Object;)Ljava/lang/Class;");
    }

    /** How many bytes array elements take where {@link TestInstrumenter} instruments. */
    static final class TypeSizes {
        private TypeSizes() {}

        static int elementBytes(String arrayDescriptor) {
            Type element = Type.getType(arrayDescriptor.substring(1));
            return switch (element.getSort()) {
                case Type.BOOLEAN, Type.BYTE -> 1;
                case Type.CHAR, Type.SHORT -> 2;
                case Type.LONG, Type.DOUBLE -> 8;
                default -> 4;
            };
        }
    }

    /** Lambdas from the JVM's archive carry no hooks: what this finds is thrown away. */
    static boolean searchesArchive(String owner, String name) {
        return owner.equals("java/lang/invoke/LambdaProxyClassArchive") && name.equals("findFromArchive");
    }
}
