package com.illuvrse.finance.exporters.invoice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.illuvrse.finance.exporters.rendition.Letterhead;
import com.illuvrse.finance.exporters.rendition.Paper;
import com.illuvrse.finance.invoice.Buyer;
import com.illuvrse.finance.invoice.InvoiceNumber;
import com.illuvrse.finance.invoice.InvoiceRow;
import com.illuvrse.finance.invoice.InvoiceStatus;
import com.illuvrse.finance.money.Currency;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.common.filespecification.PDComplexFileSpecification;
import org.apache.pdfbox.pdmodel.interactive.action.PDActionJavaScript;
import org.apache.pdfbox.text.PDFTextStripper;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.mustangproject.validator.ZUGFeRDValidator;

/** Papers as PDF, judged by a validator that knows nothing of how they were made. */
class InvoicePdfTest {

    private static final LocalDate DAY = LocalDate.of(2026, 11, 3);
    private static final InvoicePdf PDF =
            new InvoicePdf(
                    new Letterhead(Paper.A4, "ILLUVRSE", "#1f4e79", "help@example.com", List.of()));
    private static final Party SELLER =
            new Party(
                    "Example Market Ltd",
                    "1 Example Quay",
                    "D01 X000",
                    "Dublin",
                    "IE",
                    "IE0000000AA",
                    "000000");

    @TempDir Path folder;

    /** A document in words: line, kind, jurisdiction, rate, net and tax of each row. */
    private static InvoicePaper paper(
            String currency,
            Party buyer,
            boolean reverseCharge,
            boolean isCredit,
            Object[]... rows) {
        return paper(currency, buyer, reverseCharge, isCredit, null, true, rows);
    }

    private static InvoicePaper paper(
            String currency,
            Party buyer,
            boolean reverseCharge,
            boolean isCredit,
            @Nullable String payee,
            boolean isPlaced,
            Object[]... rows) {
        List<InvoiceRow> document =
                Stream.of(rows)
                        .map(
                                row ->
                                        new InvoiceRow(
                                                new InvoiceNumber("DE", 2026, 17),
                                                1,
                                                isCredit ? "CREDIT_NOTE" : "INVOICE",
                                                isCredit ? "DE-2026-000016" : null,
                                                isCredit ? "REFUND" : "SALE",
                                                "o-1",
                                                "sale:o-1:txn_1",
                                                DAY,
                                                DAY,
                                                InvoiceStatus.PAID,
                                                Buyer.UNKNOWN,
                                                payee,
                                                (String) row[0],
                                                "digital_goods",
                                                (String) row[1],
                                                (String) row[2],
                                                Currency.of(currency),
                                                0,
                                                (Integer) row[3],
                                                (Integer) row[4]))
                        .toList();
        return PaperOf.of(
                document,
                new PaperOf.Sold(
                        Map.of("1", "Poster <script>alert(1)</script> & more"),
                        Map.of("1", 3L),
                        reverseCharge,
                        SELLER,
                        buyer,
                        isPlaced,
                        isCredit
                                ? new InvoicePaper.Credited("DE-2026-000016", DAY.minusDays(1))
                                : null));
    }

    private static Object[] row(
            String line, @Nullable String place, @Nullable String rate, int net, int tax) {
        return new Object[] {line, place, rate, net, tax};
    }

    private static Party buyer(String country, String name, @Nullable String vatId) {
        return new Party(name, "2 Example Street", "00000", "Town", country, vatId, null);
    }

