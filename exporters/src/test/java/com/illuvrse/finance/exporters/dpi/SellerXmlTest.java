package com.illuvrse.finance.exporters.dpi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.illuvrse.finance.dpi.Activity;
import com.illuvrse.finance.dpi.Platform;
import com.illuvrse.finance.dpi.SellerRow;
import com.illuvrse.finance.dpi.SellerRow.Quarter;
import com.illuvrse.finance.exporters.report.Check;
import com.illuvrse.finance.exporters.vault.BankAccount;
import com.illuvrse.finance.exporters.vault.Identity;
import com.illuvrse.finance.exporters.vault.PostalAddress;
import com.illuvrse.finance.informationreturn.TaxPayee;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.payout.Payee;
import com.illuvrse.finance.payout.TaxStatus;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The report of invented sellers, and files that break each rule of ours. */
class SellerXmlTest {

    private static final Currency EUR = Currency.of("EUR");
    private static final PostalAddress ADDRESS =
            new PostalAddress("Example Street", "1", "10000", "Exampletown & Co", null, "DE");
    private static final Identity PERSON =
            new Identity(
                    "vault:s1",
                    null,
                    null,
                    "Test",
                    "Seller <S1>",
                    null,
                    ADDRESS,
                    LocalDate.of(1980, 1, 1),
                    new BankAccount.WithIban("DE89370400440532013000", null));
    private static final Identity COMPANY =
            new Identity(
                    "vault:c1", "900000001", "FR", null, null, "Example SARL", ADDRESS, null, null);

    @TempDir Path folder;

    private static SellerMessage message(int revision) {
        return new SellerMessage(
                new Platform("NL", "IE", Set.of("DE", "FR")),
                2026,
                revision,
                Instant.parse("2026-12-31T23:00:00Z"),
                COMPANY,
                "RPONEX1");
    }

    private static SellerRow row(Activity activity, Currency currency, Quarter first) {
        return new SellerRow(
                new TaxPayee(
                        new Payee(
                                "s1",
                                1,
                                LocalDate.EPOCH,
                                "DE",
                                null,
                                EUR,
                                0,
                                Payee.STRIPE_RAIL,
                                null,
                                null,
                                TaxStatus.NONE,
                                null),
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null),
                activity,
                currency,
                List.of(
                        first,
                        new Quarter(0, 0, 0, 0),
                        new Quarter(0, 0, 0, 0),
                        new Quarter(149, 1, 50, 49)),
                null,
                null,
                true,
                null,
                "NL2026-s1-v1");
    }

    private static ReportedSeller seller(Identity identity, boolean isPerson, SellerRow... rows) {
        return new ReportedSeller("s1", "NL2026-s1-v1", "DE", isPerson, identity, List.of(rows));
    }

    private static SellerRow goods() {
        return row(Activity.SALE_OF_GOODS, EUR, new Quarter(100_050, 3, 1_000, 0));
    }

    private Path write(int revision, List<ReportedSeller> sellers) throws IOException {
        Path file = folder.resolve("dpi_IE.xml");
        try (OutputStream out = Files.newOutputStream(file)) {
            SellerXml.write(out, message(revision), sellers);
        }
        return file;
    }

    private static List<Check.Result> results(Path file) throws IOException {
        return SellerXmlCheck.of(file).stream().map(Check::result).toList();
    }

    @Test
    void aPersonAndACompanyAreValidAndSayWhatTheSummarySays() throws Exception {
        Path file =
                write(
                        2,
                        List.of(
                                seller(
                                        PERSON,
                                        true,
                                        goods(),
                                        row(
                                                Activity.PERSONAL_SERVICE,
                                                EUR,
                                                new Quarter(0, 0, 0, 0))),
                                new ReportedSeller(
                                        "c1",
                                        "NL2026-c1-v1",
                                        "FR",
                                        false,
                                        COMPANY,
                                        List.of(
                                                row(
                                                        Activity.TRANSPORT_RENTAL,
                                                        EUR,
                                                        new Quarter(0, 0, 0, 0))))));

        assertThat(SellerXmlCheck.of(file))
                .allSatisfy(check -> assertThat(check.detail()).isEqualTo("no fault"));
        String text = Files.readString(file);
        assertThat(text)
                .contains(
                        "<dpi:MessageRefId>NL2026IE-r02</dpi:MessageRefId>",
                        "<dpi:MessageTypeIndic>DPI401</dpi:MessageTypeIndic>",
                        "<dpi:ReportingPeriod>2026-12-31</dpi:ReportingPeriod>",
                        "<dpi:Timestamp>2026-12-31T23:00:00Z</dpi:Timestamp>",
                        "<dpi:TIN unknown=\"true\"></dpi:TIN>",
                        "<dpi:TIN issuedBy=\"FR\">900000001</dpi:TIN>",
                        "<dpi:LastName>Seller &lt;S1&gt;</dpi:LastName>",
                        "<dpi:ConsQ1 currCode=\"EUR\">1001</dpi:ConsQ1>",
                        "<dpi:FeesQ4 currCode=\"EUR\">1</dpi:FeesQ4>",
                        "<dpi:TaxQ4 currCode=\"EUR\">0</dpi:TaxQ4>",
                        "<dpi:NumbQ1>3</dpi:NumbQ1>",
                        "<stf:DocRefId>NL2026-s1-v1</stf:DocRefId>");
        assertThat(text.indexOf("PersonalServices")).isLessThan(text.indexOf("SaleOfGoods"));
    }

