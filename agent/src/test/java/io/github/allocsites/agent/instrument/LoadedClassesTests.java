// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.instrument;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.instrument.ClassDefinition;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.ref.WeakReference;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.assertj.core.api.AbstractAssert;
import org.junit.jupiter.api.Test;

/** Which loaded classes the JVM is asked to redefine or to retransform, and how often. */
final class LoadedClassesTests {
    /** The collector is asked so often; it needs one or two. */
    private static final int COLLECTIONS = 50;

    private final List<Class<?>> loaded = new ArrayList<>();
    private final List<Class<?>> loadedMeanwhile = new ArrayList<>();
    private final Set<Class<?>> unfit = new HashSet<>();
    private final Set<Class<?>> unlinked = new HashSet<>();
    private final Set<Class<?>> refused = new HashSet<>();
    private final Set<Class<?>> unmodifiable = new HashSet<>();
    private final Set<Class<?>> unlike = new HashSet<>();
    private final List<List<String>> retransformed = new ArrayList<>();
    private final List<List<String>> redefined = new ArrayList<>();
    private final List<ClassFileTransformer> registered = new ArrayList<>();
    private final InstrumentationLog log = new InstrumentationLog();
    private final SeenClasses seen = new SeenClasses();
    private final Attempts attempts = new Attempts();
    private final ClassFileTransformer capable = new ClassFileTransformer() {};
    private Offering offering;
    private final LoadedClasses classes = classes(false);

    private LoadedClasses classes(boolean alone) {
        return classes(alone, Calls.whileItWaits());
    }

    private LoadedClasses classes(boolean alone, Calls calls) {
        Instrumentation jvm = (Instrumentation) Proxy.newProxyInstance(
                LoadedClassesTests.class.getClassLoader(), new Class<?>[] {Instrumentation.class}, this::jvm);
        offering = new Offering(jvm, capable, alone);
        return new LoadedClasses(
                jvm,
                offering,
                new Exclusions(true, List.of("java.lang.Excluded", "java.util.TreeMap")),
                log,
                seen,
                new LostNames(17),
                attempts,
                calls);
    }

    private Object jvm(Object proxy, Method method, Object[] arguments) {
        return switch (method.getName()) {
            case "getAllLoadedClasses" -> loaded.toArray(new Class<?>[0]);
            case "isModifiableClass" -> !unmodifiable.contains((Class<?>) arguments[0]);
            case "retransformClasses" -> retransform(List.of((Class<?>[]) arguments[0]));
            case "redefineClasses" -> redefine((ClassDefinition[]) arguments[0]);
            case "addTransformer" -> registered.add((ClassFileTransformer) arguments[0]);
            default -> throw new AssertionError(method);
        };
    }

    /** What has other methods than its file is refused when it was offered. */
    private Object redefine(ClassDefinition[] definitions) {
        List<Class<?>> types = new ArrayList<>();
        for (ClassDefinition definition : definitions) {
            types.add(definition.getDefinitionClass());
            assertThat(definition.getDefinitionClassFile()).isEqualTo(ClassFiles.of(definition.getDefinitionClass()));
        }
        return change(types, unlike, redefined);
    }

    private Object retransform(List<Class<?>> types) {
        assertThat(registered).containsExactly(capable);
        return change(types, Set.of(), retransformed);
    }

    /** What cannot be linked is not offered; what cannot be verified with its hooks is. */
    private Object change(List<Class<?>> types, Set<Class<?>> refusedAfterwards, List<List<String>> changed) {
        if (types.stream().anyMatch(refused::contains)) {
            throw new UnsupportedOperationException("refused");
        }
        for (Class<?> type : types) {
            if (unlinked.contains(type)) {
                throw new NoClassDefFoundError("unlinked");
            }
            attempts.ofThisThread().offered(type);
            attempts.ofThisThread().log().instrumented(0, type.getName());
            if (unfit.contains(type)) {
                throw new VerifyError("unfit");
            }
            if (refusedAfterwards.contains(type)) {
                throw new UnsupportedOperationException("other methods");
            }
        }
        changed.add(types.stream().map(Class::getSimpleName).toList());
        loaded.addAll(loadedMeanwhile);
        loadedMeanwhile.clear();
        return null;
    }

    @Test
    void shouldRetransformAllThatAllocateInOneCall() {
        loaded.addAll(List.of(ArrayList.class, Runnable.class, int[].class, TreeMap.class, HashMap.class));

        classes.instrument();

        assertThat(retransformed).containsExactly(List.of("ArrayList", "HashMap"));
        assertThat(log.listed()).isEmpty();
    }

