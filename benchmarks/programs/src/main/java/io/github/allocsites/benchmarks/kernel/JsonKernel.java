// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.benchmarks.kernel;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Objects to JSON and back by Jackson. */
final class JsonKernel implements Kernel {
    private static final int ROUNDS = 5_000;
    private static final int LINES = 10;

    private final ObjectMapper mapper = new ObjectMapper();

    record Line(String article, int amount, BigDecimal price) {}

    record Order(long number, String customer, List<Line> lines, Map<String, Integer> notes) {}

    @Override
    public long once() throws JsonProcessingException {
        long sum = 0;
        for (int round = 0; round < ROUNDS; round++) {
            String text = mapper.writeValueAsString(order(round));
            sum += mapper.readValue(text, Order.class).lines().size() + text.length();
        }
        return sum;
    }

    private static Order order(int number) {
        List<Line> lines = new ArrayList<>();
        for (int line = 0; line < LINES; line++) {
            lines.add(new Line("article " + line, line + number % 5, BigDecimal.valueOf(number + 99L, 2)));
        }
        return new Order(number, "customer " + number % 100, lines, Map.of("priority", number % 3, "parcels", 2));
    }
}
