package com.illuvrse.finance.exporters.salestax;

import com.illuvrse.finance.exporters.report.CsvTable;
import com.illuvrse.finance.exporters.report.CsvTable.CsvColumn;
import com.illuvrse.finance.journal.Period;
import com.illuvrse.finance.money.Money;
import com.illuvrse.finance.salestax.Registration;
import com.illuvrse.finance.salestax.StateRow;
import java.util.Comparator;
import java.util.List;
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

    public CsvTable<StateRow> table() {
        return new CsvTable<>(
                "state-summary.csv",
                List.of(
                        CsvColumn.text("State", StateRow::state),
                        CsvColumn.text("Period", row -> month.name()),
                        CsvColumn.text("Filing_Role", row -> role),
                        money("Gross_Sales", StateRow::gross),
                        money("Returns_Allowances", StateRow::returns),
                        money("Exempt_Sales", StateRow::exempt),
                        money("Taxable_Sales", StateRow::taxable),
                        money("State_Tax", StateRow::stateTax),
                        money("Local_Tax", StateRow::localTax),
                        money("Tax_Collected", StateRow::collected),
                        money("Tax_Due", StateRow::due),
                        money("Rounding_Difference", StateRow::difference),
                        CsvColumn.figure("Order_Count", StateRow::orders),
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

    private static CsvColumn<StateRow> money(String name, Function<StateRow, Money> amount) {
        return CsvColumn.figure(name, row -> amount.apply(row).toMajor());
    }
}
