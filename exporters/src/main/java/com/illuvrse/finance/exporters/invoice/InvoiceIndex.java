package com.illuvrse.finance.exporters.invoice;

import com.illuvrse.finance.exporters.report.CsvTable;
import com.illuvrse.finance.exporters.report.CsvTable.CsvColumn;
import com.illuvrse.finance.money.Money;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One row of {@code invoices.csv}: a document of the month and its file. Amounts of credit notes
 * are negative, so that the column adds up.
 *
 * @param file its PDF below the folder of the set
 * @param sha256 of the PDF
 */
public record InvoiceIndex(InvoicePaper paper, String file, String sha256) {

    /** Name of the header. */
    public static final String HEADER = "invoices";

    /** Columns that name a row. */
    public static final List<String> KEY = List.of("Number");

    public static final CsvTable<InvoiceIndex> TABLE =
            new CsvTable<>(
                    "invoices.csv",
                    List.of(
                            CsvColumn.text("Number", row -> row.paper().number().toString()),
                            CsvColumn.text(
                                    "Kind",
                                    row -> row.paper().isCredit() ? "CREDIT_NOTE" : "INVOICE"),
                            CsvColumn.text("Order_ID", row -> row.paper().order()),
                            CsvColumn.text("Issue_Date", row -> row.paper().issuedOn().toString()),
                            CsvColumn.text("Buyer_Country", row -> row.paper().buyer().country()),
                            CsvColumn.text("Currency", row -> row.paper().currency().code()),
                            CsvColumn.figure("Net", row -> row.major(row.paper().net())),
                            CsvColumn.figure(
                                    "Tax",
                                    row ->
                                            row.major(
                                                    Math.addExact(
                                                            row.paper().vat(),
                                                            row.paper().charged()))),
                            CsvColumn.figure("Gross", row -> row.major(row.paper().gross())),
                            CsvColumn.text("Credited_Invoice", InvoiceIndex::credited),
                            CsvColumn.text(
                                    "Factur_X",
                                    row -> row.paper().withoutXml() == null ? "Y" : "N"),
                            CsvColumn.text("File", InvoiceIndex::file),
                            CsvColumn.text("SHA256", InvoiceIndex::sha256)),
                    Comparator.comparing((InvoiceIndex row) -> row.paper().issuedOn())
                            .thenComparing(row -> row.paper().number().series())
                            .thenComparingInt(row -> row.paper().number().year())
                            .thenComparingLong(row -> row.paper().number().number()),
                    "issue date, series, number");

    /** Gross in minor units; negative for a credit note. */
    public long signedGross() {
        return paper.isCredit() ? Math.negateExact(paper.gross()) : paper.gross();
    }

    private String major(long minor) {
        return Money.of(paper.isCredit() ? Math.negateExact(minor) : minor, paper.currency())
                .toMajor();
    }

    private @Nullable String credited() {
        return paper.credited() == null ? null : paper.credited().number();
    }
}
