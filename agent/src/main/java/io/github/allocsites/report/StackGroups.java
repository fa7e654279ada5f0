// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes rows of call sites: by the application's first frame, or one for each stack. */
final class StackGroups {
    private static final String NO_APPLICATION_FRAME = "(no application frame)";
    static final String NO_STACK = "(no stack)";
    private static final String MORE_FRAMES = "(more frames)";

    private static final long FACTOR = 31;

    /** What undoes a multiplication by 31 in 64 bits: every odd number has one. */
    private static final long INVERSE_FACTOR = 0xef7bdef7bdef7bdfL;

    private StackGroups() {}

    /** What the application's frames caused; their stack is that of the largest part, from the allocation up. */
    static List<Site> byApplicationFrame(List<CallSite> callSites, long totalBytes) {
        Map<Frame, ApplicationRow> rows = new LinkedHashMap<>();
        for (CallSite callSite : callSites) {
            Frame key = callSite.application() != null
                    ? callSite.application()
                    : new Frame(callSite.frames().isEmpty() ? NO_STACK : NO_APPLICATION_FRAME, "", null, null);
            rows.computeIfAbsent(key, frame -> new ApplicationRow(frame)).add(callSite);
        }
        return rows.values().stream().map(row -> row.site(totalBytes)).collect(ArrayList::new, List::add, List::addAll);
    }

    /** The id that the row of an application frame has. */
    static String id(Frame application) {
        int line = application.line() == null ? 0 : application.line();
        return SiteId.text(SiteId.of(application.className(), application.method(), null, line, null));
    }

    private static final class ApplicationRow {
        private final Frame frame;
        private CallSite largest;
        private long count;
        private long bytes;
        private boolean estimated;
        private int samples;

        ApplicationRow(Frame frame) {
            this.frame = frame;
        }

        void add(CallSite part) {
            count += part.count();
            bytes += part.bytes();
            estimated |= part.estimated();
            samples += part.samples() == null ? 0 : part.samples();
            largest = largest == null || part.bytes() > largest.bytes() ? part : largest;
        }

        Site site(long totalBytes) {
            boolean isPlace = !frame.method().isEmpty();
            return new Site(
                    id(frame),
                    frame.toString(),
                    isPlace ? frame.className() : null,
                    isPlace ? frame.method() : null,
                    frame.file(),
                    frame.line(),
                    null,
                    count,
                    bytes,
                    totalBytes == 0 ? 0 : (double) bytes / totalBytes,
                    estimated,
                    estimated ? samples : null,
                    isPlace ? way(largest) : null);
        }
    }

    /** From the allocation up to the application's frame; what lies between may be more than is kept. */
    private static List<String> way(CallSite part) {
        List<String> way = new ArrayList<>();
        for (Frame frame : part.frames()) {
            way.add(frame.toString());
            if (frame.equals(part.application())) {
                return way;
            }
        }
        if (!way.isEmpty()) {
            way.add(MORE_FRAMES);
        }
        way.add(part.application().toString());
        return way;
    }

    /** One row for stacks that are alike as far as frames are kept. */
    static List<Site> byStack(List<CallSite> callSites, long totalBytes) {
        Map<Stack, CallSite> stacks = new LinkedHashMap<>();
        for (CallSite part : callSites) {
            stacks.merge(new Stack(part.site().id(), part.frames()), part, CallSite::plus);
        }
        List<Site> rows = new ArrayList<>(stacks.size());
        for (CallSite stack : stacks.values()) {
            rows.add(row(stack, totalBytes));
        }
        return rows;
    }

    private record Stack(String siteId, List<Frame> frames) {}

    private static Site row(CallSite part, long totalBytes) {
        Site site = part.site();
        List<String> stack = new ArrayList<>();
        part.frames().forEach(frame -> stack.add(frame.toString()));
        return new Site(
                id(part),
                site.site(),
                site.className(),
                site.method(),
                site.file(),
                site.line(),
                site.type(),
                part.count(),
                part.bytes(),
                totalBytes == 0 ? 0 : (double) part.bytes() / totalBytes,
                part.estimated(),
                part.samples(),
                stack.isEmpty() ? List.of(NO_STACK) : stack);
    }

    private static String id(CallSite part) {
        long hash = Long.parseUnsignedLong(part.site().id(), 16);
        for (Frame frame : part.frames()) {
            hash = FACTOR * hash + hash(frame);
        }
        return SiteId.text(hash);
    }

    /** The id of the site that the row of a stack is of: the way {@link #id(CallSite)} came, backwards. */
    static String siteId(String rowId, List<Frame> frames) {
        long hash = Long.parseUnsignedLong(rowId, 16);
        for (int i = frames.size() - 1; i >= 0; i--) {
            hash = (hash - hash(frames.get(i))) * INVERSE_FACTOR;
        }
        return SiteId.text(hash);
    }

    private static long hash(Frame frame) {
        int line = frame.line() == null ? 0 : frame.line();
        return SiteId.of(frame.className(), frame.method(), null, line, null);
    }

    /** Whether frames read back from the text of a row stand for none. */
    static boolean isNoStack(List<Frame> frames) {
        return frames.size() == 1 && frames.get(0).toString().equals(NO_STACK);
    }
}
