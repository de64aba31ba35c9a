package com.illuvrse.finance.jobs.report;

import com.illuvrse.finance.exporters.salestax.StateTable;
import com.illuvrse.finance.jobs.postgres.Database;
import com.illuvrse.finance.jobs.postgres.ReferenceRates;
import com.illuvrse.finance.jobs.postgres.TaxFacts;
import com.illuvrse.finance.jobs.postgres.TaxFacts.Moved;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.DayRate;
import com.illuvrse.finance.money.DayRates;
import com.illuvrse.finance.money.Money;
import com.illuvrse.finance.money.ReferenceRate;
import com.illuvrse.finance.order.OrderLine;
import com.illuvrse.finance.oss.Supply;
import com.illuvrse.finance.salestax.SalesTaxMonth;
import com.illuvrse.finance.salestax.SoldLine;
import com.illuvrse.finance.salestax.StateFiling;
import com.illuvrse.finance.tax.TaxRules;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Stream;

/**
 * Writes the month's sales tax by state (reports, section 3.4). Sales and what was taken back
 * stream from the sealed entries; what is kept are sums. An order charged to its creator's own
 * account has taxes of the creator's own and is not in it.
 */
final class MakeSalesTax implements SetMaker {

    private static final Currency USD = Currency.of("USD");
    private static final String US = "US";
    private static final String MAX_AGE = "fx.reference.max_age_days";

    private final ReportPeriod period;
    private final ReportSettings.SalesTax settings;
    private final StateTable table;
    private final TaxFacts facts;
    private final DayRates rates;
    private final Set<ReferenceRate> used = new HashSet<>();
    private final Worksheets worksheets;

    MakeSalesTax(
            Database database,
            ReportPeriod period,
            ReportSettings.SalesTax settings,
            TaxRules rules,
            Path folder) {
        this.period = period;
        this.settings = settings;
        this.table = new StateTable(period.period(), settings.role());
        this.facts =
                new TaxFacts(
                        database,
                        period.period(),
                        settings.zone(),
                        period.known(),
                        List.of(),
                        List.of(US + "-%"));
        int age = rules.on(MAX_AGE, period.lastSealed()).number();
        this.rates =
                new DayRates(
                        new ReferenceRates(database)
                                .between(period.firstDay().minusDays(age), period.known()),
                        age);
        this.worksheets = new Worksheets(folder);
    }

    @Override
    public MadeSet make() throws IOException {
        SalesTaxMonth month = new SalesTaxMonth(period.period(), settings.registrations());
        addAll(month);
        facts.withoutOrder()
                .forEach(each -> month.exclude(Money.of(each.amount(), each.currency())));
        StateFiling filing = month.filing();
        worksheets.write(table.table(), filing.rows(), StateTable.HEADER, StateTable.KEY);
        return new MadeSet(
                worksheets.files(),
                TaxAnswers.issues(ReportKind.US_SALES_TAX, period, filing.questions()),
                TaxAnswers.ties("sales_tax", facts.totals(), filing.ties()),
                List.of(),
                TaxAnswers.sorted(used));
    }

    @Override
    public void tell(ToldFacts told) {
        addAll(
                new SalesTaxMonth(
                        period.period(),
                        settings.registrations(),
                        share -> told.tell(StateTable.SHARES, StateTable.fact(share))));
    }

    private void addAll(SalesTaxMonth month) {
        try (Stream<Moved> moved = facts.moved(List.of(US))) {
            moved.forEach(each -> add(each, month));
        }
    }

    private void add(Moved moved, SalesTaxMonth month) {
        boolean isDestination = moved.sold().order().destinationPayee() != null;
        if (isDestination || !US.equals(moved.sold().buyer().country())) {
            long tax = moved.taxes().values().stream().reduce(0L, Math::addExact);
            month.exclude(Money.of(tax, moved.settled()));
            return;
        }
        DayRate rate = rates.of(moved.settled(), USD, moved.day()).orElse(null);
        if (rate != null) {
            used.addAll(rate.used());
        }
        List<OrderLine> lines = moved.sold().order().lines();
        List<SortedMap<String, Long>> taxes = moved.taxesOfLines();
        List<Long> nets = moved.netsOfLines();
        List<SoldLine> sold = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            sold.add(
                    new SoldLine(
                            moved.entry(),
                            moved.cause() == Supply.Cause.SALE,
                            moved.sold().order().order(),
                            moved.sold().region(),
                            lines.get(i),
                            Money.of(nets.get(i), moved.settled()),
                            taxes.get(i),
                            rate));
        }
        month.add(sold);
    }
}
