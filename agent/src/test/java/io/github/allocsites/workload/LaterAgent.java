// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.workload;

import com.sun.tools.attach.VirtualMachine;
import io.github.allocsites.agent.AllocSites;
import java.io.InputStream;
import java.lang.instrument.ClassDefinition;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.Field;
import java.security.ProtectionDomain;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Starts with nobody but our agent, and has another one come in the middle of its life, which does with the JDK's
 * classes and with this one what other agents do. Prints how many entries a map of the JDK made before and behind.
 */
public final class LaterAgent {
    public static final int EVENTS = 1000;

    private static volatile Object sink;

    private LaterAgent() {}

    public static void main(String[] arguments) throws Exception {
        List<String> skipped = AllocSites.skipped();
        System.out.println("capable=" + isCapable());
        print("before");
        VirtualMachine machine =
                VirtualMachine.attach(String.valueOf(ProcessHandle.current().pid()));
        machine.loadAgent(arguments[0], arguments[1]);
        machine.detach();
        print("after");
        System.out.println("skipped.same=" + AllocSites.skipped().equals(skipped));
    }

    public static void agentmain(String what, Instrumentation instrumentation) throws Exception {
        List<Class<?>> types = new ArrayList<>();
        for (Class<?> type : List.of(HashMap.class, ArrayList.class, String.class, Thread.class, LaterAgent.class)) {
            types.add(type);
        }
        instrumentation.addTransformer(new Copying(), true);
        instrumentation.addTransformer(new Copying(), false);
        switch (what) {
            case "retransform" -> instrumentation.retransformClasses(types.toArray(new Class<?>[0]));
            case "redefine" -> {
                for (Class<?> type : types) {
                    instrumentation.redefineClasses(new ClassDefinition(type, file(type)));
                }
            }
            default -> throw new IllegalArgumentException(what);
        }
        System.out.println("did=" + what);
    }

    /** Has the JVM believe that it changed the class. */
    private static final class Copying implements ClassFileTransformer {
        @Override
        public byte[] transform(
                Module module, ClassLoader loader, String name, Class<?> type, ProtectionDomain domain, byte[] file) {
            return type == null ? null : file.clone();
        }
    }

    /** Whether our transformer that is capable of retransformation is registered; nothing else tells it. */
    private static boolean isCapable() throws ReflectiveOperationException {
        return (boolean) field(field(field(null, AllocSites.class, "installation"), "offering"), "registered");
    }

    private static Object field(Object of, String name) throws ReflectiveOperationException {
        return field(of, of.getClass(), name);
    }

    private static Object field(Object of, Class<?> type, String name) throws ReflectiveOperationException {
        Field field = type.getDeclaredField(name);
        field.setAccessible(true);
        return field.get(of);
    }

    private static byte[] file(Class<?> type) throws Exception {
        String path = "/" + type.getName().replace('.', '/') + ".class";
        try (InputStream in = type.getResourceAsStream(path)) {
            return in.readAllBytes();
        }
    }

    private static void print(String when) {
        Object[] keys = new Object[EVENTS];
        for (int i = 0; i < EVENTS; i++) {
            keys[i] = new Object();
        }
        long entries = events(HashMap.class, "java.util.HashMap$Node");
        long own = events(LaterAgent.class, "int[]");
        Map<Object, Object> map = new HashMap<>();
        for (Object key : keys) {
            map.put(key, key);
            sink = new int[3];
        }
        System.out.println(when + ".entries=" + (events(HashMap.class, "java.util.HashMap$Node") - entries));
        System.out.println(when + ".own=" + (events(LaterAgent.class, "int[]") - own));
    }

    private static long events(Class<?> type, String allocated) {
        return AllocSites.snapshot().sites().stream()
                .filter(site ->
                        site.className().equals(type.getName()) && site.type().equals(allocated))
                .mapToLong(site -> site.count())
                .sum();
    }
}
