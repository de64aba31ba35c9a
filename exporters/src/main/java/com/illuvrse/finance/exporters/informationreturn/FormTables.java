package com.illuvrse.finance.exporters.informationreturn;

import com.illuvrse.finance.exporters.report.CsvTable;
import com.illuvrse.finance.exporters.report.CsvTable.CsvColumn;
import com.illuvrse.finance.informationreturn.ForeignForm;
import com.illuvrse.finance.informationreturn.IncomeForm;
import com.illuvrse.finance.informationreturn.SalesForm;
import com.illuvrse.finance.informationreturn.TaxForm;
import com.illuvrse.finance.informationreturn.TaxPayee;
import com.illuvrse.finance.money.Money;
import com.illuvrse.finance.payout.TaxStatus;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The worksheets of the forms. Columns say what they mean; which box they go to is the filer's
 * template of the year.
 */
public final class FormTables {

    public static final String SALES = "form_1099k_worksheet";
    public static final String ROYALTIES = "form_1099misc_worksheet";
    public static final String SERVICES = "form_1099nec_worksheet";
    public static final String FOREIGN = "form_1042s_worksheet";
    public static final List<String> KEY = List.of("payee_ref");
    public static final List<String> FOREIGN_KEY =
            List.of("payee_ref", "box_3b_rate", "box_3a_exemption");

    private static final List<String> MONTHS =
            List.of(
                    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov",
                    "dec");

    private final Filer filer;

    public FormTables(Filer filer) {
        this.filer = filer;
    }

    /** {@code form-1099-k.csv}. */
    public CsvTable<SalesForm> sales() {
        List<CsvColumn<SalesForm>> columns = new ArrayList<>(begin(SalesForm::payee));
        columns.add(CsvColumn.text("filer_type", row -> "TPSO"));
        columns.add(CsvColumn.text("transaction_type", row -> "third_party_network"));
        columns.add(money("gross_amount", SalesForm::gross));
        columns.add(money("card_not_present", SalesForm::gross));
        columns.add(CsvColumn.text("mcc", row -> filer.mcc()));
        columns.add(CsvColumn.figure("transaction_count", SalesForm::charges));
        columns.add(money("fed_withheld", SalesForm::withheld));
        for (int month = 0; month < MONTHS.size(); month++) {
            int of = month;
            columns.add(money(MONTHS.get(month), row -> row.months().get(of)));
        }
        columns.add(money("cash_tips", SalesForm::tips));
        columns.add(CsvColumn.text("ttoc", row -> row.payee().ttoc()));
        columns.addAll(state(SalesForm::payee));
        columns.add(money("memo_refunds", SalesForm::refunds));
        columns.add(money("memo_fees", SalesForm::fees));
        columns.add(money("memo_net_paid", SalesForm::netPaid));
        columns.add(CsvColumn.text("federal_required", row -> Cells.yes(row.federal())));
        columns.add(CsvColumn.text("state_required", row -> Cells.yes(row.state())));
        columns.add(CsvColumn.text("reason", SalesForm::reason));
        columns.addAll(end(TaxForm.SALES));
        return byPayee("form-1099-k.csv", columns, SalesForm::payee);
    }

    /** {@code form-1099-misc.csv}. */
    public CsvTable<IncomeForm> royalties() {
        List<CsvColumn<IncomeForm>> columns = new ArrayList<>(begin(IncomeForm::payee));
        columns.add(money("royalties", IncomeForm::amount));
        columns.add(CsvColumn.figure("other_income", row -> "0.00"));
        columns.addAll(income(TaxForm.ROYALTIES));
        return byPayee("form-1099-misc.csv", columns, IncomeForm::payee);
    }

    /** {@code form-1099-nec.csv}. */
    public CsvTable<IncomeForm> services() {
        List<CsvColumn<IncomeForm>> columns = new ArrayList<>(begin(IncomeForm::payee));
        columns.add(money("nonemployee_comp", IncomeForm::amount));
        columns.addAll(income(TaxForm.SERVICES));
        return byPayee("form-1099-nec.csv", columns, IncomeForm::payee);
    }