    static Stream<InvoicePaper> papers() {
        return Stream.of(
                paper(
                        "EUR",
                        buyer("DE", "\u05d9\u05e2\u05dc \u05db\u05d4\u05df", null),
                        false,
                        false,
                        row("1", "DE", "0.19", 10_000, 1_900),
                        row("2", "DE", "0.07", 999, 70)),
                paper(
                        "EUR",
                        new Party(Party.UNNAMED, null, null, null, "FR", null, null),
                        false,
                        false,
                        row("1", "FR", "0.055", 1_234, 68),
                        row("2", "FR", "0.0", 500, 0),
                        row("3", null, null, 300, 0),
                        row("4", "FR", null, 200, 0)),
                paper(
                        "EUR",
                        buyer("NL", "Example Goods B.V.", "NL900000017B01"),
                        true,
                        false,
                        row("1", null, null, 4_000, 0)),
                paper(
                        "USD",
                        buyer("US", "\u0645\u0631\u064a\u0645 <script>", null),
                        false,
                        false,
                        row("1", "US-CA", "0.0725", 10_000, 725),
                        row("1", "US-CA-SF", "0.01375", 0, 138)),
                paper(
                        "USD",
                        buyer("AE", "Buyer", null),
                        false,
                        false,
                        row("1", null, null, 700, 0)),
                paper(
                        "EUR",
                        buyer("DE", "Buyer", null),
                        false,
                        true,
                        row("1", "DE", "0.19", -3_333, -633),
                        row("2", "DE", "0.19", 1, 0)),
                paper(
                        "JPY",
                        buyer("JP", "Buyer", null),
                        false,
                        false,
                        row("1", "JP", "0.1", 14, 1),
                        row("2", "JP", "0.1", 14, 1)),
                paper(
                        "KWD",
                        buyer("KW", "Buyer", null),
                        false,
                        false,
                        row("1", null, null, 12_340, 0)));
    }

    @ParameterizedTest
    @MethodSource("papers")
    void aValidatorTakesEveryPaper(InvoicePaper paper) throws IOException {
        Path file = folder.resolve("paper.pdf");

        assertThat(paper.withoutXml()).isNull();
        assertThat(PDF.write(file, paper)).isEmpty();

        ZUGFeRDValidator validator = new ZUGFeRDValidator();
        validator.disableNotices();
        String report = validator.validate(file.toString());
        assertThat(validator.wasCompletelyValid()).as(report).isTrue();
        assertThat(report)
                .contains("urn:cen.eu:en16931:2017")
                .contains("flavour=3b", "isCompliant=true");
    }

    @Test
    void aValidatorRefusesADamagedCopy() throws IOException {
        Path file = folder.resolve("paper.pdf");
        PDF.write(file, papers().findFirst().orElseThrow());

        assertThat(isTakenAfter(file, pdf -> {})).isTrue();
        assertThat(
                        isTakenAfter(
                                file,
                                pdf ->
                                        pdf.getDocumentCatalog()
                                                .setOpenAction(new PDActionJavaScript("1"))))
                .isFalse();
        assertThat(
                        isTakenAfter(
                                file,
                                pdf -> {
                                    try (OutputStream out = xml(pdf).createOutputStream()) {
                                        String xml =
                                                new String(
                                                        CiiXml.of(
                                                                papers().findFirst().orElseThrow()),
                                                        StandardCharsets.UTF_8);
                                        out.write(
                                                xml.replace(">129.69<", ">129.70<")
                                                        .getBytes(StandardCharsets.UTF_8));
                                    }
                                }))
                .isFalse();
    }

    private interface Damage {
        void on(PDDocument pdf) throws IOException;
    }

    private boolean isTakenAfter(Path file, Damage damage) throws IOException {
        Path copy = folder.resolve("copy.pdf");
        try (PDDocument pdf = Loader.loadPDF(file.toFile())) {
            damage.on(pdf);
            pdf.save(copy.toFile());
        }
        ZUGFeRDValidator validator = new ZUGFeRDValidator();
        validator.disableNotices();
        String report = validator.validate(copy.toString());
        return validator.wasCompletelyValid() && report.contains("isCompliant=true");
    }

    private static COSStream xml(PDDocument pdf) throws IOException {
        PDComplexFileSpecification inside =
                pdf.getDocumentCatalog()
                        .getNames()
                        .getEmbeddedFiles()
                        .getNames()
                        .get("factur-x.xml");
        return Objects.requireNonNull(inside).getEmbeddedFile().getCOSObject();
    }

