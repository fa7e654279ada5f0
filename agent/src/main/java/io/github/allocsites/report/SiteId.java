// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.report;

/**
 * The 64-bit name of a site, the same in every process that runs the same code.
 *
 * <p>FNV-1a with 64 bits (draft-eastlake-fnv: offset basis 0xcbf29ce484222325, prime 0x100000001b3) over the octets
 * below, then the final mix of MurmurHash3 (fmix64), because FNV leaves the high bits of short inputs alike:
 *
 * <pre>
 *   class name | method | descriptor | line, 4 octets | type
 * </pre>
 *
 * Each text is its UTF-16 code units after {@link #normalise}, two octets each, high one first, and is closed by
 * 0xFFFF; an absent one is 0xFFFE, 0xFFFF. Neither is a character, so no two different inputs give the same octets.
 *
 * <p>Runs inside class loading, on any thread: no lock, no class loaded late, no lambda, and nothing allocated unless a
 * name carries a number.
 */
public final class SiteId {
    private static final long OFFSET_BASIS = 0xcbf29ce484222325L;
    private static final long PRIME = 0x100000001b3L;
    private static final int END = 0xFFFF;
    private static final int ABSENT = 0xFFFE;

    private SiteId() {}

    /**
     * The id of a site.
     *
     * @param className binary name of the class, or null
     * @param method name of the method, or null
     * @param descriptor descriptor of the method, or null
     * @param line source line; any fixed number where it is unknown
     * @param type name of the allocated type, or null
     */
    public static long of(String className, String method, String descriptor, int line, String type) {
        return of(inMethod(className, method, descriptor), line, normalise(type));
    }

    /** What the ids of all sites of a method have in common, for {@link #of(long, int, String)}. */
    public static long inMethod(String className, String method, String descriptor) {
        long hash = add(OFFSET_BASIS, normalise(className));
        hash = add(hash, normalise(method));
        return add(hash, normalise(descriptor));
    }

    /**
     * The id of a site of that method.
     *
     * @param normalType name of the allocated type, normalised, or null
     */
    public static long of(long inMethod, int line, String normalType) {
        long hash = add(inMethod, line >>> 16);
        hash = add(hash, line & 0xFFFF);
        return mix(add(hash, normalType));
    }

    /** An id as reports show it: 16 hexadecimal digits, lower case. */
    public static String text(long id) {
        char[] digits = new char[16];
        for (int i = 0; i < digits.length; i++) {
            digits[i] = Character.forDigit((int) (id >>> (60 - 4 * i)) & 0xF, 16);
        }
        return new String(digits);
    }

    /**
     * A name without the numbers that a generator put in and that differ between two runs: those of lambdas and other
     * hidden classes, dynamic proxies, reflection accessors, CGLIB, Byte Buddy and Hibernate.
     *
     * @param name name of a class, type or method, or a descriptor, or null
     * @return the same object when there is nothing to take out
     */
    public static String normalise(String name) {
        return name == null ? null : GeneratedNames.normalise(name);
    }

    private static long add(long hash, String name) {
        if (name == null) {
            return add(add(hash, ABSENT), END);
        }
        long result = hash;
        for (int i = 0; i < name.length(); i++) {
            result = add(result, name.charAt(i));
        }
        return add(result, END);
    }

    private static long add(long hash, int twoOctets) {
        long high = (hash ^ (twoOctets >>> 8)) * PRIME;
        return (high ^ (twoOctets & 0xFF)) * PRIME;
    }

    private static long mix(long hash) {
        long h = hash;
        h = (h ^ (h >>> 33)) * 0xff51afd7ed558ccdL;
        h = (h ^ (h >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return h ^ (h >>> 33);
    }
}