    @Test
    void aYearWithoutSellersIsSaidToBeSo() throws Exception {
        Path file = write(1, List.of());

        assertThat(results(file)).containsOnly(Check.Result.PASS);
        assertThat(Files.readString(file))
                .contains("<dpi:MessageTypeIndic>DPI403</dpi:MessageTypeIndic>")
                .doesNotContain("ReportableSeller");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<dpi:ConsQ1 currCode=\"EUR\">1001< | <dpi:ConsQ1 currCode=\"EUR\">-5<"
                        + " | seller 1 has a ConsQ below 0",
                "<dpi:NumbQ1>3< | <dpi:NumbQ1>-3< | seller 1 has a NumbQ below 0",
                "<dpi:FeesQ1 currCode=\"EUR\" | <dpi:FeesQ1 currCode=\"USD\""
                        + " | seller 1 has SaleOfGoods in 2 currencies",
                "NL2026-platform-v1 | NL2026-s1-v1"
                        + " | seller 1 has a DocRefId that was there before",
            })
    void theSchemaLetsThroughWhatOurRulesRefuse(String from, String to, String fault)
            throws Exception {
        Path file = write(1, List.of(seller(PERSON, true, goods())));
        String text = Files.readString(file);
        assertThat(text).contains(from);
        Files.writeString(file, text.replace(from, to));

        assertThat(SellerXmlCheck.againstSchema(file)).isEmpty();
        assertThat(SellerXmlCheck.ownRules(file)).containsExactly(fault);
        assertThat(results(file)).containsExactly(Check.Result.PASS, Check.Result.FAIL);
    }

    @Test
    void aQuarterThatIsMissingBreaksBothAndTheSentenceShowsNoDatum() throws Exception {
        Path file = write(1, List.of(seller(PERSON, true, goods())));
        Files.writeString(
                file,
                Files.readString(file)
                        .replaceFirst("<dpi:TaxQ3 currCode=\"EUR\">0</dpi:TaxQ3>", ""));

        assertThat(SellerXmlCheck.ownRules(file))
                .containsExactly("seller 1 has 3 of four TaxQ in SaleOfGoods");
        assertThat(SellerXmlCheck.againstSchema(file))
                .singleElement()
                .asString()
                .matches("line [0-9]+, column [0-9]+ breaks cvc-complex-type.2.4.a");
    }

    @Test
    void theSampleOfAnAuthorityPassesTheSchemaAndMixesCurrencies() throws Exception {
        Path sample = Path.of("src/test/resources/dpi/SubmissionSample.xml");

        assertThat(SellerXmlCheck.againstSchema(sample)).isEmpty();
        assertThat(SellerXmlCheck.ownRules(sample))
                .contains("seller 1 has SaleOfGoods in 12 currencies");
    }

    @Test
    void nothingOutsideIsRead() throws Exception {
        Path secret = folder.resolve("secret.txt");
        Files.writeString(secret, "secret");
        Path file = folder.resolve("evil.xml");
        Files.writeString(
                file, "<!DOCTYPE a [<!ENTITY x SYSTEM \"" + secret.toUri() + "\">]><a>&x;</a>");

        assertThat(SellerXmlCheck.againstSchema(file)).isNotEmpty();
        assertThat(SellerXmlCheck.ownRules(file)).isNotEmpty();
    }

    @Test
    void refusesASellerTheSchemaOrOurRulesWouldNotTake() {
        assertFault(
                seller(
                        PERSON,
                        true,
                        goods(),
                        row(Activity.SALE_OF_GOODS, Currency.of("USD"), new Quarter(0, 0, 0, 0))),
                "payee s1 was paid for SALE_OF_GOODS in more than one currency");
        assertFault(
                seller(
                        PERSON,
                        true,
                        row(Activity.IMMOVABLE_PROPERTY_RENTAL, EUR, new Quarter(0, 0, 0, 0))),
                "payee s1 rents out property, whose address no feed tells");
        assertFault(
                seller(identity(null, "S", ADDRESS, LocalDate.EPOCH), true, goods()),
                "payee s1 has no first name in the vault");
        assertFault(
                seller(identity("T", " ", ADDRESS, LocalDate.EPOCH), true, goods()),
                "payee s1 has no last name in the vault");
        assertFault(
                seller(identity("T", "S", ADDRESS, null), true, goods()),
                "payee s1 has no birth date in the vault");
        assertFault(
                seller(identity(null, null, ADDRESS, null), false, goods()),
                "payee s1 has no name in the vault");
        assertFault(
                seller(
                        identity(
                                "T",
                                "S",
                                new PostalAddress("Street", null, null, null, null, "DE"),
                                LocalDate.EPOCH),
                        true,
                        goods()),
                "payee s1 has no town in the vault");
    }

    private static Identity identity(
            @Nullable String first,
            @Nullable String last,
            PostalAddress address,
            @Nullable LocalDate born) {
        return new Identity("vault:s1", null, null, first, last, null, address, born, null);
    }

    private static void assertFault(ReportedSeller seller, String fault) {
        assertThat(seller.fault()).contains(fault);
        assertThatThrownBy(
                        () ->
                                SellerXml.write(
                                        OutputStream.nullOutputStream(),
                                        message(1),
                                        List.of(seller)))
                .hasMessage(fault);
    }
}
