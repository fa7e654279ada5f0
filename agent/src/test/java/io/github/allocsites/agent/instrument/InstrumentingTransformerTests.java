// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.instrument;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.allocsites.agent.cost.OwnCost;
import io.github.allocsites.table.Hook;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.IllegalClassFormatException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.Opcodes;

/** What is offered to the transformers and comes back. */
final class InstrumentingTransformerTests {
    private static final String NAME = "com/acme/Generated";

    private final InstrumentationLog log = new InstrumentationLog();
    private final SeenClasses seen = new SeenClasses();
    private final Attempts attempts = new Attempts();
    private final InstrumentingTransformer transformer = new InstrumentingTransformer(
            new ArraySizes(4, Hook::arrayBytes),
            new Exclusions(true, List.of("com.acme.Excluded")),
            log,
            new OwnCost(),
            seen,
            new LostNames(Runtime.version().feature()),
            attempts);

    private final byte[] allocating = Generated.method(Generated::newObject);

    private byte[] load(String name, byte[] file) throws IllegalClassFormatException {
        return transform(transformer.loading(), name, null, file);
    }

    private static byte[] transform(ClassFileTransformer by, String name, Class<?> type, byte[] file)
            throws IllegalClassFormatException {
        ClassLoader loader = InstrumentingTransformerTests.class.getClassLoader();
        return by.transform(loader.getUnnamedModule(), loader, name, type, null, file);
    }

    @Test
    void shouldInstrumentAClassThatIsLoaded() throws IllegalClassFormatException {
        assertThat(Trees.hooks(load(NAME, allocating), "m")).containsExactly("object");
        assertThat(log.instrumentedClasses()).isEqualTo(1);
        assertThat(log.skippedClasses()).isZero();
        assertThat(log.skippedMethods()).isZero();
        assertThat(log.listed()).isEmpty();
    }

    /** A loader may define a class without telling its name. */
    @Test
    void shouldGoByTheNameInTheFileWhenNoneIsTold() throws IllegalClassFormatException {
        assertThat(Trees.hooks(load(null, allocating), "m")).containsExactly("object");
        assertThat(load(null, new byte[] {1, 2, 3})).isNull();
        assertThat(log.instrumentedClasses()).isEqualTo(1);
    }

    @Test
    void shouldLeaveWhatDoesNotAllocate() throws IllegalClassFormatException {
        assertThat(load(NAME, Generated.method(code -> code.visitInsn(Opcodes.NOP))))
                .isNull();
        assertThat(log.instrumentedClasses()).isZero();
        assertThat(log.skippedClasses()).isZero();
    }

    @Test
    void shouldLeaveWhatIsExcluded() throws IllegalClassFormatException {
        assertThat(load("com/acme/Excluded", allocating)).isNull();
        assertThat(log.instrumentedClasses()).isZero();
        assertThat(log.skippedClasses()).isZero();
    }

    /** Another agent's retransformation hands us what we made. */
    @Test
    void shouldNotPutHooksInTwice() throws IllegalClassFormatException {
        byte[] hooked = load(NAME, allocating);
        assertThat(load(NAME, hooked)).isNull();
        assertThat(transform(transformer.retransforming(), NAME, String.class, hooked))
                .isNull();
        assertThat(log.skippedClasses()).isZero();
    }

    @Test
    void shouldLeaveWhatIsBeingLoadedToTheOneForLoading() throws IllegalClassFormatException {
        assertThat(transform(transformer.retransforming(), NAME, null, allocating))
                .isNull();
    }

    /** The JVM asks the one for loading about redefinitions as well, which begin with a class file, and first. */
    @Test
    void shouldActOnARedefinitionOnce() throws IllegalClassFormatException {
        byte[] specimen = JdkClassFiles.of(Specimen.class);
        String name = "com/acme/Specimen";
        byte[] hooked = transform(transformer.loading(), name, Specimen.class, specimen);
        assertThat(Trees.hooks(hooked, "object")).containsExactly("object");
        assertThat(Trees.parameterNames(hooked)).isEqualTo(Trees.parameterNames(specimen));
        assertThat(transform(transformer.retransforming(), name, Specimen.class, hooked))
                .isNull();
        assertThat(log.instrumentedClasses()).isZero();
    }