    /** {@code form-1042-s.csv}. */
    public CsvTable<ForeignForm> foreign() {
        List<CsvColumn<ForeignForm>> columns = new ArrayList<>();
        columns.add(CsvColumn.figure("tax_year", row -> filer.year()));
        columns.add(form("unique_form_identifier", row -> row.identifier(filer.year())));
        columns.add(form("amendment_number", row -> "0"));
        columns.add(CsvColumn.text("payee_ref", row -> row.payee().payee().payee()));
        columns.add(CsvColumn.text("box_1_income_code", ForeignForm::incomeCode));
        columns.add(
                CsvColumn.figure("box_2_gross_income", row -> ForeignForm.dollars(row.gross())));
        columns.add(form("box_3_indicator", row -> "3"));
        columns.add(CsvColumn.text("box_3a_exemption", ForeignForm::exemption));
        columns.add(form("box_3b_rate", ForeignForm::percent));
        columns.add(form("box_4a_exemption", row -> filer.chapter4Exemption()));
        columns.add(form("box_4b_rate", row -> "0.00"));
        columns.add(
                CsvColumn.figure(
                        "box_7a_fed_withheld", row -> ForeignForm.dollars(row.withheld())));
        columns.add(
                CsvColumn.figure(
                        "box_10_total_credit", row -> ForeignForm.dollars(row.withheld())));
        columns.add(form("box_12b_agent_ch3", row -> filer.agentChapter3()));
        columns.add(form("box_12c_agent_ch4", row -> filer.agentChapter4()));
        columns.add(CsvColumn.text("box_13b_country", row -> row.payee().payee().country()));
        columns.add(CsvColumn.text("box_13f_recipient_ch3", row -> row.payee().chapter3Status()));
        columns.add(CsvColumn.text("box_13g_recipient_ch4", row -> row.payee().chapter4Status()));
        columns.add(
                CsvColumn.text(
                        "box_13i_foreign_tin_present", row -> Cells.yes(tax(row).hasForeignTin())));
        columns.add(CsvColumn.text("box_13j_lob", row -> row.payee().lob()));
        columns.add(CsvColumn.text("box_13l_dob_present", row -> null));
        columns.add(CsvColumn.text("w8_form", row -> tax(row).form()));
        columns.add(CsvColumn.text("w8_signed", row -> day(tax(row).certifiedOn())));
        columns.add(CsvColumn.text("w8_valid_until", row -> day(row.validUntil())));
        columns.add(CsvColumn.text("treaty_country", row -> row.payee().treatyCountry()));
        columns.add(CsvColumn.text("treaty_article", row -> row.payee().treatyArticle()));
        columns.add(form("us_source_basis", row -> "PLACE_OF_USE"));
        columns.add(money("exact_gross", ForeignForm::gross));
        columns.add(money("exact_withheld", ForeignForm::withheld));
        columns.add(CsvColumn.text("required", row -> Cells.yes(row.required())));
        columns.add(CsvColumn.text("reason", ForeignForm::reason));
        return new CsvTable<>(
                "form-1042-s.csv",
                columns,
                Comparator.comparing((ForeignForm row) -> row.payee().payee().payee())
                        .thenComparing(
                                ForeignForm::rate, Comparator.nullsFirst(Comparator.naturalOrder()))
                        .thenComparing(ForeignForm::exemption),
                "payee_ref, rate, exemption");
    }

    private static TaxStatus tax(ForeignForm row) {
        return row.payee().payee().tax();
    }

    /** A cell of forms; empty in a row that needs none. */
    private static CsvColumn<ForeignForm> form(String name, Function<ForeignForm, String> cell) {
        return CsvColumn.text(name, row -> row.required() ? cell.apply(row) : null);
    }

    private static @Nullable String day(@Nullable LocalDate day) {
        return day == null ? null : day.toString();
    }

    private <R> List<CsvColumn<R>> begin(Function<R, TaxPayee> payee) {
        return List.of(
                CsvColumn.figure("tax_year", row -> filer.year()),
                CsvColumn.text("payer_ref", row -> filer.payer()),
                CsvColumn.text("payee_ref", row -> payee.apply(row).payee().payee()),
                CsvColumn.text("account_number", row -> payee.apply(row).payee().payee()),
                CsvColumn.text("payee_tin_last4", row -> payee.apply(row).tinLast4()),
                CsvColumn.text("tin_status", row -> payee.apply(row).tinStatus()));
    }

    private static <R> List<CsvColumn<R>> state(Function<R, TaxPayee> payee) {
        return List.of(
                CsvColumn.text("state", row -> Cells.state(payee.apply(row))),
                CsvColumn.text("state_id", row -> null),
                CsvColumn.figure(
                        "state_withheld",
                        row -> Cells.state(payee.apply(row)) == null ? null : "0.00"));
    }

    private <R> List<CsvColumn<R>> end(TaxForm form) {
        String layout = form.layout(filer.year());
        return List.of(
                CsvColumn.text("form_layout_id", row -> layout),
                CsvColumn.text("corrected", row -> "N"),
                CsvColumn.text("original_record_id", row -> null));
    }

    private List<CsvColumn<IncomeForm>> income(TaxForm form) {
        List<CsvColumn<IncomeForm>> columns = new ArrayList<>();
        columns.add(money("fed_withheld", IncomeForm::withheld));
        columns.add(CsvColumn.text("cash_tips", row -> null));
        columns.add(CsvColumn.text("ttoc", row -> row.payee().ttoc()));
        columns.addAll(state(IncomeForm::payee));
        columns.add(
                CsvColumn.figure(
                        "state_income",
                        row -> Cells.state(row.payee()) == null ? null : row.amount().toMajor()));
        columns.add(CsvColumn.figure("payment_count", IncomeForm::payments));
        columns.add(CsvColumn.text("first_payment", row -> row.first().toString()));
        columns.add(CsvColumn.text("last_payment", row -> row.last().toString()));
        columns.add(CsvColumn.text("required", row -> Cells.yes(row.required())));
        columns.add(CsvColumn.text("reason", IncomeForm::reason));
        columns.addAll(end(form));
        return columns;
    }

    private static <R> CsvColumn<R> money(String name, Function<R, Money> amount) {
        return CsvColumn.figure(name, row -> amount.apply(row).toMajor());
    }

    private static <R> CsvTable<R> byPayee(
            String file, List<CsvColumn<R>> columns, Function<R, TaxPayee> payee) {
        return new CsvTable<>(
                file,
                columns,
                Comparator.comparing((R row) -> payee.apply(row).payee().payee()),
                "payee_ref");
    }
}
