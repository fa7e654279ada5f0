// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.workload;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.lang.reflect.Parameter;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The forms that javac knows: records, sealed types, enums with bodies, annotations, private interface methods. */
public final class Forms {
    private Forms() {}

    @Retention(RetentionPolicy.RUNTIME)
    @Target({java.lang.annotation.ElementType.TYPE_USE, java.lang.annotation.ElementType.METHOD})
    @interface Odd {
        int[] value() default {1, 2};
    }

    sealed interface Shape permits Circle, Square {
        static Shape of(int size) {
            return size > 1 ? new Circle(size, new double[size]) : new Square(new int[] {size});
        }

        default String text() {
            return prefix(new StringBuilder()).append(area()).toString();
        }

        private StringBuilder prefix(StringBuilder text) {
            return text.append(new char[] {'<'});
        }

        long area();
    }

    record Circle(int radius, double... points) implements Shape {
        Circle {
            points = points.length > 3 ? new double[3] : points;
        }

        @Override
        public long area() {
            return 3L * radius * radius + points.length;
        }
    }

    record Square(int[] side) implements Shape {
        @Override
        public long area() {
            return new long[] {side[0]}[0] * side[0];
        }
    }

    enum Operation {
        PLUS {
            @Override
            int[] apply(int a, int b) {
                return new int[a + b & 7];
            }
        },
        TIMES {
            @Override
            int[] apply(int a, int b) {
                return new int[a * b & 7];
            }
        };

        abstract int[] apply(int a, int b);
    }

    @Odd(7)
    static List<String> named(final int first, String... others) {
        Object made = new @Odd Object();
        return made == null ? List.of() : Arrays.asList(others).subList(0, first);
    }

    /** Text that says what each form did. */
    public static String run(int argument) throws ReflectiveOperationException {
        int size = argument & 7;
        Function<Integer, int[]> captured = length -> new int[length + size];
        Function<Integer, byte[]> constructor = byte[]::new;
        Object anonymous = new Object() {
            private final Object[] part = {argument, new int[size]};

            @Override
            public String toString() {
                return part.length + "!";
            }
        };
        String operations = Arrays.stream(Operation.values())
                .map(operation -> operation + " " + operation.apply(size, 3).length)
                .collect(Collectors.joining(","));
        return Shape.of(size).text()
                + new Circle(size, 1, 2).area()
                + captured.apply(2).length
                + constructor.apply(3).length
                + anonymous
                + operations
                + reflected()
                + failed(argument);
    }

    private static String reflected() throws ReflectiveOperationException {
        var method = Forms.class.getDeclaredMethod("named", int.class, String[].class);
        String parameters =
                Arrays.stream(method.getParameters()).map(Parameter::getName).collect(Collectors.joining(","));
        String components = Arrays.stream(Circle.class.getRecordComponents())
                .map(RecordComponent::toString)
                .collect(Collectors.joining(","));
        return parameters
                + components
                + Arrays.toString(method.getAnnotation(Odd.class).value())
                + Arrays.toString(Shape.class.getPermittedSubclasses())
                + named(1, "a", "b");
    }

    private static String failed(int argument) {
        try {
            try {
                return "" + new Square(new int[argument / (argument - 1)]).side().length;
            } catch (ArithmeticException zero) {
                return "zero" + new int[argument - 3].length;
            } finally {
                new StringBuilder(argument > 1 ? "a" : "b").append(new int[1].length);
            }
        } catch (NegativeArraySizeException negative) {
            return new StringBuffer("negative").append(negative.getMessage()).toString();
        }
    }
}
