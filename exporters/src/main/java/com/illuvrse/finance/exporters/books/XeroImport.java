package com.illuvrse.finance.exporters.books;

import com.illuvrse.finance.exporters.lineage.Condition;
import com.illuvrse.finance.exporters.lineage.Origin;
import com.illuvrse.finance.exporters.report.Csv;
import java.io.IOException;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;

/**
 * Manual journals of Xero: one a day in the reporting currency, signed amounts, accounts by number.
 *
 * @param entity first word of the narration
 * @param taxRate name of the tax rate of every line, as Xero has it
 */
public record XeroImport(String entity, DateTimeFormatter dates, String taxRate, int maxLines)
        implements ImportFormat {

    @Override
    public String name() {
        return "import-xero";
    }

    @Override
    public String header() {
        return "journal_xero";
    }

    @Override
    public List<String> key() {
        return List.of("*Narration", "*AccountCode");
    }

    @Override
    public Map<String, Origin> figures() {
        return Map.of(
                "*Amount",
                Origin.sum(
                        GlLine.FACTS,
                        GlLine.REPORTING,
                        Condition.same("*AccountCode", "GL_Account_Number"),
                        ImportFormat.ofDayIn("*Narration", 0)));
    }

    @Override
    public void write(Csv csv, DayJournal journal) throws IOException {
        for (DayJournal.Line line : journal.lines()) {
            csv.text(entity + " " + journal.day())
                    .text(dates.format(journal.day()))
                    .text(ImportFormat.oneLine(line.account().name()))
                    .text(line.account().number())
                    .text(taxRate)
                    .figure(line.net().toMajor())
                    .nothing()
                    .nothing()
                    .nothing()
                    .nothing()
                    .endRow();
        }
    }
}
