// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.report;

/**
 * Finds the numbers that generators put into names. Plain loops over characters, because this runs inside class
 * loading; a name without any number in it is read once and returned as it is.
 *
 * <pre>
 *   com.acme.A$$Lambda$14/0x0000000800c03a00       com.acme.A$$Lambda
 *   java.lang.invoke.LambdaForm$MH/0x00007f3c      java.lang.invoke.LambdaForm$MH
 *   jdk.proxy2.$Proxy12                            jdk.proxy.$Proxy
 *   com.acme.A$$SpringCGLIB$$FastClass$$1          com.acme.A$$SpringCGLIB$$FastClass
 *   com.acme.A$HibernateProxy$Xk3Qp1Za             com.acme.A$HibernateProxy
 * </pre>
 */
final class GeneratedNames {
    /** Before a decimal number. */
    private static final String[] NUMBERED = {
        "GeneratedConstructorAccessor",
        "GeneratedSerializationConstructorAccessor",
        "GeneratedMethodAccessor",
        "LambdaForm$MH",
        "LambdaForm$DMH",
        "LambdaForm$BMH",
        "CGLIB$STATICHOOK"
    };

    /** Before a decimal number; only where a package's or class's own name begins: A$Proxy1 is anybody's class. */
    private static final String[] NUMBERED_FROM_THE_START = {"$Proxy", "jdk.proxy", "jdk/proxy"};

    /** Before a hash code in hexadecimal digits, or a decimal number. */
    private static final String[] HASHED = {"CGLIB$$", "FastClass$$", "ByGuice$$"};

    /** Before a random word, or a decimal number. */
    private static final String[] RANDOM = {
        "$$Lambda$",
        "$ByteBuddy$",
        "$auxiliary$",
        "$MockitoMock$",
        "$HibernateProxy$",
        "$HibernateBasicProxy$",
        "$HibernateInstantiator$",
        "$HibernateAccessOptimizer$"
    };

    /** Follows Byte Buddy's random word, and must not be taken for one in a name that has lost it. */
    private static final String AUXILIARY = "auxiliary";

    private GeneratedNames() {}

    static String normalise(String name) {
        StringBuilder kept = null;
        int copied = 0;
        int at = 1;
        while (at < name.length()) {
            int end = endOfNumber(name, at);
            if (end == at) {
                at++;
                continue;
            }
            if (kept == null) {
                kept = new StringBuilder(name.length());
            }
            kept.append(name, copied, withoutDollars(name, at));
            copied = end;
            at = end;
        }
        return kept == null ? name : kept.append(name, copied, name.length()).toString();
    }

    /** End of the generator's number that begins at an index, or that index when none does. */
    private static int endOfNumber(String name, int at) {
        char c = name.charAt(at);
        if (c == '/' || c == '+' || c == '.') {
            return endOfHiddenClassNumber(name, at);
        }
        if (name.charAt(at - 1) == '$') {
            return endOfSuffix(name, at);
        }
        return isDecimal(c) ? endOfDecimal(name, at) : at;
    }

    /** Hidden classes are named A/0x0123abcd, or A/123 by older JDKs; inside the JVM the slash is another sign. */
    private static int endOfHiddenClassNumber(String name, int at) {
        int end;
        if (name.startsWith("0x", at + 1)) {
            end = endOfHexadecimals(name, at + 3);
            return end > at + 3 && endsWord(name, end) ? end : at;
        }
        end = endOfDecimals(name, at + 1);
        return end > at + 1 && endsWord(name, end) && name.charAt(at) != '.' ? end : at;
    }

    private static int endOfSuffix(String name, int at) {
        if (endsWithAny(name, at, RANDOM)) {
            return name.startsWith(AUXILIARY, at) ? at : endOfWord(name, at);
        }
        if (endsWithAny(name, at, HASHED)) {
            int end = endOfHexadecimals(name, at);
            return endsWord(name, end) ? end : at;
        }
        return at;
    }

    private static int endOfDecimal(String name, int at) {
        int end = endOfDecimals(name, at);
        if (!endsWord(name, end)) {
            return at;
        }
        return endsWithAny(name, at, NUMBERED) || endsWithAnyFromTheStart(name, at) ? end : at;
    }

    private static boolean endsWithAny(String name, int end, String[] markers) {
        for (String marker : markers) {
            if (name.startsWith(marker, end - marker.length())) {
                return true;
            }
        }
        return false;
    }

    private static boolean endsWithAnyFromTheStart(String name, int end) {
        for (String marker : NUMBERED_FROM_THE_START) {
            int begin = end - marker.length();
            if (name.startsWith(marker, begin) && beginsName(name, begin)) {
                return true;
            }
        }
        return false;
    }

    private static boolean beginsName(String name, int at) {
        if (at == 0) {
            return true;
        }
        char before = name.charAt(at - 1);
        // L: a descriptor's class name; never before $Proxy, which may be a nested class of anybody's class L
        return before == '.' || before == '/' || before == 'L' && name.charAt(at) != '$';
    }

    private static int withoutDollars(String name, int end) {
        int result = end;
        while (result > 0 && name.charAt(result - 1) == '$') {
            result--;
        }
        return result;
    }

    private static int endOfDecimals(String name, int from) {
        int end = from;
        while (end < name.length() && isDecimal(name.charAt(end))) {
            end++;
        }
        return end;
    }

    /** Lower case only, as Integer.toHexString has it; the underscore separates a counter that tells equal hashes. */
    private static int endOfHexadecimals(String name, int from) {
        int end = from;
        while (end < name.length() && isHexadecimal(name.charAt(end))) {
            end++;
        }
        return end;
    }

    private static int endOfWord(String name, int from) {
        int end = from;
        while (!endsWord(name, end)) {
            end++;
        }
        return end;
    }

    private static boolean endsWord(String name, int end) {
        return end == name.length() || name.charAt(end) != '_' && !Character.isLetterOrDigit(name.charAt(end));
    }

    private static boolean isDecimal(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isHexadecimal(char c) {
        return isDecimal(c) || c >= 'a' && c <= 'f' || c == '_';
    }
}
