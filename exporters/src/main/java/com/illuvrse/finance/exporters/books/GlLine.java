package com.illuvrse.finance.exporters.books;

import com.illuvrse.finance.exporters.lineage.Amount;
import com.illuvrse.finance.exporters.lineage.Facts;
import com.illuvrse.finance.exporters.lineage.Origin;
import com.illuvrse.finance.exporters.report.CsvTable;
import com.illuvrse.finance.exporters.report.CsvTable.CsvColumn;
import com.illuvrse.finance.journal.EntryId;
import com.illuvrse.finance.journal.JournalEntry;
import com.illuvrse.finance.journal.Posting;
import com.illuvrse.finance.journal.Side;
import com.illuvrse.finance.money.Money;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One posting as the audit data standard of the AICPA has it, a row of {@code gl-detail.csv}.
 *
 * <p>The amount is the ledger's own, so that it ties to the sealed lines; beside it stands the one
 * in the reporting currency.
 *
 * @param line place of the posting in its entry, from 1 on
 * @param number of the account; empty when the chart has none
 * @param reporting never negative; null when a rate is missing
 */
public record GlLine(
        Books books, BookedEntry booked, int line, String number, @Nullable Money reporting) {

    private static final int DESCRIPTION = 1_000;
    private static final int PEOPLE = 25;
    private static final List<String> REFS = List.of("order", "payee", "contract", "stripe");

    public static final String HEADER = "gl_detail";
    public static final List<String> KEY = List.of("Journal_ID", "Journal_ID_Line_Number");

    /** The postings other worksheets are added up from. */
    static final Facts FACTS = Facts.file("gl-detail.csv", "Journal_ID", "Journal_ID");

    /** The ledger's own amount, debit positive. */
    static final Amount AMOUNT = Amount.signed("Amount", "Amount_Credit_Debit_Indicator", "C");

    /** The same in the reporting currency. */
    static final Amount REPORTING =
            Amount.signed("Reporting_Amount", "Amount_Credit_Debit_Indicator", "C");

    public static final CsvTable<GlLine> TABLE =
            new CsvTable<>(
                            "gl-detail.csv",
                            List.of(
                                    CsvColumn.text(
                                            "Journal_ID", row -> row.entry().id().toString()),
                                    CsvColumn.whole("Journal_ID_Line_Number", GlLine::line)
                                            .from(Origin.told("counts the postings of the entry")),
                                    CsvColumn.text(
                                            "JE_Header_Description",
                                            row -> atMost(DESCRIPTION, row.entry().memo())),
                                    CsvColumn.text("JE_Line_Description", GlLine::description),
                                    CsvColumn.text("Source", GlLine::source),
                                    CsvColumn.text(
                                            "Business_Unit_Code", row -> row.books().entity()),
                                    CsvColumn.date(
                                            "Effective_Date",
                                            row -> row.entry().effectiveOn().toString()),
                                    CsvColumn.<GlLine>whole(
                                                    "Fiscal_Year",
                                                    row ->
                                                            row.books()
                                                                    .fiscalYear()
                                                                    .of(row.entry().bookedOn()))
                                            .from(
                                                    Origin.setting(
                                                            "reports.fiscal-year-start-month")),
                                    CsvColumn.text(
                                            "Period",
                                            row ->
                                                    row.books()
                                                            .fiscalYear()
                                                            .periodOf(row.entry().bookedOn())),
                                    CsvColumn.text("GL_Account_Number", GlLine::number),
                                    CsvColumn.<GlLine>decimal(
                                                    "Amount", row -> row.amount().toMajor())
                                            .from(
                                                    Origin.itself(
                                                            "one posting of the entry, as it is"
                                                                    + " sealed",
                                                            "Journal_ID")),
                                    CsvColumn.text(
                                            "Amount_Credit_Debit_Indicator",
                                            row -> row.posting().side() == Side.D ? "D" : "C"),
                                    CsvColumn.text(
                                            "Amount_Currency",
                                            row -> row.amount().currency().code()),
                                    CsvColumn.<GlLine>decimal(
                                                    "Reporting_Amount",
                                                    row ->
                                                            row.reporting() == null
                                                                    ? null
                                                                    : row.reporting().toMajor())
                                            .from(
                                                    Origin.itself(
                                                            "the posting at the rate of the entry's"
                                                                    + " effective day, the entry"
                                                                    + " rounded as a whole",
                                                            "Journal_ID")),
                                    CsvColumn.text(
                                            "Reporting_Amount_Currency",
                                            row -> row.books().reporting().code()),
                                    empty("Local_Amount"),
                                    empty("Local_Amount_Currency"),
                                    CsvColumn.text(
                                            "Entered_By",
                                            row -> atMost(PEOPLE, row.booked().enteredBy())),
                                    CsvColumn.date(
                                            "Entered_Date",
                                            row -> row.entry().bookedOn().toString()),
                                    empty("Entered_Time"),
                                    CsvColumn.text(
                                            "Approved_By",
                                            row -> atMost(PEOPLE, row.booked().approvedBy())),
                                    CsvColumn.date("Approved_Date", GlLine::approvedOn),
                                    empty("Last_Modified_By"),
                                    empty("Last_Modified_Date"),
                                    CsvColumn.whole("Reversal_Indicator", GlLine::reversal)
                                            .from(
                                                    Origin.told(
                                                            "1 where the entry takes another back,"
                                                                    + " 2 where one of the month takes"
                                                                    + " it back")),
                                    CsvColumn.text("Reversal_Journal_ID", GlLine::reversalId)),
                            Comparator.comparing((GlLine row) -> row.entry().bookedOn())
                                    .thenComparing(row -> row.entry().id().toString())
                                    .thenComparingInt(GlLine::line),
                            "Entered_Date, Journal_ID, Journal_ID_Line_Number")
                    .asFacts();

    private static CsvColumn<GlLine> empty(String name) {
        return CsvColumn.text(name, row -> null);
    }

    private JournalEntry entry() {
        return booked.entry();
    }

    private Posting posting() {
        return entry().postings().get(line - 1);
    }

    private Money amount() {
        return posting().amount();
    }

    private String description() {
        StringBuilder words = new StringBuilder(posting().account().path());
        for (String name : REFS) {
            String id = entry().ref().get(name);
            if (id != null) {
                words.append(' ').append(name).append('=').append(id);
            }
        }
        return cut(DESCRIPTION, words.toString());
    }

    /** The first word of the source key. */
    private String source() {
        String key = entry().source().text();
        int colon = key.indexOf(':');
        return cut(25, colon < 0 ? key : key.substring(0, colon)).toUpperCase(Locale.ROOT);
    }

    private @Nullable String approvedOn() {
        return booked.approvedOn() == null ? null : booked.approvedOn().toString();
    }

    /** 1 takes an entry back, 2 was taken back within the month. */
    private @Nullable Integer reversal() {
        if (entry().reverses() != null) {
            return 1;
        }
        return booked.reversedBy() == null ? null : 2;
    }

    private @Nullable String reversalId() {
        EntryId other = entry().reverses() == null ? booked.reversedBy() : entry().reverses();
        return other == null ? null : other.toString();
    }

    private static @Nullable String atMost(int length, @Nullable String text) {
        return text == null ? null : cut(length, text);
    }

    /** No longer than the standard allows, and no character halved. */
    private static String cut(int length, String text) {
        if (text.length() <= length) {
            return text;
        }
        boolean halves = Character.isHighSurrogate(text.charAt(length - 1));
        return text.substring(0, halves ? length - 1 : length);
    }
}
