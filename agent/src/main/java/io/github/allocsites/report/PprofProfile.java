// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.report;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One profile being written: github.com/google/pprof, proto/profile.proto. One thread.
 *
 * <pre>
 *   Profile   1 sample_type*  2 sample*  3 mapping  4 location*  5 function*  6 string_table*
 *             9 time_nanos  10 duration_nanos  11 period_type  12 period  13 comment*  14 default_sample_type
 *   Sample    1 location_id*, what was allocated first  2 value*: objects, bytes  3 label: epoch
 *   Location  1 id  2 mapping_id  3 address  4 line: 1 function_id, 2 line
 *   Function  1 id  2 name  3 system_name  4 filename
 *   Mapping   1 id  5 filename  7 has_functions  8 has_filenames  9 has_line_numbers
 * </pre>
 *
 * <p>What engines need, and what breaks without:
 * <ul>
 * <li>An address tells a place from every other in every scrape. Those who subtract profiles know a stack by its
 * addresses and labels alone: with equal ones all stacks become one.
 * <li>The number {@code epoch} changes when counting begins anew. Without it the counts of after a reset are subtracted
 * from those of before, and what is below zero is thrown away, for long.
 * <li>A function's two names differ. With equal ones {@code go tool pprof} takes angle brackets for those of C++, and
 * leaves them out.
 * <li>No label is a text: each text would become a series of its own.
 * <li>Ids are 1, 2, 3 and so on, and text 0 is empty, or the profile is refused.
 * </ul>
 */
final class PprofProfile {
    private static final String ABOUT =
            "Counts and bytes are exact, whatever reached a place. Where several stacks did,"
                    + " their shares are estimated from sampled stacks.";

    private final Snapshot snapshot;
    private final Duration duration;
    private final OutputStream out;

    private final Map<String, Integer> texts = new HashMap<>();
    private final List<String> textList = new ArrayList<>();
    private final Map<Function, Integer> functions = new HashMap<>();
    private final Map<Long, Integer> locations = new HashMap<>();
    private final ProtoMessage message = new ProtoMessage();
    private final ProtoMessage part = new ProtoMessage();
    private final ProtoMessage field = new ProtoMessage();

    private record Function(String name, String systemName, String file) {}

    PprofProfile(Snapshot snapshot, Duration duration, OutputStream out) {
        this.snapshot = snapshot;
        this.duration = duration;
        this.out = out;
        text("");
    }

    void write(List<StackTotal> stacks) throws IOException {
        head();
        for (StackTotal stack : stacks) {
            sample(stack);
        }
        times();
        comments();
        for (String text : textList) {
            field.clear().text(6, text).writeTo(out);
        }
    }

    private void head() throws IOException {
        emit(1, valueType("alloc_objects", "count"));
        emit(1, valueType("alloc_space", "bytes"));
        emit(11, valueType("space", "bytes"));
        field.clear().number(12, 1).number(14, text("alloc_space")).writeTo(out);
        message.clear().number(1, 1).number(5, text("jvm"));
        emit(3, message.number(7, 1).number(8, 1).number(9, 1));
    }

    private ProtoMessage valueType(String type, String unit) {
        return message.clear().number(1, text(type)).number(2, text(unit));
    }

    private void sample(StackTotal stack) throws IOException {
        long[] ids = new long[stack.frames().size()];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = location(stack.frames().get(i));
        }
        message.clear().numbers(1, ids).numbers(2, stack.count(), stack.bytes());
        if (snapshot.since() != null) {
            part.clear().number(1, text("epoch")).number(3, snapshot.since().toEpochMilli());
            message.message(3, part);
        }
        emit(2, message);
    }

    private int location(Frame frame) throws IOException {
        long address = frame.address();
        Integer known = locations.get(address);
        if (known != null) {
            return known;
        }
        int id = locations.size() + 1;
        locations.put(address, id);
        int function = function(new Function(frame.name(), frame.systemName(), frame.path()));
        part.clear().number(1, function).number(2, frame.line() == null ? 0 : frame.line());
        emit(4, message.clear().number(1, id).number(2, 1).number(3, address).message(4, part));
        return id;
    }

    private int function(Function function) throws IOException {
        Integer known = functions.get(function);
        if (known != null) {
            return known;
        }
        int id = functions.size() + 1;
        functions.put(function, id);
        message.clear().number(1, id).number(2, text(function.name())).number(3, text(function.systemName()));
        emit(5, message.number(4, text(function.file() == null ? "" : function.file())));
        return id;
    }

    private void times() throws IOException {
        if (snapshot.since() != null) {
            Duration end = Duration.ofMillis(snapshot.since().toEpochMilli()).plus(snapshot.elapsed());
            field.clear()
                    .number(9, end.toNanos())
                    .number(10, duration.toNanos())
                    .writeTo(out);
        }
    }

    private void comments() throws IOException {
        if (snapshot.agent() != null) {
            comment("allocsites " + snapshot.agent().version());
        }
        comment(ABOUT);
        if (snapshot.table() != null) {
            comment("Events whose stack found no room in the table: "
                    + snapshot.table().droppedEvents());
        }
        if (snapshot.reason() != null) {
            comment(snapshot.reason());
        }
    }

    private void comment(String comment) throws IOException {
        field.clear().number(13, text(comment)).writeTo(out);
    }

    private int text(String text) {
        Integer known = texts.putIfAbsent(text, textList.size());
        if (known == null) {
            textList.add(text);
            return textList.size() - 1;
        }
        return known;
    }

    private void emit(int number, ProtoMessage value) throws IOException {
        field.clear().message(number, value).writeTo(out);
    }
}
