package com.illuvrse.finance.scheduler;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.illuvrse.finance.jobs.batch.Steps;
import com.illuvrse.finance.jobs.wrong.AsksTheDatabase;
import com.illuvrse.finance.jobs.wrong.BuildsItsOwnStep;
import com.illuvrse.finance.jobs.wrong.IsAComponent;
import com.illuvrse.finance.jobs.wrong.KnowsQuartz;
import com.illuvrse.finance.jobs.wrong.KnowsTheArchiveOfAVendor;
import com.illuvrse.finance.jobs.wrong.KnowsTheScheduler;
import com.illuvrse.finance.jobs.wrong.ReadsTheClock;
import com.illuvrse.finance.jobs.wrong.TalksToStripe;
import com.illuvrse.finance.jobs.wrong.round.Back;
import com.illuvrse.finance.jobs.wrong.util.Helper;
import com.illuvrse.finance.scheduler.wrong.AsksTheDatabaseItself;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.conditions.ArchConditions;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Who may know whom in the jobs and the scheduler; each rule beside a class that breaks it. */
class ArchitectureTest {

    private static final JavaClasses PRODUCTION =
            new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    .importPackages("com.illuvrse.finance.jobs", "com.illuvrse.finance.scheduler");

    static Stream<Arguments> rules() {
        return Stream.of(
                rule(
                        "only jobs.postgres asks the database",
                        noClasses()
                                .that()
                                .resideOutsideOfPackage("..jobs.postgres..")
                                .should()
                                .dependOnClassesThat()
                                .resideInAPackage("org.springframework.jdbc..")
                                .allowEmptyShould(true),
                        AsksTheDatabase.class),
                rule(
                        "the scheduler knows no SQL",
                        noClasses()
                                .that()
                                .resideInAPackage("..scheduler..")
                                .should()
                                .dependOnClassesThat()
                                .resideInAnyPackage(
                                        "org.springframework.jdbc..", "org.postgresql..")
                                .allowEmptyShould(true),
                        AsksTheDatabaseItself.class),
                rule(
                        "only jobs.stripe talks to Stripe",
                        noClasses()
                                .that()
                                .resideOutsideOfPackage("..jobs.stripe..")
                                .should()
                                .dependOnClassesThat()
                                .resideInAPackage("com.stripe..")
                                .allowEmptyShould(true),
                        TalksToStripe.class),
                rule(
                        "jobs know neither Quartz, nor the web, nor the scheduler, nor the sandbox",
                        noClasses()
                                .that()
                                .resideInAPackage("..jobs..")
                                .should()
                                .dependOnClassesThat()
                                .resideInAnyPackage(
                                        "org.quartz..",
                                        "org.springframework.web..",
                                        "..finance.scheduler..",
                                        "..finance.sandbox..")
                                .allowEmptyShould(true),
                        KnowsQuartz.class,
                        KnowsTheScheduler.class),
                rule(
                        "AWS, Parquet, PDFBox and BouncyCastle stay in the exporters",
                        noClasses()
                                .should()
                                .dependOnClassesThat()
                                .resideInAnyPackage(
                                        "software.amazon.awssdk..",
                                        "org.apache.parquet..",
                                        "org.apache.hadoop..",
                                        "org.apache.pdfbox..",
                                        "com.openhtmltopdf..",
                                        "org.bouncycastle..")
                                .allowEmptyShould(true),
                        KnowsTheArchiveOfAVendor.class),
                rule(
                        "only Steps makes steps",
                        noClasses()
                                .that()
                                .doNotBelongToAnyOf(Steps.class)
                                .should()
                                .dependOnClassesThat()
                                .haveNameMatching(
                                        "org\\.springframework\\.batch\\.core\\.step\\.builder\\..*")
                                .allowEmptyShould(true),
                        BuildsItsOwnStep.class),
                rule(
                        "nothing below the scheduler reads the clock",
                        noClasses()
                                .that()
                                .resideInAPackage("..jobs..")
                                .should()
                                .callMethodWhere(
                                        com.tngtech.archunit.base.DescribedPredicate.describe(
                                                "now() of java.time without a clock",
                                                call ->
                                                        call.getTargetOwner()
                                                                        .getPackageName()
                                                                        .equals("java.time")
                                                                && call.getName().equals("now")
                                                                && call.getTarget()
                                                                        .getRawParameterTypes()
                                                                        .isEmpty()))
                                .allowEmptyShould(true),
                        ReadsTheClock.class),
                rule(
                        "no business class is found by scanning",
                        noClasses()
                                .should()
                                .beMetaAnnotatedWith("org.springframework.stereotype.Component")
                                .andShould(
                                        ArchConditions.not(
                                                ArchConditions.beAnnotatedWith(
                                                        "org.springframework.context.annotation.Configuration")))
                                .allowEmptyShould(true),
                        IsAComponent.class),
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
                                        "..dto..")
                                .allowEmptyShould(true),
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

    @ParameterizedTest
    @MethodSource("packagesWithoutCycles")
    void packagesFormNoCycle(String pattern, JavaClasses known, boolean hasCycle) {
        ArchRule rule = slices().matching(pattern).should().beFreeOfCycles().allowEmptyShould(true);

        assertThat(rule.evaluate(known).hasViolation()).isEqualTo(hasCycle);
    }

    static Stream<Arguments> packagesWithoutCycles() {
        return Stream.of(
                Arguments.of("com.illuvrse.finance.scheduler.(*)..", PRODUCTION, false),
                Arguments.of(
                        "com.illuvrse.finance.jobs.wrong.(*)..",
                        new ClassFileImporter()
                                .importPackagesOf(
                                        Back.class,
                                        com.illuvrse.finance.jobs.wrong.trip.Forth.class),
                        true));
    }

    @ParameterizedTest
    @MethodSource("packages")
    void everyPackageIsNullMarked(String name) throws ClassNotFoundException {
        assertThat(
                        Class.forName(name + ".package-info")
                                .isAnnotationPresent(org.jspecify.annotations.NullMarked.class))
                .as(name)
                .isTrue();
    }

    static Stream<String> packages() {
        return PRODUCTION.stream().map(JavaClass::getPackageName).distinct().sorted();
    }

    private static Arguments rule(String name, ArchRule rule, Class<?>... breaking) {
        return Arguments.of(name, rule, breaking);
    }
}
