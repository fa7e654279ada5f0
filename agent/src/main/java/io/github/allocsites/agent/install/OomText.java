// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.install;

import java.io.DataOutput;
import java.io.IOException;

/** Text in UTF-8, as long as it fits, that allocates nothing. One thread. */
final class OomText {
    private static final long[] POWERS = powers();

    private final byte[] octets;
    private int length;

    OomText(int most) {
        octets = new byte[most];
    }

    private static long[] powers() {
        long[] powers = new long[19];
        powers[0] = 1;
        for (int i = 1; i < powers.length; i++) {
            powers[i] = 10 * powers[i - 1];
        }
        return powers;
    }

    void clear() {
        length = 0;
    }

    OomText line(String line) {
        return add(line).put('\n');
    }

    /** Names may have anything in them, but a line is a line. */
    OomText add(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean isPair = Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1));
            if (isPair) {
                put(Character.toCodePoint(c, text.charAt(++i)));
            } else {
                put(Character.isISOControl(c) || Character.isSurrogate(c) ? '?' : c);
            }
        }
        return this;
    }

    /** A number that is not negative; others are 0. */
    OomText add(long number) {
        return add(number, 1);
    }

    /** The same, at the end of a column. */
    OomText add(long number, int width) {
        long rest = Math.max(0, number);
        int digits = 1;
        while (digits < POWERS.length && rest >= POWERS[digits]) {
            digits++;
        }
        for (int blank = digits; blank < width; blank++) {
            put(' ');
        }
        for (int digit = digits - 1; digit >= 0; digit--) {
            put((int) ('0' + rest / POWERS[digit] % 10));
        }
        return this;
    }

    void writeTo(DataOutput out) throws IOException {
        out.write(octets, 0, length);
    }

    private OomText put(int c) {
        if (length + 4 > octets.length) {
            return this;
        }
        if (c < 0x80) {
            octets[length++] = (byte) c;
        } else if (c < 0x800) {
            octets[length++] = (byte) (0xC0 | c >> 6);
            tail(c, 0);
        } else if (c < 0x10000) {
            octets[length++] = (byte) (0xE0 | c >> 12);
            tail(c, 6);
            tail(c, 0);
        } else {
            octets[length++] = (byte) (0xF0 | c >> 18);
            tail(c, 12);
            tail(c, 6);
            tail(c, 0);
        }
        return this;
    }

    private void tail(int c, int shift) {
        octets[length++] = (byte) (0x80 | c >> shift & 0x3F);
    }
}
