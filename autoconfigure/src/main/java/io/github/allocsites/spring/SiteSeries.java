// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.spring;

import io.github.allocsites.report.Frame;
import io.github.allocsites.report.Site;
import io.github.allocsites.report.SiteId;
import io.github.allocsites.spring.AllocSitesProperties.SiteLabel;

/** The numbers of one pair of tags: all rows that the tags cannot tell apart, added up. */
final class SiteSeries {
    private final Key key;
    private final GrowingValue count = new GrowingValue();
    private final GrowingValue bytes = new GrowingValue();

    SiteSeries(Key key) {
        this.key = key;
    }

    void update(Sum sum) {
        count.update(sum.count);
        bytes.update(sum.bytes);
    }

    String site() {
        String method = key.className + "." + key.method;
        return key.line == null ? method : method + ":" + key.line;
    }

    String type() {
        return key.type;
    }

    long count() {
        return count.get();
    }

    long bytes() {
        return bytes.get();
    }

    /**
     * What the tags are made of. Generated names lose their numbers, which make new series at each start.
     *
     * @param line null where lines are not shown or not known
     */
    record Key(String className, String method, Integer line, String type) {
        static Key of(Site site, SiteLabel label) {
            Integer line = label == SiteLabel.LINE ? site.line() : null;
            return new Key(SiteId.normalise(site.className()), site.method(), line, SiteId.normalise(site.type()));
        }

        static Key of(Frame frame, String type, SiteLabel label) {
            Integer line = label == SiteLabel.LINE ? frame.line() : null;
            return new Key(frame.className(), frame.method(), line, SiteId.normalise(type));
        }
    }

    /** Totals of a key. */
    static final class Sum {
        private long count;
        private long bytes;

        void add(long events, long eventBytes) {
            count += events;
            bytes += eventBytes;
        }

        long bytes() {
            return bytes;
        }
    }
}
