package com.illuvrse.finance.exporters.books;

import com.illuvrse.finance.exporters.lineage.Amount;
import com.illuvrse.finance.exporters.lineage.Condition;
import com.illuvrse.finance.exporters.lineage.Facts;
import com.illuvrse.finance.exporters.lineage.Origin;
import com.illuvrse.finance.exporters.report.Csv;
import com.illuvrse.finance.money.Money;
import java.io.IOException;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;

/**
 * Journals of QuickBooks: one a day in the reporting currency, debits and credits apart, accounts
 * by name.
 */
public record QuickBooksImport(String entity, DateTimeFormatter dates, int maxLines)
        implements ImportFormat {

    @Override
    public String name() {
        return "import-quickbooks";
    }

    @Override
    public String header() {
        return "journal_quickbooks";
    }

    @Override
    public List<String> key() {
        return List.of("Journal No", "Account Name");
    }

    @Override
    public Map<String, Origin> figures() {
        return Map.of("Debits", net(GlLine.REPORTING), "Credits", net(GlLine.REPORTING.negated()));
    }

    private static Origin net(Amount amount) {
        return Origin.sum(
                GlLine.FACTS,
                amount,
                Condition.through(
                        "GL_Account_Number is that of the row's Account Name",
                        "Account Name",
                        "GL_Account_Number",
                        Facts.file("chart-of-accounts.csv", "GL_Account_Number"),
                        "GL_Account_Number",
                        "GL_Account_Name"),
                ImportFormat.ofDayIn("Journal No", 0));
    }

    @Override
    public void write(Csv csv, DayJournal journal) throws IOException {
        for (DayJournal.Line line : journal.lines()) {
            csv.text("FIN-" + journal.day())
                    .text(dates.format(journal.day()))
                    .text(ImportFormat.oneLine(line.account().name()));
            sides(csv, line.net());
            csv.text(entity + " " + journal.day())
                    .nothing()
                    .text(journal.currency().code())
                    .nothing()
                    .nothing()
                    .endRow();
        }
    }

    /** Debit and credit, unsigned, one of them empty. */
    static void sides(Csv csv, Money net) throws IOException {
        if (net.isNegative()) {
            csv.nothing().figure(net.abs().toMajor());
        } else {
            csv.figure(net.toMajor()).nothing();
        }
    }
}
