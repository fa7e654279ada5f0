// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.libraries;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import jdk.internal.access.SharedSecrets;
import jdk.internal.reflect.ConstantPool;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Loads and links every class of some libraries, initialises none, and writes what became of each into a file. */
public final class Linking {
    private static final String SHIM = "java/lang/AllocSitesShim";

    private final ClassLoader loader;
    private final List<String> lines = new ArrayList<>();

    private Linking(ClassLoader loader) {
        this.loader = loader;
    }

    /** Arguments: the file to write, and libraries. */
    public static void main(String[] arguments) throws Exception {
        List<Library> libraries = Library.read(arguments, 1);
        Linking linking = new Linking(loader(libraries));
        for (Library library : libraries) {
            for (Map.Entry<String, byte[]> file : library.classFiles().entrySet()) {
                linking.link(library.name(), file.getKey(), file.getValue());
            }
        }
        Files.write(Path.of(arguments[0]), linking.lines);
        Files.write(Path.of(arguments[0] + ".skipped"), skipped());
    }

    private static ClassLoader loader(List<Library> libraries) throws MalformedURLException {
        List<URL> jars = new ArrayList<>();
        for (Library library : libraries) {
            for (String place : library.isModule() ? List.<String>of() : library.places()) {
                jars.add(Path.of(place).toUri().toURL());
            }
        }
        return new URLClassLoader(jars.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
    }

    private void link(String library, String name, byte[] file) {
        ClassLoader from =
                library.startsWith("java.") || library.startsWith("jdk.") ? ClassLoader.getSystemClassLoader() : loader;
        boolean hooked = false;
        String failure = "";
        try {
            Class<?> type = Class.forName(name, false, from);
            failure = failure(type);
            hooked = isHooked(type);
        } catch (ClassNotFoundException | LinkageError rejected) {
            failure = "loading " + text(rejected);
        }
        lines.add(new ClassFate(library, name, failure, allocates(file), hooked).line());
    }

    /**
     * The JVM links a class before it tells its members. What their types lack is thrown as well, afterwards; so a
     * class is linked as soon as it tells one kind of them.
     */
    private static String failure(Class<?> type) {
        String first = null;
        for (Members members : type.isInterface() ? Members.OF_INTERFACE : Members.OF_CLASS) {
            try {
                members.of(type);
                return "";
            } catch (LinkageError rejected) {
                first = first == null ? text(rejected) : first;
            }
        }
        return first;
    }

    private interface Members {
        Members[] OF_CLASS = {Class::getDeclaredConstructors, Class::getDeclaredMethods, Class::getDeclaredFields};

        /** An interface has no constructors, and the JVM is not asked for them. */
        Members[] OF_INTERFACE = {Class::getDeclaredMethods, Class::getDeclaredFields};

        Object of(Class<?> type);
    }

    private static String text(Throwable thrown) {
        String text = thrown.toString();
        return text.lines().findFirst().orElse(text).replace('\t', ' ');
    }

    private static boolean isHooked(Class<?> type) {
        ConstantPool constants = SharedSecrets.getJavaLangAccess().getConstantPool(type);
        for (int i = constants.getSize() - 1; i > 0; i--) {
            if (isText(constants, i) && constants.getUTF8At(i).equals(SHIM)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isText(ConstantPool constants, int number) {
        try {
            return constants.getTagAt(number) == ConstantPool.Tag.UTF8;
        } catch (IllegalArgumentException dynamic) { // a kind of constant that this part of the JDK does not know
            return false;
        }
    }

    private static boolean allocates(byte[] file) {
        boolean[] found = {false};
        new ClassReader(file)
                .accept(
                        new ClassVisitor(Opcodes.ASM9) {
                            @Override
                            public MethodVisitor visitMethod(
                                    int access, String name, String descriptor, String signature, String[] thrown) {
                                return new Allocations(found);
                            }
                        },
                        ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
        return found[0];
    }

    private static final class Allocations extends MethodVisitor {
        private final boolean[] found;

        Allocations(boolean[] found) {
            super(Opcodes.ASM9);
            this.found = found;
        }

        @Override
        public void visitTypeInsn(int opcode, String type) {
            found[0] |= opcode == Opcodes.NEW || opcode == Opcodes.ANEWARRAY;
        }

        @Override
        public void visitIntInsn(int opcode, int operand) {
            found[0] |= opcode == Opcodes.NEWARRAY;
        }

        @Override
        public void visitMultiANewArrayInsn(String descriptor, int dimensions) {
            found[0] = true;
        }

        @Override
        public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
            found[0] |= CountedMethods.has(owner, name, descriptor);
        }
    }

    /** What the agent says it left; nothing where there is no agent. */
    private static List<String> skipped() throws IOException, ReflectiveOperationException {
        Class<?> agent;
        try {
            agent = Class.forName("io.github.allocsites.agent.AllocSites");
        } catch (ClassNotFoundException none) {
            return List.of();
        }
        List<String> skipped = new ArrayList<>();
        for (Object line : (List<?>) agent.getMethod("skipped").invoke(null)) {
            skipped.add(line.toString());
        }
        return skipped;
    }
}
