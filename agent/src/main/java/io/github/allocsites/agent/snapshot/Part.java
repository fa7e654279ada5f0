// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.snapshot;

import java.util.List;

/**
 * The events of one site that came by one stack.
 *
 * @param frames frame words, top first; empty where no stack was captured
 */
record Part(List<Long> frames, long count, long bytes, boolean estimated, long samples) {

    Part plus(Part other) {
        return new Part(
                frames,
                count + other.count,
                bytes + other.bytes,
                estimated || other.estimated,
                samples + other.samples);
    }
}
