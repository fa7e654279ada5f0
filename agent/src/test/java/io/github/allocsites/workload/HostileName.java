// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.workload;

import java.util.List;

/**
 * Names that the JVM allows and that mislead whoever shows them: markup, quotes, separators, ends of lines, formulas,
 * letters of all kinds, and what the compilers of Kotlin and Scala make.
 *
 * @param className binary name
 * @param method name
 * @param file what the class says its source file is
 * @param line its line
 */
public record HostileName(String className, String method, String file, int line) {
    /** Half of a character, which no encoding can write. */
    public static final String HALF = "half\ud83d";

    private static final String GENERIC = "Cache<Map<String,List<? super Entry<K,V>>>>";

    /** Every one. */
    public static final List<HostileName> ALL = List.of(
            new HostileName("hostile.Quo\"te'd\\", "say \"hi\" \\ 'bye'", "Quo\"te's.kt", 1),
            new HostileName("hostile.<script>alert(1)<.script>", "img src=x onerror=alert(1) &amp", "Markup.java", 2),
            new HostileName("hostile.Markup", "{{7*7}} ${jndi:x} %s %n", "</script><script>alert(2)</script>", 3),
            new HostileName("hostile.Größe漢字\ud83d\ude00", "na\u00efve \u202egnp \u0645\u0631", "Größe.java", 4),
            new HostileName("hostile.Two Words", "method with 3 blanks 42", "Two Words.java", 5),
            new HostileName("hostile.Lines", "line\nbreak\r\ttab\u2028\u2029\u0085\u0001", "a;b\n.java", 6),
            new HostileName("hostile." + (GENERIC + "_").repeat(12).substring(0, 500), "get", "Cache.java", 7),
            new HostileName("hostile.Formulas", "=1+cmd|' C calc'!A0", "=HYPERLINK(\"x\")", 8),
            new HostileName("hostile.+Plus", "+1", "+1.java", 9),
            new HostileName("hostile.-Minus", "-1,2", "-1.java", 10),
            new HostileName("hostile.@At", "@SUM(A1)", "@SUM.java", 11),
            new HostileName("hostile.kotlin.PriceKt", "foo-impl", "Price.kt", 12),
            new HostileName("hostile.kotlin.PriceKt", "total$lambda$1", "Price.kt", 13),
            new HostileName("hostile.kotlin.PriceKt", "access$getX", "Price.kt", 14),
            new HostileName("hostile.kotlin.Price$Companion", "of-IoAF18A", "Price.kt", 15),
            new HostileName("hostile.scala.$colon$colon", "$plus$plus", "List.scala", 16),
            new HostileName("hostile.scala.Fn$", "apply$mcII$sp", "Fn.scala", 17),
            new HostileName("hostile.scala.Fn$", "$anonfun$1", "Fn.scala", 18),
            new HostileName("hostile.Halves", HALF, "Half.java", 19));
}
