package com.illuvrse.finance.exporters;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.illuvrse.finance.exporters.s3.Archive;
import com.illuvrse.finance.exporters.wrong.AsksADatabase;
import com.illuvrse.finance.exporters.wrong.KnowsAmazon;
import com.illuvrse.finance.exporters.wrong.KnowsBouncyCastle;
import com.illuvrse.finance.exporters.wrong.KnowsHadoop;
import com.illuvrse.finance.exporters.wrong.KnowsTheSandbox;
import com.illuvrse.finance.exporters.wrong.MakesItsOwnDigest;
import com.illuvrse.finance.exporters.wrong.MakesPdf;
import com.illuvrse.finance.exporters.wrong.ReadsTheClock;
import com.illuvrse.finance.exporters.wrong.TalksToKms;
import com.illuvrse.finance.exporters.wrong.TalksToS3;
import com.illuvrse.finance.exporters.wrong.WritesParquet;
import com.illuvrse.finance.exporters.wrong.round.Back;
import com.illuvrse.finance.exporters.wrong.trip.Forth;
import com.illuvrse.finance.exporters.wrong.util.Helper;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Which package may know which library; each rule beside a class that breaks it. */
class ArchitectureTest {

    private static final JavaClasses PRODUCTION =
            new ClassFileImporter()
                    .importUrl(Archive.class.getProtectionDomain().getCodeSource().getLocation());

    static Stream<Arguments> rules() {
        return Stream.of(
                rule(
                        "only s3 talks to S3",
                        onlyIn("..exporters.s3..", "software.amazon.awssdk.services.s3.."),
                        TalksToS3.class),
                rule(
                        "only signing talks to KMS",
                        onlyIn("..exporters.signing..", "software.amazon.awssdk.services.kms.."),
                        TalksToKms.class),
                rule(
                        "only s3 and signing know Amazon",
                        noClasses()
                                .that()
                                .resideOutsideOfPackages(
                                        "..exporters.s3..", "..exporters.signing..")
                                .should()
                                .dependOnClassesThat()
                                .resideInAPackage("software.amazon.awssdk.."),
                        KnowsAmazon.class),
                rule(
                        "only parquet writes Parquet",
                        onlyIn(
                                "..exporters.parquet..",
                                "org.apache.parquet..",
                                "org.apache.hadoop..",
                                "com.github.luben.."),
                        WritesParquet.class,
                        KnowsHadoop.class),
                rule(
                        "only rendition makes PDF",
                        onlyIn(
                                "..exporters.rendition..",
                                "com.openhtmltopdf..",
                                "com.ibm.icu..",
                                "org.apache.fontbox..",
                                "org.apache.pdfbox.."),
                        MakesPdf.class),
                rule(
                        "only signing and attestation know BouncyCastle",
                        noClasses()
                                .that()
                                .resideOutsideOfPackages(
                                        "..exporters.attestation..", "..exporters.signing..")
                                .should()
                                .dependOnClassesThat()
                                .resideInAPackage("org.bouncycastle.."),
                        KnowsBouncyCastle.class),
                rule(
                        "no database, no Spring, no Stripe, no other module but the model",
                        noClasses()
                                .should()
                                .dependOnClassesThat()
                                .resideInAnyPackage(
                                        "com.illuvrse.finance.jobs..",
                                        "com.illuvrse.finance.sandbox..",
                                        "com.illuvrse.finance.scheduler..",
                                        "com.stripe..",
                                        "java.sql..",
                                        "org.postgresql..",
                                        "org.quartz..",
                                        "org.springframework.."),
                        AsksADatabase.class,
                        KnowsTheSandbox.class),
                rule(
                        "no clock",
                        noClasses()
                                .should()
                                .accessTargetWhere(
                                        DescribedPredicate.describe(
                                                "a clock", ArchitectureTest::readsAClock)),
                        ReadsTheClock.class),
                rule(
                        "one digest, the one of the model",
                        noClasses()
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

    private static ArchRule onlyIn(String home, String... libraries) {
        return noClasses()
                .that()
                .resideOutsideOfPackage(home)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(libraries);
    }

    private static boolean readsAClock(JavaAccess<?> access) {
        JavaClass owner = access.getTargetOwner();
        return (owner.getPackageName().equals("java.time") && access.getName().equals("now"))
                || owner.isAssignableTo(Clock.class)
                || (owner.getName().equals("java.lang.System")
                        && access.getName().equals("currentTimeMillis"));
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

    @Test
    void packagesFormNoCycle() {
        slices().matching("com.illuvrse.finance.exporters.(*)..")
                .should()
                .beFreeOfCycles()
                .check(PRODUCTION);
    }

    @Test
    void seesACycle() {
        ArchRule rule =
                slices().matching("com.illuvrse.finance.exporters.wrong.(*)..")
                        .should()
                        .beFreeOfCycles();

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
