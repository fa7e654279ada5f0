// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.table;

/**
 * One bucket of the call-site table. No logic.
 *
 * <pre>
 *   0        8        16       24           28        32            32 + 8 x depth
 *   +--------+--------+--------+------------+---------+--------+----+
 *   | hash   | count  | bytes  | frameCount | probe   | frame 0| ...|
 *   +--------+--------+--------+------------+---------+--------+----+
 * </pre>
 *
 * Buckets are 16-aligned; an odd depth leaves 8 bytes unused.
 */
final class BucketLayout {
    /** 0 = empty. Written once, by the CAS that claims the bucket. */
    static final int HASH = 0;

    /** Events. Atomic adds by every recorder that found the bucket. */
    static final int COUNT = 8;

    /** Bytes of these events. Atomic adds, after COUNT. */
    static final int BYTES = 16;

    /**
     * The low bits: 0 = not published; written once, by the claimer, with release, after probe and frames. Above them
     * the number of stacks captured, by atomic adds of recorders that found the bucket published.
     */
    static final int FRAME_COUNT = 24;

    static final int SAMPLES_SHIFT = 7;
    static final int FRAME_COUNT_MASK = (1 << SAMPLES_SHIFT) - 1;
    static final int MOST_SAMPLES = 1 << 24;

    /** The probe the frames belong to. Written once, by the claimer. */
    static final int PROBE = 28;

    /** Frame ids, top first. Written once, by the claimer. */
    static final int FRAMES = 32;

    private BucketLayout() {}

    /** Bytes of a bucket that holds {@code depth} frames. */
    static int bytes(int depth) {
        return FRAMES + 8 * depth + 15 & -16;
    }
}
