package com.illuvrse.finance.exporters.informationreturn;

import com.illuvrse.finance.exporters.lineage.Amount;
import com.illuvrse.finance.exporters.lineage.Condition;
import com.illuvrse.finance.exporters.lineage.Facts;
import com.illuvrse.finance.exporters.lineage.Measure;
import com.illuvrse.finance.exporters.lineage.Origin;
import com.illuvrse.finance.exporters.lineage.Sheet;
import com.illuvrse.finance.exporters.report.CsvTable;
import com.illuvrse.finance.exporters.report.CsvTable.CsvColumn;
import com.illuvrse.finance.informationreturn.Corrections;
import com.illuvrse.finance.informationreturn.ForeignForm;
import com.illuvrse.finance.informationreturn.IncomeForm;
import com.illuvrse.finance.informationreturn.SalesForm;
import com.illuvrse.finance.informationreturn.TaxForm;
import com.illuvrse.finance.informationreturn.TaxPayee;
import com.illuvrse.finance.money.Money;
import com.illuvrse.finance.payout.TaxStatus;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
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

    /** What no file of the set holds: parts of sales that came back, and the commission. */
    public static final Facts MEMO = Facts.ofLedger("refunds and commission", "entry_id");

    private static final Origin GROSS =
            Origin.sum(
                    SaleRow.FACTS,
                    Amount.of("gross_usd"),
                    Condition.same("payee_ref"),
                    Condition.is("excluded_reason", "", "FOREIGN_PAYEE"));
    private static final Origin.Sum SOLD_PAYMENTS =
            Origin.sum(
                    PaidRow.FACTS,
                    Amount.of("withheld_usd"),
                    Condition.same("payee_ref"),
                    Condition.is("excluded_reason", "REPORTED_ON_1099_K"));
    private static final Condition OF_FORM_OR_REST =
            Condition.that(
                    "form is 1042-S and the rate the row's box_3b_rate, or, in a row without a"
                            + " rate, excluded_reason is NOT_US_SOURCE or NOT_REPORTABLE",
                    FormTables::isOfForeign);

    private final Filer filer;
    private final Corrections corrections;

    public FormTables(Filer filer, Corrections corrections) {
        this.filer = filer;
        this.corrections = corrections;
    }

    /** How the cells of every worksheet of the year come about. */
    public static List<Sheet> sheets() {
        FormTables any = new FormTables(new Filer(0, "", "", "", "", ""), Corrections.NONE);
        return List.of(
                any.sales().sheet(KEY),
                any.royalties().sheet(KEY),
                any.services().sheet(KEY),
                any.foreign().sheet(FOREIGN_KEY),
                SaleRow.TABLE.sheet(SaleRow.KEY),
                PaidRow.TABLE.sheet(PaidRow.KEY),
                WithholdingRow.TABLE.sheet(WithholdingRow.KEY));
    }

    /** {@code form-1099-k.csv}. */
    public CsvTable<SalesForm> sales() {
        List<CsvColumn<SalesForm>> columns = new ArrayList<>(begin(SalesForm::payee));
        columns.add(CsvColumn.text("filer_type", row -> "TPSO"));
        columns.add(CsvColumn.text("transaction_type", row -> "third_party_network"));
        columns.add(money("gross_amount", SalesForm::gross, GROSS));
        columns.add(money("card_not_present", SalesForm::gross, GROSS));
        columns.add(
                CsvColumn.<SalesForm>text("mcc", row -> filer.mcc())
                        .from(Origin.setting("reports.us.mcc")));
        columns.add(
                CsvColumn.figure("transaction_count", SalesForm::charges)
                        .from(
                                Origin.sum(
                                                SaleRow.FACTS,
                                                Amount.of("gross_minor"),
                                                Condition.same("payee_ref"),
                                                Condition.is(
                                                        "excluded_reason", "", "FOREIGN_PAYEE"))
                                        .by(Measure.countOfNotZero("stripe_id"))));
        columns.add(money("fed_withheld", SalesForm::withheld, SOLD_PAYMENTS));
        for (int month = 0; month < MONTHS.size(); month++) {
            int of = month;
            columns.add(money(MONTHS.get(month), row -> row.months().get(of), soldIn(month + 1)));
        }
        columns.add(
                money(
                        "cash_tips",
                        SalesForm::tips,
                        Origin.sum(
                                SaleRow.FACTS,
                                Amount.of("tips_usd"),
                                Condition.same("payee_ref"),
                                Condition.is("excluded_reason", "", "FOREIGN_PAYEE"))));
        columns.add(CsvColumn.text("ttoc", row -> row.payee().ttoc()));
        columns.addAll(state(SalesForm::payee));
        columns.add(money("memo_refunds", SalesForm::refunds, memo("refunds_usd")));
        columns.add(money("memo_fees", SalesForm::fees, memo("fees_usd")));
        columns.add(
                money(
                        "memo_net_paid",
                        SalesForm::netPaid,
                        Origin.sum(
                                PaidRow.FACTS,
                                Amount.less("gross_usd", "withheld_usd"),
                                Condition.same("payee_ref"),
                                Condition.is("excluded_reason", "REPORTED_ON_1099_K"))));
        columns.add(
                CsvColumn.<SalesForm>text("federal_required", row -> Cells.yes(row.federal()))
                        .from(
                                Origin.byRule(
                                        "us.1099k.tpso.threshold",
                                        "whether gross_amount and transaction_count of all payees"
                                                + " with this tax number are over the federal"
                                                + " threshold, or tax was kept back")));
        columns.add(
                CsvColumn.<SalesForm>text("state_required", row -> Cells.yes(row.state()))
                        .from(
                                Origin.byRule(
                                        "us.state.1099k.threshold",
                                        "whether the state of the payee on 31 December asks for a"
                                                + " form")));
        columns.add(CsvColumn.text("reason", SalesForm::reason));
        columns.addAll(end(TaxForm.SALES, corrections::corrected));
        return byPayee("form-1099-k.csv", columns, SalesForm::payee);
    }

    /** {@code form-1099-misc.csv}. */
    public CsvTable<IncomeForm> royalties() {
        List<CsvColumn<IncomeForm>> columns = new ArrayList<>(begin(IncomeForm::payee));
        columns.add(money("royalties", IncomeForm::amount, paid(TaxForm.ROYALTIES, "gross_usd")));
        columns.add(
                CsvColumn.<IncomeForm>figure("other_income", row -> "0.00")
                        .from(
                                Origin.told(
                                        "always 0.00: nothing but royalties is paid on this"
                                                + " form")));
        columns.addAll(income(TaxForm.ROYALTIES));
        return byPayee("form-1099-misc.csv", columns, IncomeForm::payee);
    }

    /** {@code form-1099-nec.csv}. */
    public CsvTable<IncomeForm> services() {
        List<CsvColumn<IncomeForm>> columns = new ArrayList<>(begin(IncomeForm::payee));
        columns.add(
                money("nonemployee_comp", IncomeForm::amount, paid(TaxForm.SERVICES, "gross_usd")));
        columns.addAll(income(TaxForm.SERVICES));
        return byPayee("form-1099-nec.csv", columns, IncomeForm::payee);
    }

    /** {@code form-1042-s.csv}. */
    public CsvTable<ForeignForm> foreign() {
        List<CsvColumn<ForeignForm>> columns = new ArrayList<>();
        columns.add(year(filer));
        columns.add(form("unique_form_identifier", row -> row.identifier(filer.year())));
        columns.add(
                form(
                        "amendment_number",
                        row -> Integer.toString(corrections.amendments(row, filer.year()))));
        columns.add(CsvColumn.text("payee_ref", row -> row.payee().payee().payee()));
        columns.add(CsvColumn.text("box_1_income_code", ForeignForm::incomeCode));
        columns.add(
                CsvColumn.<ForeignForm>figure(
                                "box_2_gross_income", row -> ForeignForm.dollars(row.gross()))
                        .from(foreign("gross_usd").by(Measure.WHOLE)));
        columns.add(form("box_3_indicator", row -> "3"));
        columns.add(CsvColumn.text("box_3a_exemption", ForeignForm::exemption));
        columns.add(form("box_3b_rate", ForeignForm::percent));
        columns.add(form("box_4a_exemption", row -> filer.chapter4Exemption()));
        columns.add(form("box_4b_rate", row -> "0.00"));
        columns.add(
                CsvColumn.<ForeignForm>figure(
                                "box_7a_fed_withheld", row -> ForeignForm.dollars(row.withheld()))
                        .from(foreign("withheld_usd").by(Measure.WHOLE)));
        columns.add(
                CsvColumn.<ForeignForm>figure(
                                "box_10_total_credit", row -> ForeignForm.dollars(row.withheld()))
                        .from(foreign("withheld_usd").by(Measure.WHOLE)));
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
        columns.add(money("exact_gross", ForeignForm::gross, foreign("gross_usd")));
        columns.add(money("exact_withheld", ForeignForm::withheld, foreign("withheld_usd")));
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
                year(filer),
                CsvColumn.<R>text("payer_ref", row -> filer.payer())
                        .from(Origin.setting("reports.us.payer")),
                CsvColumn.text("payee_ref", row -> payee.apply(row).payee().payee()),
                CsvColumn.text("account_number", row -> payee.apply(row).payee().payee()),
                CsvColumn.<R>text("payee_tin_last4", row -> payee.apply(row).tinLast4())
                        .from(Origin.payee("tinLast4")),
                CsvColumn.<R>text("tin_status", row -> payee.apply(row).tinStatus())
                        .from(Origin.payee("tinStatus")));
    }

    private static <R> List<CsvColumn<R>> state(Function<R, TaxPayee> payee) {
        return List.of(
                CsvColumn.<R>text("state", row -> Cells.state(payee.apply(row)))
                        .from(Origin.payee("region")),
                CsvColumn.text("state_id", row -> null),
                CsvColumn.<R>figure(
                                "state_withheld",
                                row -> Cells.state(payee.apply(row)) == null ? null : "0.00")
                        .from(Origin.told("always 0.00: no tax is kept back for a state")));
    }

    private <R> List<CsvColumn<R>> end(TaxForm form, Function<R, Optional<String>> corrected) {
        String layout = form.layout(filer.year());
        return List.of(
                CsvColumn.text("form_layout_id", row -> layout),
                CsvColumn.text("corrected", row -> Cells.yes(corrected.apply(row).isPresent())),
                CsvColumn.text("original_record_id", row -> corrected.apply(row).orElse(null)));
    }

    private List<CsvColumn<IncomeForm>> income(TaxForm form) {
        List<CsvColumn<IncomeForm>> columns = new ArrayList<>();
        columns.add(money("fed_withheld", IncomeForm::withheld, paid(form, "withheld_usd")));
        columns.add(CsvColumn.text("cash_tips", row -> null));
        columns.add(CsvColumn.text("ttoc", row -> row.payee().ttoc()));
        columns.addAll(state(IncomeForm::payee));
        columns.add(
                CsvColumn.<IncomeForm>figure(
                                "state_income",
                                row ->
                                        Cells.state(row.payee()) == null
                                                ? null
                                                : row.amount().toMajor())
                        .from(paid(form, "gross_usd")));
        columns.add(
                CsvColumn.figure("payment_count", IncomeForm::payments)
                        .from(
                                paid(form, "gross_minor")
                                        .by(Measure.countOfNotZero("payment_entry_id"))));
        columns.add(
                CsvColumn.<IncomeForm>text("first_payment", row -> row.first().toString())
                        .from(
                                Origin.told(
                                        "the earliest paid_on of the payee's facts of this form in"
                                                + " payment-facts.csv")));
        columns.add(
                CsvColumn.<IncomeForm>text("last_payment", row -> row.last().toString())
                        .from(
                                Origin.told(
                                        "the latest paid_on of the payee's facts of this form in"
                                                + " payment-facts.csv")));
        columns.add(
                CsvColumn.<IncomeForm>text("required", row -> Cells.yes(row.required()))
                        .from(
                                Origin.byRule(
                                        form == TaxForm.ROYALTIES
                                                ? "us.1099misc.royalties.threshold"
                                                : "us.1099nec.threshold",
                                        "whether the payments to all payees with this tax number"
                                                + " reach the threshold, or tax was kept back")));
        columns.add(CsvColumn.text("reason", IncomeForm::reason));
        columns.addAll(end(form, corrections::corrected));
        return columns;
    }

    private static <R> CsvColumn<R> money(String name, Function<R, Money> amount, Origin origin) {
        return CsvColumn.<R>figure(name, row -> amount.apply(row).toMajor()).from(origin);
    }

    private static <R> CsvColumn<R> year(Filer filer) {
        return CsvColumn.<R>figure("tax_year", row -> filer.year())
                .from(Origin.told("the year of the set"));
    }

    private static Origin soldIn(int month) {
        String begins = String.format(Locale.ROOT, "-%02d-", month);
        return Origin.sum(
                        SaleRow.FACTS,
                        Amount.of("gross_usd"),
                        Condition.same("payee_ref"),
                        Condition.is("excluded_reason", "", "FOREIGN_PAYEE"))
                .and(
                        Condition.that(
                                "local_date is in month " + month,
                                (row, fact) ->
                                        String.valueOf(fact.get("local_date")).contains(begins)));
    }

    private static Origin memo(String column) {
        return Origin.sum(MEMO, Amount.of(column), Condition.same("payee_ref"));
    }

    private static Origin.Sum paid(TaxForm form, String column) {
        return Origin.sum(
                PaidRow.FACTS,
                Amount.of(column),
                Condition.same("payee_ref"),
                Condition.is("form", form.number()));
    }

    private static Origin.Sum foreign(String column) {
        return Origin.sum(
                PaidRow.FACTS, Amount.of(column), Condition.same("payee_ref"), OF_FORM_OR_REST);
    }

    private static boolean isOfForeign(Map<String, String> row, Map<String, String> fact) {
        String percent = String.valueOf(row.get("box_3b_rate"));
        if (percent.isEmpty()) {
            return List.of("NOT_US_SOURCE", "NOT_REPORTABLE").contains(fact.get("excluded_reason"));
        }
        return TaxForm.FOREIGN.number().equals(fact.get("form"))
                && Amount.number(fact, "rate")
                                .movePointRight(2)
                                .setScale(2, RoundingMode.HALF_UP)
                                .compareTo(new BigDecimal(percent))
                        == 0;
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
