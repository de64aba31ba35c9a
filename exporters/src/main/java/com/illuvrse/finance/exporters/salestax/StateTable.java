package com.illuvrse.finance.exporters.salestax;

import com.illuvrse.finance.exporters.lineage.Amount;
import com.illuvrse.finance.exporters.lineage.Condition;
import com.illuvrse.finance.exporters.lineage.Facts;
import com.illuvrse.finance.exporters.lineage.Measure;
import com.illuvrse.finance.exporters.lineage.Origin;
import com.illuvrse.finance.exporters.lineage.Sheet;
import com.illuvrse.finance.exporters.report.CsvTable;
import com.illuvrse.finance.exporters.report.CsvTable.CsvColumn;
import com.illuvrse.finance.journal.Period;
import com.illuvrse.finance.money.Money;
import com.illuvrse.finance.salestax.Registration;
import com.illuvrse.finance.salestax.StateRow;
import com.illuvrse.finance.salestax.StateShare;
import com.illuvrse.finance.salestax.StateShare.Figure;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * {@code state-summary.csv}: a row for every state with a buyer, a tax or a registration, in
 * dollars.
 *
 * @param role in which the filer files, such as {@code MARKETPLACE_FACILITATOR}
 */
public record StateTable(Period month, String role) {

    public static final String HEADER = "us_sales_tax_state_summary";
    public static final List<String> KEY = List.of("State");

    /** What each order line adds, told by the code that adds it up. */
    public static final Facts SHARES = Facts.ofLedger("shares of order lines", "entry_id");

    /** How the cells come about. */
    public static Sheet sheet() {
        return new StateTable(Period.parse("2026-01"), "").table().sheet(KEY);
    }

    /** A share as a fact. */
    public static SortedMap<String, String> fact(StateShare share) {
        TreeMap<String, String> fact = new TreeMap<>();
        fact.put("entry_id", share.line().entry().toString());
        fact.put("order_id", share.line().order());
        fact.put("order_line", share.line().line().line());
        fact.put("State", share.state());
        fact.put("figure", share.figure().name());
        fact.put("jurisdiction", share.jurisdiction());
        fact.put("rate", share.rate() == null ? "" : share.rate().toString());
        fact.put("usd", share.amount().toMajor());
        return fact;
    }

    private static Origin.Sum of(Figure figure) {
        return Origin.sum(
                SHARES,
                Amount.of("usd"),
                Condition.same("State"),
                Condition.is("figure", figure.name()));
    }

    public CsvTable<StateRow> table() {
        return new CsvTable<>(
                "state-summary.csv",
                List.of(
                        CsvColumn.text("State", StateRow::state),
                        CsvColumn.text("Period", row -> month.name()),
                        CsvColumn.<StateRow>text("Filing_Role", row -> role)
                                .from(Origin.setting("reports.sales-tax.role")),
                        money("Gross_Sales", StateRow::gross, of(Figure.GROSS)),
                        money("Returns_Allowances", StateRow::returns, of(Figure.RETURNS)),
                        money("Exempt_Sales", StateRow::exempt, of(Figure.EXEMPT)),
                        money(
                                "Taxable_Sales",
                                StateRow::taxable,
                                Origin.cells("Gross_Sales", "Returns_Allowances", "-Exempt_Sales")),
                        money("State_Tax", StateRow::stateTax, of(Figure.STATE_TAX)),
                        money("Local_Tax", StateRow::localTax, of(Figure.LOCAL_TAX)),
                        money(
                                "Tax_Collected",
                                StateRow::collected,
                                Origin.cells("State_Tax", "Local_Tax")),
                        money(
                                "Tax_Due",
                                StateRow::due,
                                of(Figure.DUE).by(Measure.timesRate("jurisdiction", "rate", 2, 2))),
                        money(
                                "Rounding_Difference",
                                StateRow::difference,
                                Origin.cells("Tax_Due", "-Tax_Collected")),
                        CsvColumn.figure("Order_Count", StateRow::orders)
                                .from(of(Figure.GROSS).by(Measure.countOf("entry_id"))),
                        CsvColumn.text("Registered", row -> row.registration() == null ? "N" : "Y"),
                        CsvColumn.text(
                                "Registration_ID",
                                row -> {
                                    Registration registration = row.registration();
                                    return registration == null ? null : registration.id();
                                })),
                Comparator.comparing(StateRow::state),
                "State");
    }

    private static CsvColumn<StateRow> money(
            String name, Function<StateRow, Money> amount, Origin origin) {
        return CsvColumn.<StateRow>figure(name, row -> amount.apply(row).toMajor()).from(origin);
    }
}
