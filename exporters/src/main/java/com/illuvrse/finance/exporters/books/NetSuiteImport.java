package com.illuvrse.finance.exporters.books;

import com.illuvrse.finance.exporters.lineage.Amount;
import com.illuvrse.finance.exporters.lineage.Condition;
import com.illuvrse.finance.exporters.lineage.Origin;
import com.illuvrse.finance.exporters.report.Csv;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.DayRate;
import com.illuvrse.finance.money.Fraction;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * Journals of NetSuite: one for each day and currency, in that currency, with the exchange rate of
 * the day. Its external id is the same whenever it is made, so importing it twice does no harm.
 *
 * @param rates the rate of a day into the reporting currency
 */
public record NetSuiteImport(
        String entity,
        String subsidiary,
        DateTimeFormatter dates,
        int maxLines,
        BiFunction<Currency, LocalDate, Optional<DayRate>> rates)
        implements ImportFormat {

    private static final MathContext DIGITS = new MathContext(15, RoundingMode.HALF_UP);

    @Override
    public String name() {
        return "import-netsuite";
    }

    @Override
    public String header() {
        return "journal_netsuite";
    }

    @Override
    public List<String> key() {
        return List.of("External ID", "Account");
    }

    @Override
    public Map<String, Origin> figures() {
        return Map.of(
                "Debit",
                net(GlLine.AMOUNT),
                "Credit",
                net(GlLine.AMOUNT.negated()),
                "Exchange Rate",
                Origin.told(
                        "the published rate of the day into the reporting currency; the manifest"
                                + " lists it"));
    }

    private static Origin net(Amount amount) {
        return Origin.sum(
                GlLine.FACTS,
                amount,
                Condition.same("Account", "GL_Account_Number"),
                Condition.same("Currency", "Amount_Currency"),
                ImportFormat.ofDayIn("External ID", "-USD".length()));
    }

    @Override
    public void write(Csv csv, DayJournal journal) throws IOException {
        Optional<DayRate> rate = rates.apply(journal.currency(), journal.day());
        for (DayJournal.Line line : journal.lines()) {
            csv.text("%s-%s-%s".formatted(entity, journal.day(), journal.currency()))
                    .text(dates.format(journal.day()))
                    .text(subsidiary)
                    .text(journal.currency().code());
            if (rate.isPresent()) {
                csv.figure(decimal(rate.get().rate()));
            } else {
                csv.nothing();
            }
            csv.text(entity + " " + journal.day()).text(line.account().number());
            QuickBooksImport.sides(csv, line.net());
            csv.text(ImportFormat.oneLine(line.account().name()))
                    .nothing()
                    .nothing()
                    .nothing()
                    .endRow();
        }
    }

    /** Plain digits, at most 15 that count. */
    static String decimal(Fraction rate) {
        BigDecimal decimal =
                new BigDecimal(rate.numerator())
                        .divide(new BigDecimal(rate.denominator()), DIGITS)
                        .stripTrailingZeros();
        return decimal.toPlainString();
    }
}
