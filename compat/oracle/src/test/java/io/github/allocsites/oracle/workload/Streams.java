// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.oracle.workload;

import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.math.BigInteger;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Collections, streams, lambdas, boxes, texts, copies of arrays and reflection. */
final class Streams implements Workload {
    /** Exceptions are rare here, because the JVM itself makes most of what one allocates. */
    private static final int EXCEPTION_EVERY = 64;

    private final Constructor<Point> constructor;

    enum Colour {
        RED,
        GREEN
    }

    static final class Point implements Cloneable {
        final int x;

        Point() {
            x = 1;
        }

        @Override
        public Point clone() {
            try {
                return (Point) super.clone();
            } catch (CloneNotSupportedException impossible) {
                throw new AssertionError(impossible);
            }
        }
    }

    record Person(String name, int age, Colour colour) {}

    Streams() throws NoSuchMethodException {
        constructor = Point.class.getDeclaredConstructor();
    }

    @Override
    public long once(int repetition) throws Exception {
        return people(repetition)
                + collections(repetition)
                + texts(repetition)
                + arrays(repetition)
                + lambdas(repetition)
                + numbers(repetition)
                + exceptions(repetition);
    }

    private static long people(int repetition) {
        List<Person> people = IntStream.range(0, 12)
                .mapToObj(i -> new Person("p" + (repetition + i) % 5, 200 + i, i % 2 == 0 ? Colour.RED : Colour.GREEN))
                .toList();
        Map<Colour, List<String>> names = people.stream()
                .filter(person -> person.age() > 202)
                .collect(Collectors.groupingBy(
                        Person::colour,
                        () -> new EnumMap<>(Colour.class),
                        Collectors.mapping(Person::name, Collectors.toList())));
        String joined = people.stream()
                .sorted(Comparator.comparing(Person::name).thenComparing(Person::age, Comparator.reverseOrder()))
                .map(Person::name)
                .distinct()
                .collect(Collectors.joining(", ", "[", "]"));
        int sum = people.stream().mapToInt(Person::age).sum()
                + people.stream().map(Person::age).reduce(0, Integer::sum);
        String[] array = Stream.of("a", "b", joined)
                .flatMap(text -> Stream.of(text, text))
                .toArray(String[]::new);
        Optional<Person> oldest = people.stream().max(Comparator.comparingInt(Person::age));
        return names.size()
                + joined.length()
                + sum
                + array.length
                + oldest.orElseThrow().age();
    }

    private static long collections(int repetition) {
        Map<String, Integer> counts = new HashMap<>();
        Map<Long, Object> sorted = new TreeMap<>(Collections.reverseOrder());
        ConcurrentHashMap<Integer, List<Integer>> lists = new ConcurrentHashMap<>();
        ArrayDeque<Object> deque = new ArrayDeque<>();
        PriorityQueue<Integer> queue = new PriorityQueue<>();
        for (int i = 0; i < 20; i++) {
            counts.merge("k" + i % 6, i, Integer::sum);
            sorted.put(1000L + i, deque);
            lists.computeIfAbsent(i % 3, key -> new ArrayList<>()).add(500 + i);
            deque.push(List.of(i, repetition));
            queue.add(repetition + 20 - i);
        }
        List<Map.Entry<String, Integer>> entries = new ArrayList<>(counts.entrySet());
        entries.sort(Map.Entry.comparingByValue());
        Object[] copied = new LinkedHashSet<>(lists.values()).toArray();
        Integer[] numbers = queue.toArray(new Integer[0]);
        return entries.get(0).getValue() + copied.length + numbers.length + sorted.hashCode() % 2 + deque.size();
    }

    private static long texts(int repetition) {
        String text = "word" + repetition + ' ' + (char) ('a' + repetition % 20) + " \u4e00" + 2.5f;
        StringBuilder builder = new StringBuilder();
        for (String part : text.split(" ")) {
            builder.append(part.toUpperCase(Locale.ROOT)).append(part.length()).append('/');
        }
        String formatted = String.format(Locale.ROOT, "%05d %s", repetition, text);
        String day = LocalDate.of(2024, 1, 1).plusDays(repetition % 300).toString();
        char[] chars = text.toCharArray();
        byte[] bytes = text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
        return builder.length()
                + formatted.length()
                + day.hashCode() % 3
                + new String(chars).length()
                + new String(bytes, java.nio.charset.StandardCharsets.UTF_8).length()
                + text.replace('w', '\u4e01').substring(1).strip().length()
                + "ab".repeat(3).concat(day).length();
    }

    private long arrays(int repetition) throws ReflectiveOperationException {
        int[] numbers = {3, repetition, 1};
        String[] texts = {"x", "y"};
        Object[] objects = new Integer[] {1, 2};
        int[][] grid = new int[3][4];
        Object made = Array.newInstance(String.class, 4);
        int[][] many = (int[][]) Array.newInstance(int.class, 2, 3);
        CharSequence[] wider = Arrays.copyOf(texts, 5, CharSequence[].class);
        Point point = constructor.newInstance().clone();
        return numbers.clone().length
                + texts.clone().length
                + objects.clone().length
                + grid.clone().length
                + Array.getLength(made)
                + many.length
                + wider.length
                + Arrays.copyOf(texts, 3).length
                + Arrays.copyOfRange(numbers, 1, 2).length
                + Arrays.copyOfRange(objects, 0, 1).length
                + Arrays.asList(texts).toArray().length
                + point.x;
    }

    private static long lambdas(int repetition) {
        Supplier<Object> captured = () -> repetition;
        Function<Integer, Integer> twice = number -> number * 2;
        IntFunction<int[]> array = int[]::new;
        Supplier<Point> made = Point::new;
        Function<Integer, Integer> chain = twice.andThen(twice).compose(number -> number + repetition);
        Runnable nothing = captured::get;
        nothing.run();
        return captured.get().hashCode() + chain.apply(repetition) + array.apply(3).length + made.get().x;
    }

    private static long numbers(int repetition) {
        Long wide = (long) repetition << 20;
        Double half = repetition / 2.0;
        Character letter = (char) (1000 + repetition % 100);
        Short small = (short) (repetition % 1000 + 200);
        Float single = repetition * 1.5f;
        BigInteger big = BigInteger.valueOf(repetition + 1).pow(9).multiply(BigInteger.TEN.pow(20));
        return wide.hashCode() + half.hashCode() + letter + small + single.hashCode() + big.bitLength();
    }

    private static long exceptions(int repetition) {
        if (repetition % EXCEPTION_EVERY != 0) {
            return 0;
        }
        try {
            return Integer.parseInt("x" + repetition);
        } catch (NumberFormatException expected) {
            return expected.getMessage().length();
        }
    }
}
