package com.illuvrse.finance.exporters.payment;

import com.illuvrse.finance.exporters.vault.BankAccount;
import com.illuvrse.finance.exporters.vault.Identity;
import com.illuvrse.finance.exporters.vault.PostalAddress;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.Money;
import java.io.OutputStream;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.jspecify.annotations.Nullable;

/**
 * A file of SEPA credit transfers, pain.001.001.09 (reports, section 4): one payment information
 * with all payments, charges shared ({@code SLEV}), sums and counts on both levels.
 *
 * <p>The same header and payments give the same bytes. Addresses are structured; a street that does
 * not fit stands in at most two lines of 70 beside town and country (hybrid).
 */
public final class SepaFile {

    public static final String NAME = "pain.001.001.09.xml";

    static final String NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09";
    static final Currency EUR = Currency.of("EUR");
    static final int LINE = 70;
    static final int LINES = 2;
    static final int END_TO_END_ID = 35;

    /** 999,999,999.99: the most one SEPA payment carries. */
    public static final long MOST = 99_999_999_999L;

    private static final int NAME_LENGTH = 70;
    private static final int SHORT = 16;
    private static final int MEDIUM = 35;

    /**
     * What a file says of itself.
     *
     * @param batch becomes the message id and, after {@code PAYOUT}, the name the bank books it by
     * @param created when the batch was released, never the clock
     * @param execution the day the bank is asked to pay on
     */
    public record Header(String batch, Instant created, LocalDate execution, SepaDebtor debtor) {

        public Header {
            if (name(batch).length() > MEDIUM) {
                throw new IllegalArgumentException(
                        "a batch paid by SEPA has an id of at most 28 signs, found " + batch);
            }
        }

        private static String name(String batch) {
            return "PAYOUT " + batch;
        }
    }

    private final XMLStreamWriter xml;

    private SepaFile(XMLStreamWriter xml) {
        this.xml = xml;
    }

    /** Why somebody cannot be paid by SEPA; empty when they can. */
    public static Optional<AccountFault> fault(Identity payee) {
        if (!(payee.bank() instanceof BankAccount.WithIban account)) {
            return Optional.of(AccountFault.NO_ACCOUNT_FOR_THE_RAIL);
        }
        PostalAddress address = payee.address();
        String country = address.country();
        String bic = account.bic();
        if (!isReadable(payee.name())) {
            return Optional.of(AccountFault.NO_NAME);
        }
        if (!isReadable(address.city())) {
            return Optional.of(AccountFault.NO_TOWN);
        }
        if (country == null || !SepaDebtor.COUNTRY.matcher(country).matches()) {
            return Optional.of(AccountFault.NO_COUNTRY);
        }
        if (streetLine(address).length() > LINES * LINE) {
            return Optional.of(AccountFault.ADDRESS_TOO_LONG);
        }
        if (!Iban.isValid(account.iban())) {
            return Optional.of(AccountFault.IBAN_INVALID);
        }
        return bic == null || SepaDebtor.BIC.matcher(bic).matches()
                ? Optional.empty()
                : Optional.of(AccountFault.BIC_INVALID);
    }

    private static boolean isReadable(@Nullable String text) {
        return text != null && BankText.isReadable(text);
    }

    /**
     * Writes the file and returns its control totals.
     *
     * @throws PaymentFileException when a payment is not in euro, too large, or its payee has a
     *     fault; nothing that was written before counts
     */
    public static PaymentTotals write(
            OutputStream out, Header header, List<PaymentOrder> payments) {
        long sum = 0;
        for (PaymentOrder payment : payments) {
            require(payment);
            sum = Math.addExact(sum, payment.amount().minor());
        }
        PaymentTotals totals = new PaymentTotals(payments.size(), Money.of(sum, EUR), null);
        try {
            XMLStreamWriter xml =
                    XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(out, "UTF-8");
            new SepaFile(xml).document(header, payments, totals);
            xml.flush();
            xml.close();
        } catch (XMLStreamException e) {
            throw new PaymentFileException(NAME + " of " + header.batch() + " cannot be written");
        }
        return totals;
    }

    private static void require(PaymentOrder payment) {
        if (!payment.amount().currency().equals(EUR) || payment.amount().minor() > MOST) {
            throw new PaymentFileException(
                    "payout %s: SEPA pays euro up to 999,999,999.99, found %s"
                            .formatted(payment.payout(), payment.amount()));
        }
        if (payment.reference().length() != END_TO_END_ID) {
            throw new PaymentFileException(
                    "payout %s needs an EndToEndId of 35 signs".formatted(payment.payout()));
        }
        fault(payment.payee())
                .ifPresent(
                        fault -> {
                            throw new PaymentFileException(
                                    "payout %s cannot be paid by SEPA: %s of %s"
                                            .formatted(
                                                    payment.payout(),
                                                    fault,
                                                    payment.payee().ref()));
                        });
    }

