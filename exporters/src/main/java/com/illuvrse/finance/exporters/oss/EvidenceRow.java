package com.illuvrse.finance.exporters.oss;

import com.illuvrse.finance.exporters.lineage.Facts;
import com.illuvrse.finance.exporters.lineage.Origin;
import com.illuvrse.finance.exporters.report.CsvTable;
import com.illuvrse.finance.exporters.report.CsvTable.CsvColumn;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.Money;
import com.illuvrse.finance.oss.Judgement;
import com.illuvrse.finance.oss.MemberStates;
import com.illuvrse.finance.oss.Supply;
import com.illuvrse.finance.oss.VatBuyer.Evidence;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code vat-evidence.csv}: one order line to the Union, or with a tax of a member state,
 * sold or taken back. Kept ten years.
 *
 * @param description what the order calls the thing sold
 * @param quantity as ordered; null when the order does not say
 * @param document number of the invoice or credit note; null when there is none
 */
public record EvidenceRow(
        Supply supply,
        Judgement judged,
        @Nullable String description,
        @Nullable Long quantity,
        @Nullable String document) {

    public static final String HEADER = "vat_transaction_evidence";
    public static final List<String> KEY =
            List.of("tax_point", "order_id", "order_line", "entry_id");

    public static final Comparator<EvidenceRow> ORDER =
            Comparator.comparing((EvidenceRow row) -> row.supply.day())
                    .thenComparing(row -> row.supply.order())
                    .thenComparing(row -> row.supply.line().line())
                    .thenComparing(row -> row.supply.entry());

    /** The facts the return is added up from. */
    static final Facts FACTS = Facts.file("vat-evidence.csv", "order_id", "entry_id", "refund_of");

    private static final Origin CHARGED =
            Origin.itself(
                    "what the buyer was charged for the order line, or got back, as the invoice or"
                            + " credit note says",
                    "entry_id",
                    "refund_of");

    public static final CsvTable<EvidenceRow> TABLE =
            new CsvTable<>(
                            "vat-evidence.csv",
                            List.of(
                                    CsvColumn.text(
                                            "entry_id", row -> row.supply.entry().toString()),
                                    CsvColumn.text("order_id", row -> row.supply.order()),
                                    CsvColumn.text("order_line", row -> row.supply.line().line()),
                                    CsvColumn.date("tax_point", row -> row.supply.day().toString()),
                                    CsvColumn.text(
                                            "member_state_of_consumption",
                                            row ->
                                                    row.judged.state() == null
                                                            ? null
                                                            : MemberStates.onReturn(
                                                                    row.judged.state())),
                                    CsvColumn.<EvidenceRow>text(
                                                    "supply_type", row -> row.judged.supplyType())
                                            .from(
                                                    Origin.byRule(
                                                            "vat.supply_type",
                                                            "what the kind of the order's line"
                                                                    + " is")),
                                    CsvColumn.text("description", EvidenceRow::description),
                                    CsvColumn.whole("quantity", EvidenceRow::quantity)
                                            .from(
                                                    Origin.told(
                                                            "as ordered, of the order's line in the"
                                                                    + " feed")),
                                    CsvColumn.<EvidenceRow>decimal(
                                                    "taxable_amount",
                                                    row -> row.major(row.supply.taxable()))
                                            .from(CHARGED),
                                    CsvColumn.text("currency", row -> row.currency().code()),
                                    CsvColumn.<EvidenceRow>decimal(
                                                    "vat_rate", row -> row.judged.rate())
                                            .from(
                                                    Origin.told(
                                                            "the rate of the state's tax on the"
                                                                    + " order's line in the feed, in"
                                                                    + " percent")),
                                    CsvColumn.<EvidenceRow>decimal(
                                                    "vat_amount", row -> row.major(row.vat()))
                                            .from(CHARGED),
                                    CsvColumn.date(
                                            "payment_date", row -> row.supply.day().toString()),
                                    CsvColumn.<EvidenceRow>decimal(
                                                    "payment_amount",
                                                    row ->
                                                            row.major(
                                                                    Math.addExact(
                                                                            row.supply.taxable(),
                                                                            row.tax())))
                                            .from(CHARGED),
                                    CsvColumn.flag("prepayment", row -> "N"),
                                    CsvColumn.text("invoice_id", EvidenceRow::document),
                                    CsvColumn.text(
                                            "customer_type",
                                            row -> row.supply.buyer().isBusiness() ? "B2B" : "B2C"),
                                    CsvColumn.text(
                                            "customer_vat_id", row -> row.supply.buyer().vatId()),
                                    CsvColumn.text(
                                            "vies_consultation_no",
                                            row -> row.supply.buyer().vies()),
                                    CsvColumn.text(
                                            "evidence_1_type",
                                            row -> row.evidence(0, Evidence::type)),
                                    CsvColumn.text(
                                            "evidence_1_value",
                                            row -> row.evidence(0, Evidence::country)),
                                    CsvColumn.text(
                                            "evidence_2_type",
                                            row -> row.evidence(1, Evidence::type)),
                                    CsvColumn.text(
                                            "evidence_2_value",
                                            row -> row.evidence(1, Evidence::country)),
                                    CsvColumn.flag(
                                            "evidence_consistent",
                                            row -> row.supply.buyer().isProven() ? "Y" : "N"),
                                    CsvColumn.text("deemed_supplier_basis", row -> null),
                                    CsvColumn.text(
                                            "refund_of",
                                            row ->
                                                    row.supply.cause() == Supply.Cause.SALE
                                                            ? null
                                                            : row.supply.sale().toString()),
                                    CsvColumn.text(
                                            "scheme_result", row -> row.judged.result().name())),
                            ORDER,
                            "tax_point, order_id, line, entry")
                    .asFacts();

    private Currency currency() {
        return supply.charged().currency();
    }

    private String major(long minor) {
        return Money.of(minor, currency()).toMajor();
    }

    /** All taxes the buyer paid on the line. */
    private long tax() {
        return supply.charged().amounts().values().stream().reduce(0L, Math::addExact);
    }

    /** The tax of the buyer's country. */
    private long vat() {
        String state = judged.state();
        return state == null ? 0 : supply.charged().amounts().getOrDefault(state, 0L);
    }

    private @Nullable String evidence(int place, Function<Evidence, @Nullable String> part) {
        List<Evidence> shown = supply.buyer().shown();
        return place < shown.size() ? part.apply(shown.get(place)) : null;
    }
}