    @Test
    void aReaderFindsWhoAndTheTotals() throws IOException {
        InvoicePaper german = papers().findFirst().orElseThrow();
        InvoicePaper american = papers().toList().get(3);

        assertThat(text(german))
                .contains(
                        "Invoice DE-2026-000017",
                        "3 November 2026",
                        "Example Market Ltd",
                        "VAT IE0000000AA",
                        "Poster <script>alert(1)</script> & more",
                        "VAT 19 % of 100.00",
                        "19.00",
                        "129.69",
                        "\u05d9\u05e2\u05dc");
        assertThat(text(american))
                .contains("Sales tax US-CA 7.25 %", "1.38", "108.63", "Not subject to VAT")
                .doesNotContain("IE0000000AA");
        assertThat(text(papers().toList().get(5)))
                .contains("Credit note", "invoice DE-2026-000016 of 2 November 2026", "39.65");
    }

    @Test
    void theSamePaperIsTheSameBytes() throws IOException {
        InvoicePaper paper = papers().findFirst().orElseThrow();
        PDF.write(folder.resolve("a.pdf"), paper);
        new InvoicePdf(
                        new Letterhead(
                                Paper.A4, "ILLUVRSE", "#1f4e79", "help@example.com", List.of()))
                .write(folder.resolve("b.pdf"), paper);

        assertThat(folder.resolve("a.pdf")).hasSameBinaryContentAs(folder.resolve("b.pdf"));
    }

    static Stream<List<Object>> papersWithoutXml() {
        Party buyer = buyer("DE", "Buyer", null);
        return Stream.of(
                List.of(
                        "three in KWD",
                        paper("KWD", buyer, false, false, row("1", null, null, 1_001, 0))),
                List.of(
                        "does not say the rate",
                        paper("EUR", buyer, false, false, row("1", "DE", null, 100, 19))),
                List.of(
                        "otherwise than the rate says",
                        paper("EUR", buyer, false, false, row("1", "DE", "0.19", 1_000, 300))),
                List.of(
                        "otherwise than the rate says",
                        paper(
                                "JPY",
                                buyer,
                                false,
                                false,
                                row("1", "DE", "0.1", 5, 1),
                                row("2", "DE", "0.1", 5, 1))),
                List.of(
                        "the VAT of two countries",
                        paper(
                                "EUR",
                                buyer,
                                false,
                                false,
                                row("1", "DE", "0.19", 100, 19),
                                row("1", "FR", "0.2", 0, 20))),
                List.of(
                        "has no VAT number with its country",
                        paper("EUR", buyer, true, false, row("1", null, null, 100, 0))),
                List.of(
                        "the seller is creator c1",
                        paper(
                                "EUR",
                                buyer,
                                false,
                                false,
                                "c1",
                                true,
                                row("1", "DE", "0.19", 100, 19))),
                List.of(
                        "country of the buyer is not known",
                        paper(
                                "EUR",
                                buyer,
                                false,
                                false,
                                null,
                                false,
                                row("1", "DE", "0.19", 100, 19))));
    }

