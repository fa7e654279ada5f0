// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.instrument;

import java.lang.instrument.ClassDefinition;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.util.List;

/**
 * Has the JVM offer loaded classes to the transformer.
 *
 * <pre>
 *              the JVM begins with         a later retransformation       what it costs
 *              the class file of           by another agent begins with
 *   redefine    the JDK, which we hand in  our hooks, which stay          -
 *   retransform the class, as it is        the class without hooks: the   a copy of each file that is changed, and of
 *                                          capable one must be there      each that is loaded from then on, to look at
 * </pre>
 *
 * A class is redefined only where nobody else can have changed it: where we are alone, and it is the JDK's. Used by one
 * thread at a time.
 */
public final class Offering {
    private final Instrumentation instrumentation;
    private final ClassFileTransformer capable;
    private boolean alone;
    private boolean registered;

    /**
     * Registers nothing yet.
     *
     * @param capable the transformer for classes that are retransformed
     * @param alone whether no other agent can have changed a class so far
     */
    public Offering(Instrumentation instrumentation, ClassFileTransformer capable, boolean alone) {
        this.instrumentation = instrumentation;
        this.capable = capable;
        this.alone = alone;
    }

    /**
     * A loaded class.
     *
     * @param file what it is redefined with; null where it is retransformed
     */
    record LoadedClass(Class<?> type, byte[] file) {}

    /** From here on other agents may have classes retransformed in which our hooks are no part of the original. */
    public void begin() {
        if (!alone) {
            register();
        }
    }

    /** From here on other agents may come, and change what is loaded. */
    public void othersMayCome() {
        alone = false;
    }

    /** Takes the transformer out again. */
    public void withdraw() {
        instrumentation.removeTransformer(capable);
    }

    /** By its file, null where that could not be read. */
    LoadedClass of(Class<?> type, byte[] file) {
        boolean original = alone && type.getModule().isNamed() && Exclusions.isJdk(type); // not of -Xbootclasspath/a
        return new LoadedClass(type, original ? file : null);
    }

    void redefine(List<LoadedClass> classes) throws UnmodifiableClassException, ClassNotFoundException {
        ClassDefinition[] definitions = new ClassDefinition[classes.size()];
        for (int i = 0; i < definitions.length; i++) {
            definitions[i] =
                    new ClassDefinition(classes.get(i).type(), classes.get(i).file());
        }
        instrumentation.redefineClasses(definitions);
    }

    void retransform(List<LoadedClass> classes) throws UnmodifiableClassException {
        Class<?>[] types = new Class<?>[classes.size()];
        for (int i = 0; i < types.length; i++) {
            types[i] = classes.get(i).type();
        }
        register();
        instrumentation.retransformClasses(types);
    }

    private void register() {
        if (!registered) {
            instrumentation.addTransformer(capable, true);
            registered = true;
        }
    }
}
