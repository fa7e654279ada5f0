// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.report;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Stacks joined from the root down to what was allocated, as the flame graph's file has them. Each name is written
 * once; frames come in the order of a walk, parents first, four numbers each:
 *
 * <pre>
 *   depth from 1 | index of the name | bytes | events
 * </pre>
 *
 * <p>Used by one thread.
 */
final class FlameTree {
    private static final char TYPE = 't';
    private static final char APPLICATION = 'a';
    private static final char NO_FRAME = 'n';
    private static final char CODE = 'c';

    private final Set<String> application = new HashSet<>();
    private final Map<String, Integer> names = new LinkedHashMap<>();
    private final StringBuilder kinds = new StringBuilder();
    private final Node root = new Node(-1);

    private FlameTree() {}

    static FlameTree of(Snapshot snapshot, Query query) {
        FlameTree tree = new FlameTree();
        for (CallSite part : snapshot.callSites()) {
            if (part.application() != null) {
                tree.application.add(part.application().className());
            }
        }
        StackTotal.of(snapshot, query).forEach(tree::add);
        return tree;
    }

    private void add(StackTotal stack) {
        Node at = root;
        at.add(stack);
        List<Frame> frames = stack.frames();
        for (int i = frames.size() - 1; i >= 0; i--) {
            at = at.child(index(frames.get(i), i == 0 && frames.size() > 1));
            at.add(stack);
        }
    }

    private int index(Frame frame, boolean allocated) {
        String name = frame.name() + (frame.line() == null ? "" : ":" + frame.line());
        char kind = kind(frame, allocated);
        // a type and a place may be called alike
        return names.computeIfAbsent(kind + name, key -> {
            kinds.append(kind);
            return kinds.length() - 1;
        });
    }

    private char kind(Frame frame, boolean allocated) {
        if (frame.method().isEmpty()) {
            return allocated ? TYPE : NO_FRAME;
        }
        return application.contains(frame.className()) ? APPLICATION : CODE;
    }

    void write(String about, Appendable out) throws IOException {
        JsonText json = new JsonText(out);
        json.begin();
        json.field("about", about);
        json.field("bytes", root.bytes);
        json.field("count", root.count);
        List<String> texts = new ArrayList<>();
        names.keySet().forEach(key -> texts.add(key.substring(1)));
        json.field("names", texts);
        json.field("kinds", kinds);
        json.beginArray("frames");
        for (Node child : root.children.values()) {
            child.write(1, json, out);
        }
        json.endArray();
        json.end();
    }

    private static final class Node {
        private final int name;
        private final Map<Integer, Node> children = new LinkedHashMap<>();
        private long count;
        private long bytes;

        Node(int name) {
            this.name = name;
        }

        Node child(int index) {
            return children.computeIfAbsent(index, Node::new);
        }

        void add(StackTotal stack) {
            count += stack.count();
            bytes += stack.bytes();
        }

        /** As deep as stacks are kept. */
        void write(int depth, JsonText json, Appendable out) throws IOException {
            json.element();
            out.append(Integer.toString(depth)).append(',').append(Integer.toString(name));
            out.append(',').append(Long.toString(bytes)).append(',').append(Long.toString(count));
            for (Node child : children.values()) {
                child.write(depth + 1, json, out);
            }
        }
    }
}