    @ParameterizedTest
    @MethodSource("papersWithoutXml")
    void whatEn16931CannotSayIsAPageWithoutXml(List<Object> told) throws IOException {
        InvoicePaper paper = (InvoicePaper) told.get(1);
        Path file = folder.resolve("paper.pdf");

        assertThat(paper.withoutXml()).contains((String) told.getFirst());
        assertThat(PDF.write(file, paper)).isEmpty();
        try (PDDocument pdf = Loader.loadPDF(file.toFile())) {
            assertThat(pdf.getDocumentCatalog().getNames()).isNull();
        }
        assertThatThrownBy(() -> CiiXml.of(paper)).hasMessageContaining("has no XML");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 | <ram:LineTotalAmount>109.99< | <ram:LineTotalAmount>110.00< | BR-CO-10",
                "3 | <ram:ChargeTotalAmount>8.63< | <ram:ChargeTotalAmount>8.64< | BR-CO-12",
                "0 | TaxBasisTotalAmount>109.99< | TaxBasisTotalAmount>110.99< | BR-CO-13",
                "0 | currencyID=\"EUR\">19.70< | currencyID=\"EUR\">19.71< | BR-CO-14",
                "0 | GrandTotalAmount>129.69< | GrandTotalAmount>129.70< | BR-CO-15",
                "0 | DuePayableAmount>0.00< | DuePayableAmount>0.01< | BR-CO-16",
                "0 | <ram:ChargeAmount>100.00< | <ram:ChargeAmount>100.01< | line net",
                "0 | <ram:BasisAmount>100.00< | <ram:BasisAmount>100.01< | BR-S-08",
                "0 | <ram:CalculatedAmount>19.00< | <ram:CalculatedAmount>20.01< | BR-CO-17",
                "2 | <ram:CalculatedAmount>0.00< | <ram:CalculatedAmount>0.01< | BR-AE-09",
                "2 | <ram:ExemptionReason>Reverse charge</ram:ExemptionReason> | '' | BR-AE-10",
                "0 | <ram:CategoryCode>S</ram:CategoryCode><ram:RateApplicablePercent>7< |"
                        + " <ram:CategoryCode>O</ram:CategoryCode><ram:RateApplicablePercent>7< |"
                        + " BR-O-11",
                "0 | <ram:RateApplicablePercent>7</ram:RateApplicablePercent></ram:ApplicableTradeTax><ram:SpecifiedTradeSettlementLine"
                        + " | <ram:RateApplicablePercent>8</ram:RateApplicablePercent></ram:ApplicableTradeTax><ram:SpecifiedTradeSettlementLine"
                        + " | BR-CO-18",
                "0 | <ram:TypeCode>380< | <ram:TypeCode>381< | names its invoice",
                "5 | >20261102< | >20261104< | comes after its invoice",
                "0 | <ram:GrandTotalAmount>129.69< | <ram:GrandTotalAmount>x< | no number",
                "0 | <ram:LineTotalAmount>109.99</ram:LineTotalAmount> | '' | missing",
                "0 | </rsm:CrossIndustryInvoice> | '' | no XML",
            })
    void everyRuleHasAPaperThatBreaksIt(int paper, String there, String broken, String rule) {
        String xml = new String(CiiXml.of(papers().toList().get(paper)), StandardCharsets.UTF_8);

        assertThat(xml).contains(there);
        assertThat(CiiRules.faults(xml.replace(there, broken).getBytes(StandardCharsets.UTF_8)))
                .anyMatch(fault -> fault.contains(rule));
        assertThat(CiiRules.faults(xml.getBytes(StandardCharsets.UTF_8))).isEmpty();
    }

    @Test
    void aNumberThatDoesNotFollowIsFound() {
        InvoiceNumbers numbers = new InvoiceNumbers();
        numbers.before(new InvoiceNumber("DE", 2026, 4));
        numbers.add(new InvoiceNumber("DE", 2026, 5));
        numbers.add(new InvoiceNumber("FR", 2026, 1));
        assertThat(numbers.faults()).isEmpty();

        numbers.add(new InvoiceNumber("DE", 2026, 7));
        numbers.add(new InvoiceNumber("FR", 2026, 1));

        assertThat(numbers.faults())
                .containsExactly(
                        "DE-2026-000007 follows 5, expected 6",
                        "FR-2026-000001 follows 1, expected 2");
    }

    private String text(InvoicePaper paper) throws IOException {
        Path file = folder.resolve("text.pdf");
        PDF.write(file, paper);
        try (PDDocument pdf = Loader.loadPDF(file.toFile())) {
            return new PDFTextStripper().getText(pdf);
        }
    }
}
