// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Adds up rows that have a method, a class or a type in common. */
final class Groups {

    private Groups() {}

    static List<Site> of(List<Site> sites, GroupBy groupBy, long totalBytes) {
        Map<Key, Sum> sums = new LinkedHashMap<>();
        for (Site site : sites) {
            sums.computeIfAbsent(Key.of(site, groupBy), key -> new Sum()).add(site);
        }
        List<Site> rows = new ArrayList<>(sums.size());
        sums.forEach((key, sum) -> rows.add(sum.row(key, totalBytes)));
        return rows;
    }

    /** What the rows of a group share; null where the grouping does not look. Generated names lose their numbers. */
    private record Key(String className, String method, String type) {
        static Key of(Site site, GroupBy groupBy) {
            return switch (groupBy) {
                case METHOD -> new Key(SiteId.normalise(site.className()), site.method(), null);
                case CLASS -> new Key(SiteId.normalise(site.className()), null, null);
                case TYPE -> new Key(null, null, SiteId.normalise(site.type()));
                default -> throw new IllegalArgumentException("not made of whole rows: " + groupBy);
            };
        }

        String id() {
            return SiteId.text(SiteId.of(className, method, null, 0, type));
        }
    }

    private static final class Sum {
        private long count;
        private long bytes;
        private boolean estimated;
        private Integer samples;
        private String file;
        private boolean any;
        private boolean severalFiles;

        void add(Site site) {
            addFile(site.file());
            count += site.count();
            bytes += site.bytes();
            estimated |= site.estimated();
            if (site.samples() != null) {
                samples = site.samples() + (samples == null ? 0 : samples);
            }
        }

        private void addFile(String name) {
            severalFiles |= any && !Objects.equals(file, name);
            file = name;
            any = true;
        }

        Site row(Key key, long totalBytes) {
            String commonFile = key.className() == null || severalFiles ? null : file;
            double share = totalBytes == 0 ? 0 : (double) bytes / totalBytes;
            return new Site(
                    key.id(),
                    null,
                    key.className(),
                    key.method(),
                    commonFile,
                    null,
                    key.type(),
                    count,
                    bytes,
                    share,
                    estimated,
                    samples,
                    null);
        }
    }
}