    @Test
    void shouldSkipOnceWhatBothAreAskedAbout() throws IllegalClassFormatException {
        byte[] changed = Arrays.copyOf(allocating, allocating.length / 2);
        Attempts.Attempt attempt = attempts.begin();
        transform(transformer.loading(), NAME, String.class, changed);
        transform(transformer.retransforming(), NAME, String.class, changed);
        attempts.end();
        assertThat(attempt.log().skippedClasses()).isEqualTo(1);
    }

    /** Before JDK 19 the JVM hands out the file of a loaded class without them. */
    @Test
    void shouldKeepParameterNamesThatTheJvmLost() throws IllegalClassFormatException {
        byte[] specimen = JdkClassFiles.of(Specimen.class);
        byte[] fromJvm = Runtime.version().feature() < 19 ? Trees.withoutParameterNames(specimen) : specimen;
        byte[] hooked = transform(transformer.retransforming(), "com/acme/Specimen", Specimen.class, fromJvm);
        assertThat(Trees.parameterNames(hooked))
                .isEqualTo(Trees.parameterNames(specimen))
                .anySatisfy(names -> assertThat(names).hasSize(2));
    }

    @Test
    void shouldCountAndListWhatCannotBeInstrumented() throws IllegalClassFormatException {
        assertThat(load(NAME, Arrays.copyOf(allocating, allocating.length / 2))).isNull();
        assertThat(load(NAME, new byte[] {1, 2, 3})).isNull();
        assertThat(log.skippedClasses()).isEqualTo(2);
        assertThat(log.instrumentedClasses()).isZero();
        assertThat(log.listed()).hasSize(2).allSatisfy(line -> assertThat(line).startsWith(NAME + ": "));
    }

    @Test
    void shouldTellOnceWhatAClassLostWhenAnotherAgentChangedIt() throws IllegalClassFormatException {
        byte[] changed = Arrays.copyOf(allocating, allocating.length / 2);
        for (int time = 0; time < 3; time++) {
            assertThat(transform(transformer.retransforming(), NAME, String.class, changed))
                    .isNull();
        }
        assertThat(log.skippedClasses()).isEqualTo(1);
        assertThat(log.listed()).hasSize(1);
    }

    @Test
    void shouldCountWhatAnAttemptDidOnceItSucceeded() throws IllegalClassFormatException {
        Attempts.Attempt attempt = attempts.begin();
        transform(transformer.retransforming(), NAME, String.class, allocating);
        assertThat(attempt.last()).isEqualTo(String.class);
        assertThat(log.instrumentedClasses()).isZero();
        attempts.end();
        log.add(attempt.log());
        transform(transformer.retransforming(), NAME, String.class, allocating);
        assertThat(log.instrumentedClasses()).isEqualTo(1);
    }

    @Test
    void shouldCountMethodsThatAreTooLarge() throws IllegalClassFormatException {
        byte[] file = Generated.method(code -> {
            for (int bytes = 0; bytes < ClassInstrumenter.HUGE_METHOD_BYTES - 8; bytes += 8) {
                Generated.newObject(code);
            }
        });
        assertThat(load(NAME, file)).isNull();
        assertThat(log.skippedClasses()).isEqualTo(1);
    }

    @Test
    void shouldRememberWhatIsOffered() throws IllegalClassFormatException {
        load(Specimen.class.getName().replace('.', '/'), JdkClassFiles.of(Specimen.class));
        assertThat(seen.test(Specimen.class)).isTrue();
        assertThat(seen.test(CallSpecimen.class)).isFalse();
    }

    @Test
    void shouldLeaveAnOldClassThatTheJvmWouldRefuseWithHooks() throws IllegalClassFormatException {
        assertThat(load(NAME, OldClasses.interfaceWithSuper().file())).isNull();
        assertThat(log.skippedClasses()).isEqualTo(1);
        assertThat(log.instrumentedClasses()).isZero();
    }

    @Test
    void shouldInstrumentAHiddenClass() {
        assertThat(Trees.hooks(hidden(allocating), "m")).containsExactly("object");
        assertThat(log.instrumentedClasses()).isEqualTo(1);
    }

    /** The JVM says what is wrong with it. */
    @Test
    void shouldHandOnTheFileOfAHiddenClassThatCannotCarryHooks() {
        byte[] quiet = Generated.method(code -> code.visitInsn(Opcodes.NOP));
        byte[] malformed = {1, 2, 3};
        assertThat(hidden(quiet)).isSameAs(quiet);
        assertThat(hidden(malformed)).isSameAs(malformed);
    }

    private byte[] hidden(byte[] file) {
        return transformer.hidden(InstrumentingTransformerTests.class, file);
    }
}