    private void document(Header header, List<PaymentOrder> payments, PaymentTotals totals)
            throws XMLStreamException {
        xml.writeStartDocument("UTF-8", "1.0");
        line();
        xml.setDefaultNamespace(NAMESPACE);
        xml.writeStartElement(NAMESPACE, "Document");
        xml.writeDefaultNamespace(NAMESPACE);
        line();
        begin("CstmrCdtTrfInitn");
        begin("GrpHdr");
        text("MsgId", BankText.of(header.batch() + "-sepa", MEDIUM));
        text("CreDtTm", header.created().truncatedTo(ChronoUnit.SECONDS).toString());
        sums(totals);
        begin("InitgPty");
        text("Nm", BankText.of(header.debtor().name(), NAME_LENGTH));
        end();
        end();
        line();
        paymentInformation(header, payments, totals);
        end();
        end();
        xml.writeEndDocument();
        line();
    }

    private void paymentInformation(
            Header header, List<PaymentOrder> payments, PaymentTotals totals)
            throws XMLStreamException {
        SepaDebtor debtor = header.debtor();
        begin("PmtInf");
        text("PmtInfId", Header.name(header.batch()));
        text("PmtMtd", "TRF");
        text("BtchBookg", "true");
        sums(totals);
        begin("PmtTpInf");
        begin("SvcLvl");
        text("Cd", "SEPA");
        end();
        end();
        begin("ReqdExctnDt");
        text("Dt", header.execution().toString());
        end();
        begin("Dbtr");
        text("Nm", BankText.of(debtor.name(), NAME_LENGTH));
        begin("PstlAdr");
        text("TwnNm", BankText.of(debtor.town(), MEDIUM));
        text("Ctry", debtor.country());
        end();
        end();
        iban("DbtrAcct", debtor.iban());
        agent("DbtrAgt", debtor.bic());
        text("ChrgBr", "SLEV");
        for (PaymentOrder payment : payments) {
            line();
            payment(payment);
        }
        line();
        end();
    }

    private void sums(PaymentTotals totals) throws XMLStreamException {
        text("NbOfTxs", Long.toString(totals.items()));
        text("CtrlSum", totals.amount().toMajor());
    }

    private void payment(PaymentOrder payment) throws XMLStreamException {
        if (!(payment.payee().bank() instanceof BankAccount.WithIban account)) {
            throw new PaymentFileException("payout " + payment.payout() + " has no IBAN");
        }
        begin("CdtTrfTxInf");
        begin("PmtId");
        text("EndToEndId", payment.reference());
        end();
        begin("Amt");
        xml.writeStartElement(NAMESPACE, "InstdAmt");
        xml.writeAttribute("Ccy", EUR.code());
        xml.writeCharacters(payment.amount().toMajor());
        end();
        end();
        String bic = account.bic();
        if (bic != null) {
            agent("CdtrAgt", bic);
        }
        begin("Cdtr");
        text("Nm", plain(payment.payee().name(), NAME_LENGTH));
        address(payment.payee().address());
        end();
        iban("CdtrAcct", account.iban());
        begin("RmtInf");
        text("Ustrd", BankText.of("PAYOUT " + payment.payout(), 2 * LINE));
        end();
        end();
    }

    private void address(PostalAddress address) throws XMLStreamException {
        String street = plain(address.street(), Integer.MAX_VALUE);
        String number = plain(address.number(), Integer.MAX_VALUE);
        boolean fits = street.length() <= LINE && number.length() <= SHORT;
        begin("PstlAdr");
        if (fits) {
            optional("StrtNm", street);
            optional("BldgNb", number);
        }
        optional("PstCd", plain(address.postCode(), SHORT));
        optional("TwnNm", plain(address.city(), MEDIUM));
        optional("CtrySubDvsn", plain(address.region(), MEDIUM));
        optional("Ctry", plain(address.country(), 2));
        if (!fits) {
            String whole = streetLine(address);
            optional("AdrLine", whole.substring(0, Math.min(LINE, whole.length())));
            optional("AdrLine", whole.substring(Math.min(LINE, whole.length())).strip());
        }
        end();
    }

    /** Street and number as one text. */
    private static String streetLine(PostalAddress address) {
        String street = plain(address.street(), Integer.MAX_VALUE);
        String number = plain(address.number(), Integer.MAX_VALUE);
        return (street + " " + number).strip();
    }

    private static String plain(@Nullable String text, int longest) {
        return text == null ? "" : BankText.of(text, longest);
    }

    private void iban(String name, String iban) throws XMLStreamException {
        begin(name);
        begin("Id");
        text("IBAN", iban);
        end();
        end();
    }

    private void agent(String name, String bic) throws XMLStreamException {
        begin(name);
        begin("FinInstnId");
        text("BICFI", bic);
        end();
        end();
    }

    private void begin(String name) throws XMLStreamException {
        xml.writeStartElement(NAMESPACE, name);
    }

    private void end() throws XMLStreamException {
        xml.writeEndElement();
    }

    private void text(String name, String text) throws XMLStreamException {
        begin(name);
        xml.writeCharacters(text);
        end();
    }

    private void optional(String name, String text) throws XMLStreamException {
        if (!text.isEmpty()) {
            text(name, text);
        }
    }

    private void line() throws XMLStreamException {
        xml.writeCharacters("\n");
    }
}
