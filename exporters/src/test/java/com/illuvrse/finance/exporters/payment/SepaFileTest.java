package com.illuvrse.finance.exporters.payment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.illuvrse.finance.exporters.vault.BankAccount;
import com.illuvrse.finance.exporters.vault.Identity;
import com.illuvrse.finance.exporters.vault.PostalAddress;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.Money;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import javax.xml.XMLConstants;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.Schema;
import javax.xml.validation.SchemaFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.xml.sax.SAXException;

/**
 * What we write is valid against ISO's own schema and against our rules; what only our rules refuse
 * passes the schema.
 */
class SepaFileTest {

    private static final String SECOND_END_TO_END = "c2" + "0".repeat(33);

    private static @Nullable Schema iso;

    @BeforeAll
    static void readSchema() throws SAXException {
        SchemaFactory factory = SchemaFactory.newDefaultInstance();
        factory.setProperty(XMLConstants.ACCESS_EXTERNAL_DTD, "");
        factory.setProperty(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "");
        iso =
                factory.newSchema(
                        Objects.requireNonNull(
                                SepaFileTest.class.getResource("/pain.001.001.09.xsd")));
    }

    @Test
    void isValidAndAddsUp() throws Exception {
        String file = file();

        assertValid(file);
        assertThat(faults(file)).isEmpty();
        assertThat(file)
                .contains(
                        "<PmtInfId>PAYOUT 2026-11-27</PmtInfId>",
                        "<ReqdExctnDt><Dt>2026-11-30</Dt></ReqdExctnDt>",
                        "<CreDtTm>2026-11-28T07:00:00Z</CreDtTm>",
                        "<NbOfTxs>2</NbOfTxs><CtrlSum>150.05</CtrlSum>",
                        "<Nm>Zoe Grosse c1</Nm>",
                        "<StrtNm>Musterstrasse</StrtNm><BldgNb>12a</BldgNb><PstCd>10115</PstCd><TwnNm>Berlin</TwnNm><Ctry>DE</Ctry>")
                .doesNotContain("AdrLine");
    }

    @Test
    void isTheSameBytesAgain() {
        assertThat(file()).isEqualTo(file());
    }

