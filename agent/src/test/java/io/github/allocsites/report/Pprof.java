// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.report;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/**
 * A profile, read by the rules of profile.proto and of the wire format alone: whatever order the fields come in, packed
 * or not.
 */
public record Pprof(
        List<String> texts,
        List<List<String>> sampleTypes,
        List<Sample> samples,
        Map<Long, Location> locations,
        Map<Long, Function> functions,
        List<Message> mappings,
        List<String> comments,
        Message profile) {

    /** Frames by location id, what was allocated first. */
    public record Sample(List<Long> locations, List<Long> values, Map<String, Long> numbers, int textLabels) {}

    public record Location(long id, long mapping, long address, long function, long line) {}

    public record Function(long id, String name, String systemName, String file) {}

    /** Fields by number: whole numbers and octets, as they came. */
    public record Message(Map<Integer, List<Long>> numbers, Map<Integer, List<byte[]>> octets) {

        long number(int field) {
            List<Long> all = numbers.getOrDefault(field, List.of());
            return all.isEmpty() ? 0 : all.get(all.size() - 1);
        }

        List<Message> messages(int field) {
            List<Message> messages = new ArrayList<>();
            octets.getOrDefault(field, List.of()).forEach(each -> messages.add(read(each)));
            return messages;
        }

        /** Packed or one by one. */
        List<Long> list(int field) {
            List<Long> list = new ArrayList<>(numbers.getOrDefault(field, List.of()));
            for (byte[] packed : octets.getOrDefault(field, List.of())) {
                Cursor cursor = new Cursor(packed);
                while (cursor.at < packed.length) {
                    list.add(cursor.varint());
                }
            }
            return list;
        }

        static Message read(byte[] octets) {
            Message message = new Message(new LinkedHashMap<>(), new LinkedHashMap<>());
            Cursor cursor = new Cursor(octets);
            while (cursor.at < octets.length) {
                long tag = cursor.varint();
                int field = (int) (tag >>> 3);
                switch ((int) tag & 7) {
                    case 0 ->
                        message.numbers
                                .computeIfAbsent(field, each -> new ArrayList<>())
                                .add(cursor.varint());
                    case 2 ->
                        message.octets
                                .computeIfAbsent(field, each -> new ArrayList<>())
                                .add(cursor.octets());
                    default -> throw new IllegalStateException("wire type of tag " + tag);
                }
            }
            return message;
        }
    }

    private static final class Cursor {
        private final byte[] octets;
        private int at;

        Cursor(byte[] octets) {
            this.octets = octets;
        }

        long varint() {
            long value = 0;
            for (int shift = 0; ; shift += 7) {
                byte octet = octets[at++];
                value |= (octet & 0x7FL) << shift;
                if (octet >= 0) {
                    return value;
                }
            }
        }

        byte[] octets() {
            int length = (int) varint();
            byte[] part = java.util.Arrays.copyOfRange(octets, at, at + length);
            at += length;
            return part;
        }
    }

    public static Pprof read(byte[] gzip) throws IOException {
        Message profile = Message.read(new GZIPInputStream(new ByteArrayInputStream(gzip)).readAllBytes());
        List<String> texts = new ArrayList<>();
        profile.octets()
                .getOrDefault(6, List.of())
                .forEach(text -> texts.add(new String(text, StandardCharsets.UTF_8)));
        List<List<String>> types = new ArrayList<>();
        profile.messages(1).forEach(type -> types.add(List.of(text(texts, type, 1), text(texts, type, 2))));
        Map<Long, Function> functions = new LinkedHashMap<>();
        for (Message function : profile.messages(5)) {
            long id = function.number(1);
            functions.put(
                    id, new Function(id, text(texts, function, 2), text(texts, function, 3), text(texts, function, 4)));
        }
        Map<Long, Location> locations = new LinkedHashMap<>();
        for (Message location : profile.messages(4)) {
            Message line = location.messages(4).get(0);
            locations.put(
                    location.number(1),
                    new Location(
                            location.number(1),
                            location.number(2),
                            location.number(3),
                            line.number(1),
                            line.number(2)));
        }
        List<Sample> samples = new ArrayList<>();
        profile.messages(2).forEach(sample -> samples.add(sample(sample, texts)));
        List<String> comments = new ArrayList<>();
        profile.list(13).forEach(comment -> comments.add(texts.get(comment.intValue())));
        return new Pprof(texts, types, samples, locations, functions, profile.messages(3), comments, profile);
    }

    static Pprof of(ReportFormat format, Snapshot snapshot, Query query) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        format.write(snapshot, query, out);
        return read(out.toByteArray());
    }

    private static Sample sample(Message sample, List<String> texts) {
        Map<String, Long> numbers = new LinkedHashMap<>();
        int textLabels = 0;
        for (Message label : sample.messages(3)) {
            numbers.put(text(texts, label, 1), label.number(3));
            textLabels += label.number(2) == 0 ? 0 : 1;
        }
        return new Sample(sample.list(1), sample.list(2), numbers, textLabels);
    }

    private static String text(List<String> texts, Message message, int field) {
        return texts.get((int) message.number(field));
    }

    /** A sample's frames as function:line, what was allocated first. */
    public List<String> frames(Sample sample) {
        List<String> frames = new ArrayList<>();
        for (long id : sample.locations()) {
            Location location = locations.get(id);
            frames.add(functions.get(location.function()).name() + (location.line() == 0 ? "" : ":" + location.line()));
        }
        return frames;
    }

    /** Objects and bytes by frames. */
    Map<List<String>, List<Long>> values() {
        Map<List<String>, List<Long>> values = new LinkedHashMap<>();
        samples.forEach(sample -> values.merge(frames(sample), sample.values(), Pprof::plus));
        return values;
    }

    /** Sum of the values of a type, by its place among the types. */
    public long sum(int type) {
        return samples.stream().mapToLong(sample -> sample.values().get(type)).sum();
    }

    /**
     * What came since an earlier profile, as collectors work it out: a stack is its addresses and its labels, names and
     * ids do not matter.
     */
    public Map<List<String>, List<Long>> since(Pprof before) {
        Map<List<Object>, List<Long>> known = new LinkedHashMap<>();
        before.samples.forEach(sample -> known.merge(before.key(sample), sample.values(), Pprof::plus));
        Map<List<Object>, List<Long>> now = new LinkedHashMap<>();
        Map<List<Object>, List<String>> names = new LinkedHashMap<>();
        for (Sample sample : samples) {
            now.merge(key(sample), sample.values(), Pprof::plus);
            names.put(key(sample), frames(sample));
        }
        Map<List<String>, List<Long>> delta = new LinkedHashMap<>();
        now.forEach((key, values) -> {
            List<Long> earlier = known.getOrDefault(key, List.of(0L, 0L));
            List<Long> difference = List.of(values.get(0) - earlier.get(0), values.get(1) - earlier.get(1));
            if (!difference.equals(List.of(0L, 0L))) {
                delta.put(names.get(key), difference);
            }
        });
        return delta;
    }

    private List<Object> key(Sample sample) {
        List<Object> key = new ArrayList<>();
        sample.locations().forEach(id -> key.add(locations.get(id).address()));
        key.add(sample.numbers());
        return key;
    }

    private static List<Long> plus(List<Long> one, List<Long> other) {
        return List.of(one.get(0) + other.get(0), one.get(1) + other.get(1));
    }
}
