// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.report;

/**
 * Reads a frame back from the text a stack trace shows:
 *
 * <pre>
 *   com.acme.Order.parse(Order.java:42)      com.acme.Order | parse | Order.java | 42
 *   com.acme.Order.parse(Unknown Source)     com.acme.Order | parse | - | -
 *   java.lang.Object.clone(Native Method)    java.lang.Object | clone | - | -
 *   (more frames)                            (more frames) | | - | -
 * </pre>
 *
 * The last bracket opens the file, for names of methods may hold brackets; the last dot before it ends the class, for
 * they may not hold dots.
 */
final class FrameText {
    private static final String UNKNOWN = "Unknown Source";
    private static final String NATIVE = "Native Method";
    private static final int MOST_DIGITS = 9;

    private FrameText() {}

    static Frame parse(String text) {
        int bracket = text.lastIndexOf('(');
        int dot = text.lastIndexOf('.', bracket);
        if (bracket < 0 || dot <= 0 || dot + 1 == bracket || !text.endsWith(")")) {
            return new Frame(text, "", null, null);
        }
        String className = text.substring(0, dot);
        String method = text.substring(dot + 1, bracket);
        String place = text.substring(bracket + 1, text.length() - 1);
        if (place.equals(UNKNOWN) || place.equals(NATIVE)) {
            return new Frame(className, method, null, null);
        }
        int colon = place.lastIndexOf(':');
        return isLine(place, colon)
                ? new Frame(className, method, place.substring(0, colon), Integer.valueOf(place.substring(colon + 1)))
                : new Frame(className, method, place, null);
    }

    /** Whether digits follow, as a number is written. */
    private static boolean isLine(String place, int colon) {
        int digits = place.length() - colon - 1;
        if (colon < 0 || digits < 1 || digits > MOST_DIGITS || digits > 1 && place.charAt(colon + 1) == '0') {
            return false;
        }
        for (int i = colon + 1; i < place.length(); i++) {
            if (place.charAt(i) < '0' || place.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }
}