    /** The town and country stay structured; the rest is at most two lines of seventy. */
    @Test
    void writesALongStreetAsAHybridAddress() throws Exception {
        PostalAddress longStreet =
                new PostalAddress("S".repeat(80), "1 - 3 in the yard", "1", "Ort", null, "AT");
        String file = file(List.of(to(longStreet, Payees.IBAN, null)));

        assertValid(file);
        assertThat(faults(file)).isEmpty();
        assertThat(file)
                .contains("<TwnNm>Ort</TwnNm><Ctry>AT</Ctry><AdrLine>" + "S".repeat(70) + "<")
                .contains("<AdrLine>SSSSSSSSSS 1 - 3 in the yard</AdrLine>")
                .doesNotContain("StrtNm", "CdtrAgt");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unpayable")
    void refusesWhoCannotBePaid(
            AccountFault fault, PostalAddress address, @Nullable BankAccount bank) {
        Identity payee = Payees.person("c1", address, bank);

        assertThat(SepaFile.fault(payee)).isEqualTo(Optional.of(fault));
        PaymentOrder order = Payees.sepa("c1", 100);
        assertThatThrownBy(
                        () ->
                                file(
                                        List.of(
                                                new PaymentOrder(
                                                        order.payout(),
                                                        "c1",
                                                        order.reference(),
                                                        order.amount(),
                                                        false,
                                                        payee))))
                .isInstanceOf(PaymentFileException.class)
                .hasMessageContaining(fault.name())
                .message()
                .doesNotContain("DE89", "Zo", "Berlin");
    }

    static Stream<Arguments> unpayable() {
        BankAccount good = new BankAccount.WithIban(Payees.IBAN, null);
        return Stream.of(
                Arguments.of(
                        AccountFault.NO_ACCOUNT_FOR_THE_RAIL,
                        Payees.berlin(),
                        new BankAccount.WithRoutingNumber("021000021", "1")),
                Arguments.of(AccountFault.NO_ACCOUNT_FOR_THE_RAIL, Payees.berlin(), null),
                Arguments.of(
                        AccountFault.NO_TOWN,
                        new PostalAddress("a", "1", "1", null, null, "DE"),
                        good),
                Arguments.of(
                        AccountFault.NO_TOWN,
                        new PostalAddress("a", "1", "1", "…", null, "DE"),
                        good),
                Arguments.of(
                        AccountFault.NO_COUNTRY,
                        new PostalAddress("a", "1", "1", "Berlin", null, null),
                        good),
                Arguments.of(
                        AccountFault.ADDRESS_TOO_LONG,
                        new PostalAddress("S".repeat(140), "1", "1", "Berlin", null, "DE"),
                        good),
                Arguments.of(
                        AccountFault.IBAN_INVALID,
                        Payees.berlin(),
                        new BankAccount.WithIban("DE89370400440532013001", null)),
                Arguments.of(
                        AccountFault.IBAN_INVALID,
                        Payees.berlin(),
                        new BankAccount.WithIban("DE89 3704 0044 0532 0130 00", null)),
                Arguments.of(
                        AccountFault.BIC_INVALID,
                        Payees.berlin(),
                        new BankAccount.WithIban(Payees.IBAN, "DEUT")));
    }

    @Test
    void paysEuroOnly() {
        PaymentOrder order = Payees.sepa("c1", 100);
        PaymentOrder dollars =
                new PaymentOrder(
                        order.payout(),
                        "c1",
                        order.reference(),
                        Money.of(100, Currency.of("USD")),
                        false,
                        order.payee());

        assertThatThrownBy(() -> file(List.of(dollars)))
                .isInstanceOf(PaymentFileException.class)
                .hasMessageContaining("SEPA pays euro");
        assertThatThrownBy(() -> file(List.of(Payees.sepa("c1", SepaFile.MOST + 1))))
                .isInstanceOf(PaymentFileException.class);
    }

    /** Each breaks one rule the schema does not have. */
    @ParameterizedTest(name = "{2}")
    @MethodSource("mutations")
    void refusesWhatTheSchemaLetsPass(String from, String to, String fault) throws Exception {
        String broken = file().replace(from, to);

        assertThat(broken).isNotEqualTo(file());
        assertValid(broken);
        assertThat(faults(broken)).anyMatch(each -> each.contains(fault));
        assertThatThrownBy(() -> SepaCheck.require(stream(broken), totals()))
                .isInstanceOf(PaymentFileException.class)
                .hasMessageContaining(fault);
    }

    static Stream<Arguments> mutations() {
        return Stream.of(
                Arguments.of("<TwnNm>Berlin</TwnNm>", "", "needs its town"),
                Arguments.of("<TwnNm>Paris</TwnNm>", "", "needs its town"),
                Arguments.of("<Ctry>DE</Ctry>", "", "needs its town and its country"),
                Arguments.of("<ChrgBr>SLEV</ChrgBr>", "<ChrgBr>SHAR</ChrgBr>", "another bearer"),
                Arguments.of("<ChrgBr>SLEV</ChrgBr>", "", "does not say that charges are shared"),
                Arguments.of(
                        "<CtrlSum>150.05</CtrlSum>", "<CtrlSum>150.06</CtrlSum>", "another sum"),
                Arguments.of(
                        "<NbOfTxs>2</NbOfTxs>", "<NbOfTxs>3</NbOfTxs>", "counts other payments"),
                Arguments.of(">50.05<", ">50.04<", "another sum"),
                Arguments.of(
                        SECOND_END_TO_END, "c1" + "0".repeat(33), "has 35 signs and comes once"),
                Arguments.of(SECOND_END_TO_END, "NOTPROVIDED", "has 35 signs and comes once"),
                Arguments.of("Ccy=\"EUR\"", "Ccy=\"USD\"", "euro only"),
                Arguments.of(Payees.IBAN, "DE88370400440532013000", "check digits of an IBAN"),
                Arguments.of(
                        "<Ctry>DE</Ctry>",
                        "<Ctry>DE</Ctry><AdrLine>a</AdrLine><AdrLine>b</AdrLine><AdrLine>c</AdrLine>",
                        "two lines of 70"));
    }

    /** A file that agrees with itself may still be another one than the batch asks for. */
    @Test
    void refusesAWholePaymentTooFew() {
        String one = file(List.of(Payees.sepa("c1", 10_000)));

        assertThatCode(() -> SepaCheck.require(stream(file()), totals()))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> SepaCheck.require(stream(one), totals()))
                .hasMessageContaining("should have 2 payments of 150.05");
        assertThatThrownBy(() -> SepaCheck.require(stream(file().substring(0, 900)), totals()))
                .hasMessageContaining("no complete XML");
    }

    @Test
    void refusesSettingsThatCannotBeRight() {
        assertThatThrownBy(() -> new SepaDebtor("M", "DE00", "PSSTFRPP", "Paris", "FR"))
                .hasMessageContaining("settlement.rails.sepa.iban");
        assertThatThrownBy(() -> new SepaDebtor("M", Payees.IBAN, "X", "Paris", "FR"))
                .hasMessageContaining("settlement.rails.sepa needs a bic");
        assertThatThrownBy(() -> new SepaDebtor("M", Payees.IBAN, "PSSTFRPP", " ", "FR"))
                .hasMessageContaining("needs a name and a town");
    }

    private static PaymentOrder to(PostalAddress address, String iban, @Nullable String bic) {
        PaymentOrder order = Payees.sepa("c1", 100);
        return new PaymentOrder(
                order.payout(),
                "c1",
                order.reference(),
                order.amount(),
                false,
                Payees.person("c1", address, new BankAccount.WithIban(iban, bic)));
    }

    private static PaymentTotals totals() {
        return new PaymentTotals(2, Money.of(15_005, Currency.of("EUR")), null);
    }

    private static String file() {
        return file(List.of(Payees.sepa("c1", 10_000), Payees.sepa("c2", 5_005)));
    }

    private static String file(List<PaymentOrder> payments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        SepaFile.write(
                out,
                new SepaFile.Header(
                        "2026-11-27",
                        Instant.parse("2026-11-28T07:00:00.123Z"),
                        LocalDate.of(2026, 11, 30),
                        Payees.debtor()),
                payments);
        return out.toString(StandardCharsets.UTF_8);
    }

    private static List<String> faults(String file) throws IOException {
        return SepaCheck.faults(stream(file));
    }

    private static ByteArrayInputStream stream(String file) {
        return new ByteArrayInputStream(file.getBytes(StandardCharsets.UTF_8));
    }

    private static void assertValid(String file) throws Exception {
        Objects.requireNonNull(iso).newValidator().validate(new StreamSource(stream(file)));
    }
}
