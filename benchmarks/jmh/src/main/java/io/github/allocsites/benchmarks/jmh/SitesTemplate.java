// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.benchmarks.jmh;

/** Is copied under other names, see {@link SiteClasses}: each line is a probe of each copy. */
final class SitesTemplate implements Sites {
    @Override
    public Object chain() {
        Link link = new Link(null);
        link = new Link(link);
        link = new Link(link);
        link = new Link(link);
        link = new Link(link);
        link = new Link(link);
        link = new Link(link);
        link = new Link(link);
        link = new Link(link);
        link = new Link(link);
        link = new Link(link);
        link = new Link(link);
        link = new Link(link);
        link = new Link(link);
        link = new Link(link);
        link = new Link(link);
        link = new Link(link);
        link = new Link(link);
        link = new Link(link);
        link = new Link(link);
        link = new Link(link);
        link = new Link(link);
        link = new Link(link);
        link = new Link(link);
        link = new Link(link);
        return link;
    }
}