    @Test
    void shouldRedefineTheJdksOwnWhereNobodyElseIs() {
        loaded.addAll(List.of(ArrayList.class, Runnable.class, HashMap.class));

        classes(true).instrument();

        assertThat(redefined).containsExactly(List.of("ArrayList", "HashMap"));
        assertThat(retransformed).isEmpty();
        assertThat(registered).isEmpty();
        assertThat(log.instrumentedClasses()).isEqualTo(2);
    }

    @Test
    void shouldRedefineNoMoreAtOnceThanMemoryShouldBeTakenFor() throws IOException {
        loaded.addAll(ofTheJdk("java/util"));
        loaded.addAll(ofTheJdk("java/util/concurrent"));
        loaded.addAll(ofTheJdk("java/util/stream"));
        loaded.removeIf(type -> type.getName().startsWith("java.util.TreeMap")); // excluded here

        classes(true).instrument();

        assertThat(redefined).hasSize((loaded.size() + 249) / 250).allMatch(call -> call.size() <= 250);
        assertThat(redefined.stream().mapToInt(List::size).sum()).isEqualTo(loaded.size());
        assertThat(loaded).hasSizeGreaterThan(500);
    }

    @Test
    void shouldRetransformWhatIsCompiledInOneCallAndTheOthersAFewAtATime() throws IOException {
        loaded.addAll(ofTheJdk("java/util"));
        loaded.addAll(ofTheJdk("java/util/concurrent"));
        loaded.removeIf(type -> type.getName().startsWith("java.util.TreeMap")); // excluded here
        List<String> names = loaded.stream().map(Class::getName).toList();
        List<String> compiled = names.subList(names.size() - 300, names.size());
        List<Long> waits = new ArrayList<>();

        classes(false, new Calls(() -> Set.copyOf(compiled), waits::add)).instrument();

        assertThat(retransformed.get(0)).hasSize(300);
        assertThat(retransformed).hasSizeGreaterThan(1);
        assertThat(retransformed.subList(1, retransformed.size())).allMatch(call -> call.size() <= 250);
        assertThat(retransformed.stream().mapToInt(List::size).sum()).isEqualTo(loaded.size());
        assertThat(waits).hasSize(retransformed.size() - 1).allMatch(nanos -> nanos > 1 && nanos <= 2_000_000_000L);
    }

    @Test
    void shouldRetransformAThousandAtATimeWhereTheJvmDoesNotSayWhatIsCompiled() throws IOException {
        loaded.addAll(ofTheJdk("java/util"));
        loaded.addAll(ofTheJdk("java/util/concurrent"));
        loaded.removeIf(type -> type.getName().startsWith("java.util.TreeMap")); // excluded here

        classes(false, new Calls(Set::of, nanos -> {})).instrument();

        assertThat(loaded).hasSizeBetween(251, 1_000);
        assertThat(retransformed).hasSize(1);
    }

    @Test
    void shouldRetransformWhatIsNotTheJdks() {
        loaded.addAll(List.of(AbstractAssert.class, HashMap.class));

        classes(true).instrument();

        assertThat(redefined).containsExactly(List.of("HashMap"));
        assertThat(retransformed).containsExactly(List.of("AbstractAssert"));
    }

    @Test
    void shouldRetransformOnceOthersMayHaveCome() {
        LoadedClasses alone = classes(true);
        loaded.add(HashMap.class);
        alone.instrument();
        offering.othersMayCome();
        loaded.add(ArrayList.class);
        alone.instrument();

        assertThat(redefined).containsExactly(List.of("HashMap"));
        assertThat(retransformed).containsExactly(List.of("ArrayList"));
    }

    @Test
    void shouldRetransformWhatCannotBeRedefined() {
        loaded.addAll(List.of(ArrayList.class, HashMap.class, String.class, Thread.class));
        unlike.add(HashMap.class);
        unfit.add(Thread.class);

        classes(true).instrument();

        assertThat(redefined).containsExactly(List.of("ArrayList", "String"));
        assertThat(retransformed).containsExactly(List.of("HashMap"));
        assertThat(log.instrumentedClasses()).isEqualTo(3);
        assertThat(log.listed()).containsExactly("java.lang.Thread: " + new VerifyError("unfit"));
    }

    @Test
    void shouldLeaveWhatWasOfferedAlready() {
        loaded.addAll(List.of(ArrayList.class, HashMap.class));
        seen.add(null, "java/util/ArrayList");

        classes.instrument();
        classes.instrument();

        assertThat(retransformed).containsExactly(List.of("HashMap"));
    }

    @Test
    void shouldRetransformTheOthersWhenSomeCannotBe() {
        loaded.addAll(List.of(
                ArrayList.class, HashMap.class, String.class, Thread.class, LinkedHashMap.class, HashSet.class));
        loaded.add(ClassLoader.class);
        unfit.addAll(List.of(HashMap.class, HashSet.class));

        classes.instrument();

        assertThat(retransformed.stream().flatMap(List::stream))
                .containsExactlyInAnyOrder("ArrayList", "String", "Thread", "LinkedHashMap", "ClassLoader");
        assertThat(log.listed())
                .containsExactly(
                        "java.util.HashMap: " + new VerifyError("unfit"),
                        "java.util.HashSet: " + new VerifyError("unfit"));
    }

