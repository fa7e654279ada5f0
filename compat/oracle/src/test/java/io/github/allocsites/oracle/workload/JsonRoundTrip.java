// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.oracle.workload;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Objects to JSON and back by Jackson: as a text, as bytes and as a tree. */
final class JsonRoundTrip implements Workload {
    static {
        // Only compiled code of Jackson's loads it, in whichever thread comes first: its loading would be in the rows.
        loaded("com.fasterxml.jackson.core.json.DupDetector");
    }

    private final ObjectMapper mapper = new ObjectMapper();

    private static void loaded(String className) {
        try {
            Class.forName(className);
        } catch (ClassNotFoundException gone) {
            throw new LinkageError(className, gone);
        }
    }

    enum State {
        NEW,
        PAID
    }

    record Line(String article, int amount, BigDecimal price) {}

    record Order(long number, String customer, State state, List<Line> lines, Map<String, Object> notes) {}

    @Override
    public long once(int repetition) throws Exception {
        Order order = order(repetition);
        String text = mapper.writeValueAsString(order);
        Order read = mapper.readValue(text, Order.class);
        byte[] bytes = mapper.writeValueAsBytes(read);
        JsonNode tree = mapper.readTree(bytes);
        Map<?, ?> map = mapper.convertValue(tree, TreeMap.class);
        return text.length()
                + bytes.length
                + tree.get("lines").size()
                + map.size()
                + read.lines().hashCode();
    }

    private static Order order(int repetition) {
        Line first = new Line("A" + repetition, repetition % 7, BigDecimal.valueOf(repetition, 2));
        Line second = new Line("d\u00e9j\u00e0 vu", 1000 + repetition, new BigDecimal("12.50"));
        Line third = new Line("\u4e09\u56fd", 3, BigDecimal.ONE);
        Map<String, Object> notes = new TreeMap<>();
        notes.put("ratio", repetition / 3.0);
        notes.put("big", 5_000_000_000L + repetition);
        notes.put("flags", new boolean[] {true, false});
        return new Order(repetition, "c-" + repetition % 13, State.PAID, List.of(first, second, third), notes);
    }
}
