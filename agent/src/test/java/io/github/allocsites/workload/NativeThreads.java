// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.workload;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Array;
import java.lang.reflect.Method;
import java.util.Optional;

/**
 * Threads that the system made and that attach themselves to the JVM: while their Thread objects are constructed they
 * have the id 0. Prints how many Thread objects were counted before and after. Named by reflection, because the build's
 * JDK may be too old for java.lang.foreign.
 */
public final class NativeThreads {
    public static final int THREADS = 200;
    public static final int EVENTS = 1_000;
    private static final String FOREIGN = "java.lang.foreign.";

    static volatile Object sink;

    private NativeThreads() {}

    public static void main(String[] arguments) throws Throwable {
        if (Runtime.version().feature() >= 22) {
            start(stub(), 1); // links what the others need
            long stub = stub();
            System.out.println("constructed.before=" + constructed());
            start(stub, THREADS - 1);
        }
        System.out.println("constructed.after=" + constructed());
    }

    private static long constructed() {
        return Counted.events("java.lang.Thread", "<init>", "java.lang.Object");
    }

    /** What each of them runs. */
    static long events(long argument) {
        for (int i = 0; i < EVENTS; i++) {
            sink = new int[4];
        }
        return 0;
    }

    private static void start(long stub, int threads) throws Throwable {
        MethodHandle create = downcall("pthread_create", "JAVA_INT", 4);
        MethodHandle join = downcall("pthread_join", "JAVA_INT", 2);
        long[] ids = new long[threads];
        for (int i = 0; i < threads; i++) {
            Object id = segment();
            int failed = (int) create.invoke(address(id), 0L, stub, 0L);
            if (failed != 0) {
                throw new IllegalStateException("pthread_create: " + failed);
            }
            ids[i] = word(id);
        }
        for (long id : ids) {
            int failed = (int) join.invoke(id, 0L);
            if (failed != 0) {
                throw new IllegalStateException("pthread_join: " + failed);
            }
        }
    }

    private static long stub() throws ReflectiveOperationException {
        MethodHandle events = MethodHandles.lookup()
                .findStatic(NativeThreads.class, "events", MethodType.methodType(long.class, long.class));
        Object options = Array.newInstance(type("Linker$Option"), 0);
        Method stub = type("Linker")
                .getMethod(
                        "upcallStub",
                        MethodHandle.class,
                        type("FunctionDescriptor"),
                        type("Arena"),
                        options.getClass());
        return address(stub.invoke(linker(), events, descriptor("JAVA_LONG", 1), arena(), options));
    }

    private static MethodHandle downcall(String name, String result, int words) throws ReflectiveOperationException {
        Object lookup = type("Linker").getMethod("defaultLookup").invoke(linker());
        Optional<?> symbol = (Optional<?>)
                type("SymbolLookup").getMethod("find", String.class).invoke(lookup, name);
        Object options = Array.newInstance(type("Linker$Option"), 0);
        Method downcall = type("Linker")
                .getMethod("downcallHandle", type("MemorySegment"), type("FunctionDescriptor"), options.getClass());
        return (MethodHandle) downcall.invoke(linker(), symbol.orElseThrow(), descriptor(result, words), options);
    }

    private static Object descriptor(String result, int words) throws ReflectiveOperationException {
        Object arguments = Array.newInstance(type("MemoryLayout"), words);
        for (int i = 0; i < words; i++) {
            Array.set(arguments, i, layout("JAVA_LONG"));
        }
        return type("FunctionDescriptor")
                .getMethod("of", type("MemoryLayout"), arguments.getClass())
                .invoke(null, layout(result), arguments);
    }

    private static Object segment() throws ReflectiveOperationException {
        return type("SegmentAllocator")
                .getMethod("allocate", long.class, long.class)
                .invoke(arena(), 8L, 8L);
    }

    private static long word(Object segment) throws ReflectiveOperationException {
        return (long) type("MemorySegment")
                .getMethod("get", type("ValueLayout$OfLong"), long.class)
                .invoke(segment, layout("JAVA_LONG"), 0L);
    }

    private static long address(Object segment) throws ReflectiveOperationException {
        return (long) type("MemorySegment").getMethod("address").invoke(segment);
    }

    private static Object linker() throws ReflectiveOperationException {
        return type("Linker").getMethod("nativeLinker").invoke(null);
    }

    private static Object arena() throws ReflectiveOperationException {
        return type("Arena").getMethod("global").invoke(null);
    }

    private static Object layout(String name) throws ReflectiveOperationException {
        return type("ValueLayout").getField(name).get(null);
    }

    private static Class<?> type(String name) throws ClassNotFoundException {
        return Class.forName(FOREIGN + name);
    }
}