    @Test
    void shouldStopTheJvmOnceThoughOneCannotBe() {
        loaded.addAll(List.of(
                ArrayList.class, HashMap.class, String.class, Thread.class, LinkedHashMap.class, HashSet.class));
        loaded.add(ClassLoader.class);
        unfit.add(Thread.class);

        classes.instrument();

        assertThat(retransformed)
                .containsExactly(List.of("LinkedHashMap", "HashSet", "ClassLoader", "ArrayList", "HashMap", "String"));
        assertThat(log.instrumentedClasses()).isEqualTo(6);
        assertThat(log.skippedClasses()).isEqualTo(1);
    }

    @Test
    void shouldRetransformTheOthersWhenSomeCannotBeLinked() {
        loaded.addAll(List.of(ArrayList.class, HashMap.class, String.class, Thread.class, LinkedHashMap.class));
        unlinked.addAll(List.of(ArrayList.class, Thread.class));

        classes.instrument();

        assertThat(retransformed.stream().flatMap(List::stream)).containsExactly("HashMap", "String", "LinkedHashMap");
        assertThat(log.listed())
                .containsExactly(
                        "java.util.ArrayList: " + new NoClassDefFoundError("unlinked"),
                        "java.lang.Thread: " + new NoClassDefFoundError("unlinked"));
        assertThat(log.instrumentedClasses()).isEqualTo(3);
    }

    /** A class that failed to initialise: the JVM refuses all before it offers one. */
    @Test
    void shouldFindByHalvesWhatIsRefusedBeforeAnyIsOffered() throws IOException {
        loaded.addAll(ofTheJdk("java/util/concurrent"));
        Class<?> late = loaded.get(loaded.size() - 3);
        refused.add(late);

        classes.instrument();

        int stops = 2 + Integer.SIZE - Integer.numberOfLeadingZeros(loaded.size());
        assertThat(loaded).hasSizeGreaterThan(30);
        assertThat(retransformed).hasSizeLessThanOrEqualTo(stops);
        assertThat(log.listed()).containsExactly(late.getName() + ": " + new UnsupportedOperationException("refused"));
        assertThat(log.instrumentedClasses())
                .isEqualTo(retransformed.stream().mapToInt(List::size).sum());
    }

    /** Those that allocate. */
    private static List<Class<?>> ofTheJdk(String folder) throws IOException {
        Path files = Path.of(URI.create("jrt:/java.base/" + folder));
        List<Class<?>> found = new ArrayList<>();
        try (DirectoryStream<Path> each = Files.newDirectoryStream(files, "*.class")) {
            for (Path file : each) {
                if (ClassScan.of(Files.readAllBytes(file)).allocates()) {
                    String name = file.getFileName().toString().replace(".class", "");
                    found.add(Class.forName(folder.replace('/', '.') + "." + name, false, null));
                }
            }
        } catch (ClassNotFoundException gone) {
            throw new IOException(gone);
        }
        return found;
    }

    @Test
    void shouldRetransformWhatWasLoadedMeanwhile() {
        loaded.add(ArrayList.class);
        loadedMeanwhile.add(HashMap.class);

        classes.instrument();

        assertThat(retransformed).containsExactly(List.of("ArrayList"), List.of("HashMap"));
    }

    @Test
    void shouldSayWhatTheJvmLetsNobodyChange() {
        loaded.addAll(List.of(ArrayList.class, Thread.class));
        unmodifiable.add(Thread.class);

        classes.instrument();

        assertThat(retransformed).containsExactly(List.of("ArrayList"));
        assertThat(log.listed()).containsExactly("java.lang.Thread: the JVM lets nobody change it");
    }

    @Test
    void shouldNotKeepClassesAlive() throws ClassNotFoundException, InterruptedException {
        WeakReference<Class<?>> gone = retransformedAndDropped();
        for (int i = 0; i < COLLECTIONS && gone.get() != null; i++) {
            System.gc();
            Thread.sleep(10);
        }
        assertThat(gone.get()).isNull();
        assertThat(retransformed).containsExactly(List.of("Generated"));
    }

    private WeakReference<Class<?>> retransformedAndDropped() throws ClassNotFoundException {
        Map<String, byte[]> files = Map.of(Generated.NAME, Generated.method(Generated::newObject));
        Class<?> type = new TestInstrumenter().loader(files).loadClass(Generated.NAME.replace('/', '.'));
        loaded.add(type);
        classes.instrument();
        loaded.clear();
        return new WeakReference<>(type);
    }
}
