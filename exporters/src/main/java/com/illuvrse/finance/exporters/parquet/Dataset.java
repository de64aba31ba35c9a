package com.illuvrse.finance.exporters.parquet;

import com.illuvrse.finance.invoice.InvoiceRow;
import com.illuvrse.finance.invoice.InvoiceStepRow;
import com.illuvrse.finance.posting.BalanceTransaction;
import com.illuvrse.finance.reconciliation.AccountBalance;
import com.illuvrse.finance.reconciliation.Break;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/**
 * A kind of Parquet file: its columns, in which order its rows come, and how to write one.
 *
 * <p>Every file holds one accounting day and begins with {@code booked_on}, the day in whose
 * segment the row stands. Money is a column {@code …_minor} in whole minor units, debit or into the
 * balance positive, with {@code currency} and {@code exponent} beside it.
 *
 * @param version raised whenever a column changes its name, type or meaning
 * @param orderedBy the order of the rows in words; no two rows are equal in it
 */
public record Dataset<R>(
        String name,
        int version,
        String explanation,
        List<Column<R, ?>> columns,
        Comparator<R> order,
        String orderedBy) {

    public static final Dataset<PostingRow> POSTINGS =
            Columns.<PostingRow>of("postings", 1, "One row for each line of each entry.")
                    .text("entry_id", "entry", PostingRow::entryId)
                    .number("line", "line of the entry, from 1", PostingRow::line)
                    .date("effective_on", "accounting day of the fact", PostingRow::effectiveOn)
                    .instant("occurred_at", "instant of the fact", PostingRow::occurredAt)
                    .text("account", "account", PostingRow::account)
                    .currency("currency", "exponent", row -> row.amount().currency())
                    .whole("amount_minor", "debit positive", row -> row.amount().minor())
                    .text("source_key", "what was booked", PostingRow::sourceKey)
                    .optionalText("order_id", "order", PostingRow::order)
                    .optionalText("payee", "creator", PostingRow::payee)
                    .optionalText("contract", "contract", PostingRow::contract)
                    .optionalText("stripe_id", "object at Stripe", PostingRow::stripe)
                    .sortedBy("entry_id, line", PostingRow.ORDER);

    public static final Dataset<EntryRow> ENTRIES =
            Columns.<EntryRow>of("entries", 1, "One row for each entry, with the line sealed.")
                    .text("entry_id", "entry", EntryRow::entryId)
                    .whole("seq", "place in the whole ledger, from 1", EntryRow::seq)
                    .text("source_key", "what was booked", EntryRow::sourceKey)
                    .optionalText("memo", "a bookkeeper's words", EntryRow::memo)
                    .flag("late", "whether the fact is of an earlier day", EntryRow::late)
                    .optionalText("reverses", "entry that is taken back", EntryRow::reverses)
                    .text("canonical", "line of `ledger.jsonl`", EntryRow::canonical)
                    .sortedBy("entry_id", Comparator.comparing(EntryRow::entryId));

    public static final Dataset<AccountBalance> BALANCES =
            Columns.<AccountBalance>of(
                            "balances", 1, "One row for each account that moved or had a balance.")
                    .text("account", "account", AccountBalance::account)
                    .currency("currency", "exponent", AccountBalance::currency)
                    .whole("opening_minor", "balance before the day", AccountBalance::opening)
                    .whole("debit_minor", "debits of the day", AccountBalance::debit)
                    .whole("credit_minor", "credits of the day", AccountBalance::credit)
                    .whole("closing_minor", "opening + debit − credit", AccountBalance::closing)
                    .sortedBy(
                            "account, currency",
                            Comparator.comparing(AccountBalance::account)
                                    .thenComparing(AccountBalance::currency));

    public static final Dataset<BalanceTransaction> BALANCE_TRANSACTIONS =
            Columns.<BalanceTransaction>of(
                            "balance_transactions",
                            1,
                            "One row for each movement of a Stripe balance, in Stripe's words.")
                    .text("account", "Stripe account", BalanceTransaction::account)
                    .text("id", "balance transaction", BalanceTransaction::id)
                    .text("type", "Stripe's type", BalanceTransaction::type)
                    .text(
                            "reporting_category",
                            "Stripe's category",
                            BalanceTransaction::reportingCategory)
                    .text("balance_type", "which balance", BalanceTransaction::balanceType)
                    .currency("currency", "exponent", BalanceTransaction::currency)
                    .instant("created", "when it was made", BalanceTransaction::created)
                    .instant("available_on", "when it can be used", BalanceTransaction::availableOn)
                    .whole("amount_minor", "gross", BalanceTransaction::amount)
                    .whole("fee_minor", "fees kept back", BalanceTransaction::fee)
                    .whole("net_minor", "amount − fee", BalanceTransaction::net)
                    .optionalText("exchange_rate", "as Stripe wrote it", row -> row.exchangeRate())
                    .optionalText("source", "object that caused it", row -> row.links().source())
                    .optionalText("charge", "charge it leads to", row -> row.links().charge())
                    .optionalText("order_id", "order the charge names", row -> row.links().order())
                    .optionalCurrency(
                            "presentment_currency",
                            "presentment_exponent",
                            row -> row.presentment() == null ? null : row.presentment().currency())
                    .optionalWhole(
                            "presentment_minor",
                            "what the buyer paid or got back",
                            row -> row.presentment() == null ? null : row.presentment().minor())
                    .sortedBy(
                            "created, id",
                            Comparator.comparing(BalanceTransaction::created)
                                    .thenComparing(BalanceTransaction::id));

    public static final Dataset<PayoutRow> PAYOUTS =
            Columns.<PayoutRow>of("payouts", 1, "One row for each creator a payout run looked at.")
                    .text("batch", "payout run", PayoutRow::batch)
                    .text("payee", "creator", PayoutRow::payee)
                    .currency("currency", "exponent", PayoutRow::currency)
                    .whole("available_minor", "payable before the run", PayoutRow::available)
                    .whole("gross_minor", "what is paid for", PayoutRow::gross)
                    .whole("withheld_minor", "tax kept back", PayoutRow::withheld)
                    .whole("net_minor", "what leaves", PayoutRow::net)
                    .currency("pay_currency", "pay_exponent", PayoutRow::payCurrency)
                    .whole("pay_minor", "what the rail carries", PayoutRow::pay)
                    .text("status", "how far the payment is", PayoutRow::status)
                    .text("reason", "why it is paid or not", PayoutRow::reason)
                    .optionalText("reference", "id of the transfer", PayoutRow::reference)
                    .sortedBy("batch, payee, currency", PayoutRow.ORDER);

    public static final Dataset<Break> BREAKS =
            Columns.<Break>of(
                            "breaks",
                            1,
                            "One row for each break that is open, or was opened or closed that day.")
                    .text("type", "what is wrong", Break::type)
                    .text("ref", "with what", Break::ref)
                    .optionalText("account", "account it explains", Break::account)
                    .optionalCurrency(
                            "currency",
                            "exponent",
                            row -> row.amount() == null ? null : row.amount().currency())
                    .optionalWhole(
                            "amount_minor",
                            "its part of that account's balance",
                            row -> row.amount() == null ? null : row.amount().minor())
                    .text("severity", "how grave", Break::severity)
                    .date("opened_on", "since when", Break::openedOn)
                    .number("age_days", "days since then", Break::ageDays)
                    .text("status", "OPEN, AUTO_RESOLVED, RESOLVED or INFO", Break::status)
                    .optionalText("resolution", "what closed it", Break::resolution)
                    .optionalDate("resolved_on", "when it was closed", Break::resolvedOn)
                    .sortedBy("type, ref", Comparator.comparing(Break::key));

    public static final Dataset<InvoiceRow> INVOICES =
            Columns.<InvoiceRow>of(
                            "invoices",
                            1,
                            "One row for each tax of each line of the invoices and credit notes of the day; a line"
                                    + " without tax has one row. Credit notes are negative, so sums over any days,"
                                    + " documents or jurisdictions are what was invoiced less what was credited.")
                    .text("number", "series, year and number", InvoiceRow::number)
                    .number("part", "row of the document, from 1", InvoiceRow::part)
                    .text("kind", "INVOICE or CREDIT_NOTE", InvoiceRow::kind)
                    .optionalText("credits", "invoice it takes back", InvoiceRow::credits)
                    .text("cause", "SALE, REVERSAL, REFUND or DISPUTE", InvoiceRow::cause)
                    .text("series", "what is counted without gaps", row -> row.number().series())
                    .whole(
                            "series_number",
                            "number within series and year",
                            row -> row.number().number())
                    .date("issued_on", "accounting day it was issued on", InvoiceRow::issuedOn)
                    .date("tax_point", "accounting day of the fact", InvoiceRow::taxPoint)
                    .text("order_id", "order", InvoiceRow::order)
                    .text("source_key", "what was booked", InvoiceRow::source)
                    .text("status", "of the invoice at the end of the day", InvoiceRow::status)
                    .optionalText("buyer_country", "buyer's country", row -> row.buyer().country())
                    .optionalText("buyer_region", "region within it", row -> row.buyer().region())
                    .optionalText(
                            "invoice_to",
                            "who is invoiced, as a reference into the vault",
                            row -> row.buyer().invoiceTo())
                    .optionalText("payee", "creator of a destination charge", InvoiceRow::payee)
                    .text("line", "line of the order", InvoiceRow::line)
                    .text("sold_as", "kind of goods or service", InvoiceRow::soldAs)
                    .optionalText("jurisdiction", "where tax is owed", InvoiceRow::jurisdiction)
                    .optionalText("rate", "as the order states it", InvoiceRow::rate)
                    .currency("currency", "exponent", InvoiceRow::currency)
                    .whole(
                            "taxable_minor",
                            "net of the line, beside each of its taxes",
                            InvoiceRow::taxable)
                    .whole("net_minor", "net of the line, on its first row", InvoiceRow::net)
                    .whole("tax_minor", "tax of this jurisdiction", InvoiceRow::tax)
                    .whole("total_minor", "net + tax", row -> row.total().minor())
                    .sortedBy("series, series_number, part", InvoiceRow.ORDER);

    public static final Dataset<InvoiceStepRow> INVOICE_STEPS =
            Columns.<InvoiceStepRow>of(
                            "invoice_steps",
                            1,
                            "One row for each step an invoice took that day; the last of all days is its status."
                                    + " Drafts are here only.")
                    .text("order_id", "order", InvoiceStepRow::order)
                    .number("turn", "which invoice of the order, from 1", InvoiceStepRow::turn)
                    .number("step", "step of the day, from 1", InvoiceStepRow::step)
                    .text(
                            "status",
                            "DRAFTED, ISSUED, PAID, FULFILLED, CLOSED, REFUNDED or VOIDED",
                            InvoiceStepRow::status)
                    .optionalText("number", "invoice, once it is issued", InvoiceStepRow::number)
                    .optionalText("source_key", "what made the step", InvoiceStepRow::source)
                    .sortedBy("order_id, turn, step", InvoiceStepRow.ORDER);

    /** Every kind of file there is. */
    public static final List<Dataset<?>> ALL =
            List.of(
                    POSTINGS,
                    ENTRIES,
                    BALANCES,
                    BALANCE_TRANSACTIONS,
                    PAYOUTS,
                    BREAKS,
                    INVOICES,
                    INVOICE_STEPS);

    private static final Column<LocalDate, LocalDate> BOOKED_ON =
            new Column<>(
                    "booked_on",
                    ColumnType.DATE,
                    false,
                    "accounting day of the segment",
                    day -> day);

    public Dataset {
        columns = List.copyOf(columns);
    }

    /** Starts a file; it is whole once the writer is closed. Missing folders are made. */
    public DatasetWriter<R> writeTo(Path path, SealedDay day) throws IOException {
        Path folder = path.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        return new DatasetWriter<>(this, path, day);
    }

    /** Where the file stands in the folder of its day. */
    public String path() {
        return name + "/part-00000.parquet";
    }

    MessageType schema() {
        List<Type> fields = new ArrayList<>();
        fields.add(BOOKED_ON.field());
        columns.forEach(column -> fields.add(column.field()));
        return new MessageType(name, fields);
    }

    Map<String, String> metadata(SealedDay day) {
        return new TreeMap<>(
                Map.of(
                        "ledger", day.ledger(),
                        "day", day.day().toString(),
                        "schema", name + "/" + version,
                        "manifestId", day.manifestId()));
    }

    void write(RecordConsumer to, LocalDate day, R row) {
        BOOKED_ON.write(to, 0, day);
        int index = 1;
        for (Column<R, ?> column : columns) {
            column.write(to, index, row);
            index++;
        }
    }

    /** All schemas in Markdown, as they stand in the module's README. */
    public static String schemaPage() {
        StringBuilder page = new StringBuilder();
        for (Dataset<?> dataset : ALL) {
            page.append("#### `%s/%d`\n\n".formatted(dataset.name, dataset.version))
                    .append(dataset.explanation)
                    .append(" Sorted by `%s`.\n\n".formatted(dataset.orderedBy))
                    .append("| column | type | |\n|---|---|---|\n")
                    .append(BOOKED_ON.markdown());
            dataset.columns.forEach(column -> page.append(column.markdown()));
            page.append('\n');
        }
        return page.toString();
    }
}
