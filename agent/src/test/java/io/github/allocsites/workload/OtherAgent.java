// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.workload;

import io.github.allocsites.agent.AllocSites;
import io.github.allocsites.agent.Options;
import io.github.allocsites.report.InstalledBy;
import java.io.InputStream;
import java.lang.instrument.ClassDefinition;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.Method;
import java.security.ProtectionDomain;
import java.util.TreeMap;

/**
 * Another agent, which retransforms and redefines classes that carry our hooks, its own among them. Installs ours after
 * itself when an argument says so. Prints what was counted after each step.
 */
public final class OtherAgent {
    public static final int EVENTS = 1_000;

    private static Instrumentation instrumentation;
    private static volatile Object sink;

    private OtherAgent() {}

    public static void premain(String argument, Instrumentation granted) {
        instrumentation = granted;
    }

    public static void main(String[] arguments) throws Exception {
        if (arguments.length > 0) {
            AllocSites.install(Options.defaults(), InstalledBy.SELF_ATTACH);
        }
        print("installed");
        step("retransformed", null);
        Copying copying = new Copying();
        step("copied", copying);
        instrumentation.removeTransformer(copying);
        step("removed", null);
        for (int i = 0; i < 3; i++) {
            instrumentation.redefineClasses(
                    definition(OtherAgent.class), definition(TreeMap.class), definition(Attaching.class));
        }
        print("redefined");
        step("again", null);
    }

    private static void step(String name, ClassFileTransformer transformer) throws Exception {
        if (transformer != null) {
            instrumentation.addTransformer(transformer, true);
        }
        instrumentation.retransformClasses(OtherAgent.class, TreeMap.class, Attaching.class);
        print(name);
    }

    private static void print(String name) throws ReflectiveOperationException {
        long own = Counted.events(OtherAgent.class.getName(), "events", "int[]");
        long entries = Counted.events("java.util.TreeMap", "", "java.util.TreeMap$Entry");
        events();
        own = Counted.events(OtherAgent.class.getName(), "events", "int[]") - own;
        entries = Counted.events("java.util.TreeMap", "", "java.util.TreeMap$Entry") - entries;
        System.out.println(name + ".own=" + own);
        System.out.println(name + ".entries=" + entries);
        Method named = Attaching.class.getMethod("named", String.class, int.class);
        System.out.println(
                name + ".names=" + named.getParameters()[0].getName() + " " + named.getParameters()[1].getName());
    }

    private static void events() {
        TreeMap<Integer, Object> map = new TreeMap<>();
        for (int i = 0; i < EVENTS; i++) {
            sink = new int[3];
            map.put(i, map);
        }
    }

    private static ClassDefinition definition(Class<?> type) throws Exception {
        String file = type.getName().replace('.', '/') + ".class";
        try (InputStream in = type.getModule().isNamed()
                ? type.getModule().getResourceAsStream(file)
                : type.getClassLoader().getResourceAsStream(file)) {
            return new ClassDefinition(type, in.readAllBytes());
        }
    }

    /** Returns what it got, as a class of its own: the JVM takes it for changed. */
    private static final class Copying implements ClassFileTransformer {
        @Override
        public byte[] transform(ClassLoader loader, String name, Class<?> type, ProtectionDomain domain, byte[] file) {
            return file.clone();
        }
    }
}
