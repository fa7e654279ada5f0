// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.instrument;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.lang.ArchRule;
import io.github.allocsites.agent.instrument.ClassInstrumenter.Instrumented;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.analysis.Analyzer;
import org.objectweb.asm.tree.analysis.AnalyzerException;
import org.objectweb.asm.tree.analysis.BasicVerifier;

/** What becomes of class files, looked at without running them: the whole of java.base, and methods at the limits. */
final class InstrumentedClassFileTests {
    private static final int CLASSES_AT_LEAST = 3_000;
    private static final int HUGE = ClassInstrumenter.HUGE_METHOD_BYTES;
    private static final int LARGEST = 65_535;
    private static final int NEW_OBJECT_BYTES = 8;

    /** {@code ldc T.class} (wide), {@code sipush} or {@code ldc} (wide) of the probe, {@code invokestatic}. */
    private static final int MOST_HOOK_BYTES = 9;

    private final TestInstrumenter instrumenter = new TestInstrumenter();
    private int instrumented;
    private long hooks;
    private long left;

    @Test
    void shouldInstrumentEveryClassOfJavaBaseSoThatItVerifies() throws AnalyzerException {
        Map<String, byte[]> files = JdkClassFiles.ofModule("java.base");
        for (byte[] file : files.values()) {
            if (ClassScan.of(file).allocates()) {
                check(file, instrumenter.instrument(file));
            }
        }
        assertThat(instrumented).isGreaterThan(CLASSES_AT_LEAST);
        System.out.printf("instrumented %d classes: %d hooks, %d methods left%n", instrumented, hooks, left);
    }

    /** Classes compiled with everything a debugger can ask for, and by other compilers than that of java.base. */
    @ParameterizedTest
    @ValueSource(classes = {Specimen.class, Assertions.class, Test.class, Analyzer.class, ArchRule.class})
    void shouldInstrumentEveryClassBesideAnotherSoThatItVerifies(Class<?> one) throws Exception {
        for (byte[] file : JdkClassFiles.beside(one)) {
            if (ClassScan.of(file).allocates()) {
                check(file, instrumenter.instrument(file));
            }
        }
        assertThat(hooks).isPositive();
    }

    private void check(byte[] file, Instrumented result) throws AnalyzerException {
        assertThat(result.untouched()).isEqualTo(result.bytes() == null);
        left += result.skippedMethods();
        if (result.bytes() == null) {
            return;
        }
        instrumented++;
        ClassNode before = Trees.of(file);
        ClassNode after = Trees.of(result.bytes());
        MethodBytes bytesBefore = new MethodBytes(file);
        MethodBytes bytesAfter = new MethodBytes(result.bytes());
        int skipped = 0;
        for (int method = 0; method < before.methods.size(); method++) {
            MethodNode node = after.methods.get(method);
            String where = before.name + "." + node.name + node.desc;
            List<String> due = HooksDue.of(before.name, before.methods.get(method));
            int calls = Trees.hooks(node).size();
            skipped += HooksDue.count(due) > 0 && calls == 0 ? 1 : 0;
            if (calls == 0 && !CodeText.forgets(node)) {
                assertThat(bytesAfter.method(method)).isEqualTo(bytesBefore.method(method));
            } else {
                new Analyzer<>(new BasicVerifier()).analyze(after.name, node);
                assertThat(bytesBefore.codeBytes(method) > HUGE || bytesAfter.codeBytes(method) <= HUGE)
                        .isTrue();
                int locals = before.methods.get(method).maxLocals;
                assertThat(CodeText.hooks(node, locals)).as(where).isEqualTo(due);
                assertThat(CodeText.of(node, locals))
                        .as(where)
                        .isEqualTo(CodeText.of(before.methods.get(method), locals));
            }
            hooks += calls;
        }
        assertThat(result.skippedMethods()).isEqualTo(skipped);
    }

