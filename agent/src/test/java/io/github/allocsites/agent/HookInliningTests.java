// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;

/**
 * What is always inlined, and every hook that may be, must say of all it calls whether that is too, unless it is a
 * hook. Compilers inline fifteen levels deep and no deeper: below, a helper of a hook that says nothing would be a call
 * in the middle of the application's loop.
 */
@AnalyzeClasses(packages = "io.github.allocsites.table", importOptions = DoNotIncludeTests.class)
final class HookInliningTests {
    private static final String INLINED = "jdk.internal.vm.annotation.ForceInline";
    private static final String NOT_INLINED = "jdk.internal.vm.annotation.DontInline";

    @ArchTest
    static final ArchRule shouldLeaveNothingOfAHookToTheCompilersDepth = methods()
            .that(areInlinedOrMayBe())
            .should(new ArchCondition<>("call only what says whether it is inlined") {
                @Override
                public void check(JavaMethod method, ConditionEvents events) {
                    for (JavaMethodCall call : method.getMethodCallsFromSelf()) {
                        events.add(new SimpleConditionEvent(call, isSaid(call), call.getDescription()));
                    }
                }
            });

    private static DescribedPredicate<JavaMethod> areInlinedOrMayBe() {
        return DescribedPredicate.describe(
                "are inlined or may be",
                method -> method.isAnnotatedWith(INLINED)
                        || method.getRawParameterTypes().stream().anyMatch(type -> type.isEquivalentTo(Thread.class))
                                && isHook(method)
                                && !method.isAnnotatedWith(NOT_INLINED));
    }

    private static boolean isHook(JavaMember member) {
        return member.getOwner().getSimpleName().equals("Hook")
                && member.getModifiers().contains(JavaModifier.PUBLIC);
    }

    /** Of the JDK's own, hooks call intrinsics alone. */
    private static boolean isSaid(JavaMethodCall call) {
        boolean isOurs = call.getTargetOwner().getPackageName().startsWith("io.github.allocsites");
        return !isOurs
                || call.getTarget()
                        .resolveMember()
                        .map(member -> member.isAnnotatedWith(INLINED)
                                || member.isAnnotatedWith(NOT_INLINED)
                                || isHook(member))
                        .orElse(false);
    }
}
