// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.report;

import java.util.List;

/**
 * The part of a site's events that came by one stack. The parts of a site add up to its row.
 *
 * @param site the site's whole row
 * @param frames the stack, top first; empty for events whose stack was not captured
 * @param application the application's first frame, which may lie beyond the frames that are kept; null when the stack
 * has none
 * @param count events
 * @param bytes bytes of these events
 * @param estimated whether count and bytes are the stack's share of the site's exact ones
 * @param samples stacks captured that the estimate rests on; null for an exact part
 */
public record CallSite(
        Site site, List<Frame> frames, Frame application, long count, long bytes, boolean estimated, Integer samples) {

    public CallSite {
        frames = List.copyOf(frames);
    }

    /** Both parts of the site's events, by the frames of this one. */
    CallSite plus(CallSite other) {
        Integer both = samples == null || other.samples == null
                ? samples == null ? other.samples : samples
                : Integer.valueOf(samples + other.samples);
        return new CallSite(
                site,
                frames,
                application,
                count + other.count,
                bytes + other.bytes,
                estimated || other.estimated,
                both);
    }
}
