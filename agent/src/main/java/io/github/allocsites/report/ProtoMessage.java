// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.report;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * One message in the wire format of Protocol Buffers, being written. One thread.
 *
 * <pre>
 *   message   field*
 *   field     varint(number &lt;&lt; 3 | 0) varint                    numbers, which are left out when 0
 *             varint(number &lt;&lt; 3 | 2) varint(octets) octets      texts, messages and packed numbers
 *   varint    seven bits an octet, low ones first, the highest bit says that more follow
 * </pre>
 */
final class ProtoMessage {
    private static final int NUMBER = 0;
    private static final int OCTETS = 2;

    private byte[] octets = new byte[256];
    private int length;

    /** Makes this an empty message. */
    ProtoMessage clear() {
        length = 0;
        return this;
    }

    /** A whole number of 64 bits, or a truth as 1. */
    ProtoMessage number(int field, long value) {
        if (value != 0) {
            varint(field << 3 | NUMBER);
            varint(value);
        }
        return this;
    }

    /** Numbers side by side, zeros too. */
    ProtoMessage numbers(int field, long... values) {
        int begin = beginOctets(field);
        for (long value : values) {
            varint(value);
        }
        endOctets(begin);
        return this;
    }

    /** A text, be it empty. */
    ProtoMessage text(int field, String value) {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        return octets(field, utf8, utf8.length);
    }

    ProtoMessage message(int field, ProtoMessage message) {
        return octets(field, message.octets, message.length);
    }

    void writeTo(OutputStream out) throws IOException {
        out.write(octets, 0, length);
    }

    private ProtoMessage octets(int field, byte[] source, int count) {
        varint(field << 3 | OCTETS);
        varint(count);
        reserve(count);
        System.arraycopy(source, 0, octets, length, count);
        length += count;
        return this;
    }

    private int beginOctets(int field) {
        varint(field << 3 | OCTETS);
        return length;
    }

    /** Puts the size, known only now, before what was written since. */
    private void endOctets(int begin) {
        int size = length - begin;
        int width = 1;
        for (int rest = size >>> 7; rest != 0; rest >>>= 7) {
            width++;
        }
        reserve(width);
        System.arraycopy(octets, begin, octets, begin + width, size);
        length = begin;
        varint(size);
        length += size;
    }

    private void varint(long value) {
        reserve(10);
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            octets[length++] = (byte) (rest & 0x7F | 0x80);
            rest >>>= 7;
        }
        octets[length++] = (byte) rest;
    }

    private void reserve(int more) {
        if (length + more > octets.length) {
            octets = Arrays.copyOf(octets, Math.max(length + more, 2 * octets.length));
        }
    }
}
