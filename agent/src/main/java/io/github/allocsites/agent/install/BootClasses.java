// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.install;

import java.io.IOException;
import java.io.InputStream;
import java.lang.instrument.Instrumentation;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * Defines the table-core classes in the bootstrap loader, from the resources of this jar.
 *
 * <p>Not by {@code appendToBootstrapClassLoaderSearch}: that switches off class data sharing and says so on stderr. A
 * throwaway loader without parent is given {@code jdk.internal.misc}, for one call of defineClass; the application's
 * module never is, because libraries look for exactly that and change their ways.
 */
final class BootClasses {
    private static final String FOLDER = "/META-INF/allocsites/table-core/";
    private static final String DEFINER = "io.github.allocsites.table.Definer";
    private static final Module BASE = Object.class.getModule();

    private final Instrumentation instrumentation;
    private final BiFunction<String, byte[], Class<?>> definer;

    BootClasses(Instrumentation instrumentation) throws IOException, ReflectiveOperationException {
        this.instrumentation = instrumentation;
        this.definer = definer();
    }

    /** Defines a class in the bootstrap loader. */
    Class<?> define(String internalName, byte[] file) {
        return definer.apply(internalName, file);
    }

    /** Defines every class, and lets them and {@code java.base} see what they need of each other. */
    void defineAll() throws IOException {
        List<String> names = index();
        Module boot = defineInOrder(names).getModule();
        export(boot, "jdk.internal.misc");
        export(boot, "jdk.internal.vm.annotation");
        instrumentation.redefineModule(BASE, Set.of(boot), Map.of(), Map.of(), Set.of(), Map.of());
    }

    /** A class comes after those it extends, which the index does not tell: what fails is tried again. */
    private Class<?> defineInOrder(List<String> names) throws IOException {
        Class<?> last = null;
        List<String> left = names;
        while (!left.isEmpty()) {
            List<String> again = new ArrayList<>();
            for (String name : left) {
                try {
                    last = define(name, read(name + ".bin"));
                } catch (NoClassDefFoundError needsAnother) {
                    again.add(name);
                }
            }
            if (again.size() == left.size()) {
                throw new NoClassDefFoundError(again.get(0));
            }
            left = again;
        }
        return last;
    }

    private List<String> index() throws IOException {
        List<String> names = new ArrayList<>();
        for (String line :
                new String(read("index"), StandardCharsets.UTF_8).lines().toList()) {
            if (line.endsWith(".bin")) {
                names.add(line.substring(0, line.length() - ".bin".length()));
            }
        }
        return names;
    }

    private static byte[] read(String path) throws IOException {
        try (InputStream in = BootClasses.class.getResourceAsStream(FOLDER + path)) {
            if (in == null) {
                throw new IOException("the agent's jar lacks " + FOLDER + path);
            }
            return in.readAllBytes();
        }
    }

    @SuppressWarnings("unchecked")
    private BiFunction<String, byte[], Class<?>> definer() throws IOException, ReflectiveOperationException {
        ThrowawayLoader loader = new ThrowawayLoader();
        export(loader.getUnnamedModule(), "jdk.internal.misc");
        Class<?> type = loader.define(DEFINER, read(DEFINER.replace('.', '/') + ".bin"));
        return (BiFunction<String, byte[], Class<?>>) type.getConstructor().newInstance();
    }

    private void export(Module to, String packageName) {
        instrumentation.redefineModule(BASE, Set.of(), Map.of(packageName, Set.of(to)), Map.of(), Set.of(), Map.of());
    }
}
