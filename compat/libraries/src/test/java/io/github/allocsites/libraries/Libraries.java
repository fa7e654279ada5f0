// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.libraries;

import java.io.File;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is loaded: modules of the JDK, and the jars of the tests' class path by whose they are. */
final class Libraries {
    private static final List<String> MODULES = List.of("java.base", "java.sql", "java.xml", "jdk.compiler");

    /** Name and version of a jar file. */
    private static final Pattern VERSION = Pattern.compile("-(\\d[^/]*)\\.jar$");

    /** Parts of paths in a Maven repository, and under which name their jars are counted; the first that fits. */
    private static final Map<String, String> OWNERS = new LinkedHashMap<>();

    static {
        OWNERS.put("/org/springframework/boot/", "Spring Boot");
        OWNERS.put("/org/springframework/data/", "Spring Data");
        OWNERS.put("/org/springframework/", "Spring Framework");
        OWNERS.put("/org/hibernate/", "Hibernate");
        OWNERS.put("/com/fasterxml/jackson/", "Jackson 2");
        OWNERS.put("/tools/jackson/", "Jackson 3");
        OWNERS.put("/com/h2database/", "H2");
        OWNERS.put("/io/netty/", "Netty");
        OWNERS.put("/org/jetbrains/kotlin/", "Kotlin");
        OWNERS.put("/org/scala-lang/scala-library/", "Scala 2");
        OWNERS.put("/org/scala-lang/scala3-library", "Scala 3");
        OWNERS.put("/org/apache/tomcat/", "Tomcat");
        OWNERS.put("/", "others");
    }

    private Libraries() {}

    /** Modules first. */
    static List<Library> all() {
        List<Library> all =
                new ArrayList<>(MODULES.stream().map(Library::module).toList());
        Map<String, List<String>> jars = new LinkedHashMap<>();
        OWNERS.values().forEach(name -> jars.put(name, new ArrayList<>()));
        for (String path : System.getProperty("java.class.path").split(File.pathSeparator)) {
            String unix = path.replace(File.separatorChar, '/');
            if (unix.endsWith(".jar") && !unix.contains("/allocsites-")) {
                jars.get(owner(unix)).add(path);
            }
        }
        jars.forEach((name, paths) -> all.add(new Library(name + version(name, paths), paths)));
        return all;
    }

    private static String owner(String path) {
        return OWNERS.keySet().stream()
                .filter(path::contains)
                .findFirst()
                .map(OWNERS::get)
                .orElseThrow();
    }

    /** That of the largest jar. */
    private static String version(String name, List<String> paths) {
        String largest = paths.stream()
                .max(Comparator.comparing(path -> new File(path).length()))
                .orElse("");
        Matcher version = VERSION.matcher(largest);
        return name.equals("others") || !version.find() ? "" : " " + version.group(1);
    }
}
