// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.compat.other;

import io.github.allocsites.compat.workload.Workload;
import java.io.IOException;
import java.io.InputStream;
import java.lang.instrument.ClassDefinition;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.security.ProtectionDomain;
import java.util.Arrays;

/** Does to every class what other agents do to some, at its start and between the halves of the workload. */
public final class EverythingAgent {
    private static final int ROUNDS = 3;

    private final Instrumentation instrumentation;
    /** Changes nothing, and says so in the two ways there are. */
    private final ClassFileTransformer capable = transformer(true);

    private final ClassFileTransformer incapable = transformer(false);

    private EverythingAgent(Instrumentation instrumentation) {
        this.instrumentation = instrumentation;
    }

    /** The argument says what to do. */
    public static void premain(String what, Instrumentation instrumentation) {
        EverythingAgent agent = new EverythingAgent(instrumentation);
        agent.start();
        System.getProperties().put(Workload.BETWEEN, (Runnable) () -> agent.between(what));
    }

    private static ClassFileTransformer transformer(boolean copies) {
        return new ClassFileTransformer() {
            @Override
            public byte[] transform(
                    Module module,
                    ClassLoader loader,
                    String name,
                    Class<?> type,
                    ProtectionDomain domain,
                    byte[] file) {
                return copies ? file.clone() : null;
            }
        };
    }

    private void start() {
        instrumentation.addTransformer(capable, true);
        instrumentation.addTransformer(incapable, false);
        retransform();
    }

    private void between(String what) {
        switch (what) {
            case "retransform" -> retransformNowAndMeanwhile();
            case "remove" -> remove();
            case "redefine" -> redefine();
            default -> throw new IllegalArgumentException(what);
        }
        printParameters();
        System.out.println("done=1");
    }

    /** A framework that binds by name reads them. */
    private static void printParameters() {
        Arrays.stream(Workload.class.getMethods())
                .filter(method -> method.getName().equals("main"))
                .forEach(main -> System.out.println("parameters=" + Arrays.toString(main.getParameters())));
    }

    /** Meanwhile: until the JVM ends, which it may do in the midst of it. */
    private void retransformNowAndMeanwhile() {
        for (int i = 0; i < ROUNDS; i++) {
            retransform();
        }
        Thread meanwhile = new Thread(() -> {
            while (true) {
                retransform();
            }
        });
        meanwhile.setDaemon(true);
        meanwhile.start();
    }

    private void remove() {
        instrumentation.removeTransformer(capable);
        instrumentation.removeTransformer(incapable);
        retransform();
    }

    /** What a debugger does: the class as its file has it, without anybody's hooks. */
    private void redefine() {
        String file = "/" + Workload.class.getName().replace('.', '/') + ".class";
        try (InputStream in = Workload.class.getResourceAsStream(file)) {
            instrumentation.redefineClasses(new ClassDefinition(Workload.class, in.readAllBytes()));
        } catch (IOException | ClassNotFoundException | UnmodifiableClassException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private void retransform() {
        retransform(Arrays.stream(instrumentation.getAllLoadedClasses())
                .filter(instrumentation::isModifiableClass)
                .toArray(Class<?>[]::new));
    }

    /** One class that cannot be retransformed fails the whole call: halves find it. */
    private void retransform(Class<?>[] types) {
        try {
            instrumentation.retransformClasses(types);
        } catch (UnmodifiableClassException | LinkageError | UnsupportedOperationException unfit) {
            if (types.length > 1) {
                retransform(Arrays.copyOfRange(types, 0, types.length / 2));
                retransform(Arrays.copyOfRange(types, types.length / 2, types.length));
            } else {
                System.out.println("unfit " + types[0] + " " + unfit);
            }
        }
    }
}