    /** Class by class through this JVM's own verifier, which checks frames and uninitialised objects, too. */
    @ParameterizedTest
    @ValueSource(strings = {"jdk.compiler", "jdk.javadoc", "java.xml", "jdk.jshell"})
    void shouldPassTheVerifierOfTheJvm(String module) {
        Map<String, byte[]> files = JdkClassFiles.ofModule(module);
        ClassLoader loader = instrumenter.loader(files);
        int verified = 0;
        for (String name : files.keySet()) {
            verified += isLinked(loader, name.replace('/', '.')) ? 1 : 0;
        }
        System.out.printf("verified %d of %d classes of %s%n", verified, files.size(), module);
        assertThat(verified).isGreaterThan(files.size() / 2);
    }

    /** False where the class cannot be linked outside its module; what the verifier says is thrown. */
    private static boolean isLinked(ClassLoader loader, String name) {
        try {
            return Class.forName(name, false, loader).getDeclaredMethods().length >= 0;
        } catch (VerifyError | ClassFormatError rejected) {
            throw rejected;
        } catch (ClassNotFoundException | LinkageError elsewhere) {
            return false;
        }
    }

    @Test
    void shouldLeaveAMethodThatWouldGrowBeyondTheCompilersLimit() {
        int objects = HUGE / NEW_OBJECT_BYTES - 1;
        byte[] file = methods(objects, 10);
        assertThat(new MethodBytes(file).codeBytes(0)).isLessThanOrEqualTo(HUGE);
        Instrumented result = instrumenter.instrument(file);
        assertThat(result.skippedMethods()).isEqualTo(1);
        assertThat(new MethodBytes(result.bytes()).method(0)).isEqualTo(new MethodBytes(file).method(0));
        assertThat(Trees.hooks(result.bytes(), "m1")).isEqualTo(Collections.nCopies(10, "object"));
    }

    @Test
    void shouldInstrumentAMethodUpToTheCompilersLimit() {
        int objects = HUGE / (NEW_OBJECT_BYTES + MOST_HOOK_BYTES);
        byte[] file = methods(objects);
        Instrumented result = instrumenter.instrument(file);
        assertThat(result.skippedMethods()).isZero();
        assertThat(Trees.hooks(result.bytes(), "m0")).hasSize(objects);
        assertThat(new MethodBytes(result.bytes()).codeBytes(0)).isBetween(objects * NEW_OBJECT_BYTES, HUGE);
    }

    /** The compiler refuses it anyway. */
    @Test
    void shouldInstrumentAMethodThatIsBeyondTheCompilersLimit() {
        int objects = HUGE / NEW_OBJECT_BYTES + 10;
        Instrumented result = instrumenter.instrument(methods(objects));
        assertThat(result.skippedMethods()).isZero();
        assertThat(Trees.hooks(result.bytes(), "m0")).hasSize(objects);
    }

    @Test
    void shouldLeaveMethodsThatWouldGrowBeyondWhatAClassFileHolds() {
        int objects = (LARGEST - 1) / NEW_OBJECT_BYTES;
        byte[] file = methods(objects, 5, objects, HUGE / NEW_OBJECT_BYTES - 1);
        Instrumented result = instrumenter.instrument(file);
        assertThat(result.skippedMethods()).isEqualTo(3);
        assertThat(result.untouched()).isFalse();
        for (int method : new int[] {0, 2, 3}) {
            assertThat(new MethodBytes(result.bytes()).method(method)).isEqualTo(new MethodBytes(file).method(method));
        }
        assertThat(Trees.hooks(result.bytes(), "m1")).hasSize(5);
    }

    @Test
    void shouldLeaveAClassOfWhichNoMethodCouldBeInstrumented() {
        Instrumented result = instrumenter.instrument(methods((LARGEST - 1) / NEW_OBJECT_BYTES));
        assertThat(result.bytes()).isNull();
        assertThat(result.untouched()).isTrue();
        assertThat(result.skippedMethods()).isEqualTo(1);
    }

    /** Methods m0, m1 and so on that make so many objects each. */
    private static byte[] methods(int... objects) {
        ClassWriter writer = Generated.begin(Opcodes.V17);
        for (int method = 0; method < objects.length; method++) {
            int times = objects[method];
            Generated.addMethod(writer, "m" + method, code -> {
                for (int i = 0; i < times; i++) {
                    Generated.newObject(code);
                }
            });
        }
        return writer.toByteArray();
    }
}
