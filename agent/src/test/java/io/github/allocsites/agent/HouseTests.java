// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The layers: what each package may know. */
@AnalyzeClasses(packages = "io.github.allocsites", importOptions = DoNotIncludeTests.class)
final class HouseTests {
    private static final String TABLE = "io.github.allocsites.table..";
    private static final String AGENT = "io.github.allocsites.agent..";
    private static final String REPORT = "io.github.allocsites.report..";
    private static final String INSTRUMENT = "io.github.allocsites.agent.instrument..";
    private static final String STACKS = "io.github.allocsites.agent.stacks..";
    private static final String CLI = "io.github.allocsites.agent.cli..";
    private static final String INSTALL = "io.github.allocsites.agent.install..";

    @ArchTest
    static final ArchRule shouldKeepTheTableToJavaBase = classes()
            .that()
            .resideInAPackage(TABLE)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    TABLE, "java.lang..", "java.util..", "jdk.internal.misc..", "jdk.internal.vm.annotation..");

    @ArchTest
    static final ArchRule shouldKeepTheReportToItselfAndTheJdk = classes()
            .that()
            .resideInAPackage(REPORT)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(REPORT, "java..");

    @ArchTest
    static final ArchRule shouldKnowNothingOfSpring = noClasses()
            .that()
            .resideInAnyPackage(AGENT, REPORT, TABLE)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.springframework..", "io.micrometer..", "io.github.allocsites.spring..");

    @ArchTest
    static final ArchRule shouldKnowNothingOfInstallationBelowIt = noClasses()
            .that()
            .resideInAnyPackage(INSTRUMENT, STACKS)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(INSTALL);

    @ArchTest
    static final ArchRule shouldLeaveBytecodeToTheInstrumenterAndTheInstallation = noClasses()
            .that()
            .resideOutsideOfPackages(INSTRUMENT, INSTALL)
            .should()
            .dependOnClassesThat()
            .resideInAPackage("net.bytebuddy..");

    @ArchTest
    static final ArchRule shouldReachTheJdksInsideFromTheTableOnly = noClasses()
            .that()
            .resideOutsideOfPackage(TABLE)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("jdk.internal..", "sun..");

    @ArchTest
    static final ArchRule shouldReadReportsWithoutTheAgent = classes()
            .that()
            .resideInAPackage(CLI)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(CLI, REPORT, "java..");

    @ArchTest
    static final ArchRule shouldHaveNoCyclesBetweenStacksInstrumenterAndReport = slices().matching(
                    "io.github.allocsites.(agent.instrument|agent.stacks|agent.cost|report|table)..")
            .should()
            .beFreeOfCycles();
}
