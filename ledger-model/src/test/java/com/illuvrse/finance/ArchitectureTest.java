package com.illuvrse.finance;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.illuvrse.finance.canonical.Sha256;
import com.illuvrse.finance.payout.SshSignature;
import com.illuvrse.finance.wrong.AsksADatabase;
import com.illuvrse.finance.wrong.CountsInADouble;
import com.illuvrse.finance.wrong.KeepsMoneyInADouble;
import com.illuvrse.finance.wrong.KnowsALibrary;
import com.illuvrse.finance.wrong.MakesItsOwnDigest;
import com.illuvrse.finance.wrong.ReadsTheClock;
import com.illuvrse.finance.wrong.ThrowsDice;
import com.illuvrse.finance.wrong.round.Back;
import com.illuvrse.finance.wrong.trip.Forth;
import com.illuvrse.finance.wrong.util.Helper;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.time.Clock;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the rules of the ledger may know; each rule beside a class that breaks it. */
class ArchitectureTest {

    private static final Set<String> FLOATING =
            Set.of("float", "double", "java.lang.Float", "java.lang.Double");
    private static final Set<String> CLOCKS_AND_DICE =
            Set.of(
                    "java.lang.System.currentTimeMillis",
                    "java.lang.System.nanoTime",
                    "java.lang.Math.random",
                    "java.util.UUID.randomUUID");
    private static final JavaClasses PRODUCTION =
            new ClassFileImporter()
                    .importUrl(Sha256.class.getProtectionDomain().getCodeSource().getLocation());

    static Stream<Arguments> rules() {
        return Stream.of(
                rule(
                        "nothing but the JDK",
                        classes()
                                .should()
                                .onlyDependOnClassesThat()
                                .resideInAnyPackage(
                                        "com.illuvrse.finance..",
                                        "java..",
                                        "javax.crypto..",
                                        "org.jspecify.."),
                        KnowsALibrary.class),
                rule(
                        "no database and no network",
                        noClasses()
                                .should()
                                .dependOnClassesThat()
                                .resideInAnyPackage("java.sql..", "java.net.."),
                        AsksADatabase.class),
                rule(
                        "no floating point",
                        classes().should(useNoFloatingPoint()),
                        KeepsMoneyInADouble.class,
                        CountsInADouble.class),
                rule(
                        "no clock and no dice",
                        noClasses()
                                .should()
                                .accessTargetWhere(
                                        DescribedPredicate.describe(
                                                "a clock or dice",
                                                ArchitectureTest::readsAClockOrThrowsDice)),
                        ReadsTheClock.class,
                        ThrowsDice.class),
                rule(
                        "one digest",
                        noClasses()
                                .that()
                                .doNotBelongToAnyOf(Sha256.class, SshSignature.class)
                                .should()
                                .dependOnClassesThat()
                                .haveFullyQualifiedName("java.security.MessageDigest"),
                        MakesItsOwnDigest.class),
                rule(
                        "packages are business nouns",
                        noClasses()
                                .should()
                                .resideInAnyPackage(
                                        "..util..",
                                        "..common..",
                                        "..impl..",
                                        "..helper..",
                                        "..service..",
                                        "..dto.."),
                        Helper.class));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rules")
    void holdsForEveryClassAndFailsForTheOneThatBreaksIt(
            String name, ArchRule rule, Class<?>[] breaking) {
        rule.check(PRODUCTION);

        for (Class<?> wrong : breaking) {
            assertThat(rule.evaluate(new ClassFileImporter().importClasses(wrong)).hasViolation())
                    .as(name + " sees " + wrong.getSimpleName())
                    .isTrue();
        }
    }

    private static Arguments rule(String name, ArchRule rule, Class<?>... breaking) {
        return Arguments.of(name, rule, breaking);
    }

    private static boolean readsAClockOrThrowsDice(JavaAccess<?> access) {
        JavaClass owner = access.getTargetOwner();
        return (owner.getPackageName().equals("java.time") && access.getName().equals("now"))
                || owner.isAssignableTo(Clock.class)
                || owner.isAssignableTo(Random.class)
                || CLOCKS_AND_DICE.contains(owner.getName() + "." + access.getName());
    }

    private static ArchCondition<JavaClass> useNoFloatingPoint() {
        return new ArchCondition<>("use no floating point") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                for (JavaField field : type.getFields()) {
                    if (isFloating(field.getRawType())) {
                        events.add(SimpleConditionEvent.violated(field, field.getDescription()));
                    }
                }
                for (JavaCodeUnit code : type.getCodeUnits()) {
                    if (isFloating(code.getRawReturnType())
                            || code.getRawParameterTypes().stream()
                                    .anyMatch(ArchitectureTest::isFloating)) {
                        events.add(SimpleConditionEvent.violated(code, code.getDescription()));
                    }
                }
                type.getCodeUnitCallsFromSelf().stream()
                        .filter(
                                call ->
                                        isFloating(call.getTarget().getRawReturnType())
                                                || call.getTarget().getRawParameterTypes().stream()
                                                        .anyMatch(ArchitectureTest::isFloating))
                        .forEach(
                                call ->
                                        events.add(
                                                SimpleConditionEvent.violated(
                                                        call, call.getDescription())));
            }
        };
    }

    private static boolean isFloating(JavaClass type) {
        return FLOATING.contains(type.getBaseComponentType().getName());
    }

    @Test
    void packagesFormNoCycle() {
        slices().matching("com.illuvrse.finance.(*)..").should().beFreeOfCycles().check(PRODUCTION);
    }

    @Test
    void seesACycle() {
        ArchRule rule =
                slices().matching("com.illuvrse.finance.wrong.(*)..").should().beFreeOfCycles();

        assertThat(
                        rule.evaluate(
                                        new ClassFileImporter()
                                                .importPackagesOf(Back.class, Forth.class))
                                .hasViolation())
                .isTrue();
    }

    @ParameterizedTest
    @MethodSource("packages")
    void everyPackageIsNullMarked(String name) throws ClassNotFoundException {
        assertThat(Class.forName(name + ".package-info").isAnnotationPresent(NullMarked.class))
                .as(name)
                .isTrue();
    }

    static Stream<String> packages() {
        return PRODUCTION.stream().map(JavaClass::getPackageName).distinct().sorted();
    }
}
