package com.illuvrse.finance.segment;

import com.illuvrse.finance.account.AccountId;
import com.illuvrse.finance.canonical.Json;
import com.illuvrse.finance.canonical.JsonFiles;
import com.illuvrse.finance.canonical.Sha256;
import com.illuvrse.finance.journal.AccountingDay;
import com.illuvrse.finance.journal.EntryId;
import com.illuvrse.finance.journal.JournalEntry;
import com.illuvrse.finance.journal.SourceKey;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.Money;
import com.illuvrse.finance.order.OrderEvent;
import com.illuvrse.finance.payout.ApprovalPolicy;
import com.illuvrse.finance.payout.Decision;
import com.illuvrse.finance.payout.PayoutItem;
import com.illuvrse.finance.payout.PayoutReason;
import com.illuvrse.finance.payout.Vote;
import com.illuvrse.finance.payout.Withholding;
import com.illuvrse.finance.posting.BalanceTransaction;
import com.illuvrse.finance.posting.Fee;
import com.illuvrse.finance.posting.Links;
import com.illuvrse.finance.reconciliation.AccountBalance;
import com.illuvrse.finance.reconciliation.Break;
import com.illuvrse.finance.reconciliation.BreakType;
import com.illuvrse.finance.reconciliation.ControlCheck;
import com.illuvrse.finance.reconciliation.Severity;
import com.illuvrse.finance.reconciliation.StripeBalanceFigures;
import com.illuvrse.finance.royalty.Contract;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A day of the sample ledger, read back from its package into what the sealer is given. */
final class SampleDay {

    static final String LEDGER = "ledger.example.com/marketplace-test";
    static final ZoneId ZONE = ZoneId.of("America/New_York");

    private final int number;

    SampleDay(int number) {
        this.number = number;
    }

    /** Salts under the test key that was made known with the sample ledger. */
    static Salts salts() {
        byte[] master =
                Sha256.of("ledger-segment/1 test key: salt".getBytes(StandardCharsets.UTF_8));
        return Salts.of(hmac(master, Salts.ledgerKeyMessage(LEDGER)));
    }

    private static byte[] hmac(byte[] key, byte[] message) {
        byte[] inner = new byte[64];
        byte[] outer = new byte[64];
        for (int i = 0; i < inner.length; i++) {
            int b = i < key.length ? key[i] : 0;
            inner[i] = (byte) (b ^ 0x36);
            outer[i] = (byte) (b ^ 0x5c);
        }
        byte[] hash = Sha256.start().update(inner).update(message).finish();
        return Sha256.start().update(outer).update(hash).finish();
    }

    byte[] bytes(String path) {
        String resource = "/proof/ledger/" + folder() + "/" + path;
        try (InputStream stream = SampleDay.class.getResourceAsStream(resource)) {
            if (stream == null) {
                throw new IllegalArgumentException("no test resource " + resource);
            }
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String folder() {
        return SegmentPlan.folder(number);
    }

    Json.Obj read(String path) {
        return JsonFiles.object(JsonFiles.read("proof/ledger/" + folder() + "/" + path));
    }

    /** The rows of a file without its header. */
    private List<Json.Obj> rows(String path) {
        List<Json.Obj> lines =
                JsonFiles.lines("proof/ledger/" + folder() + "/" + path).stream()
                        .map(JsonFiles::object)
                        .toList();
        return lines.subList(1, lines.size());
    }

    private String text(String path) {
        return new String(bytes(path), StandardCharsets.UTF_8);
    }

    SegmentPlan plan() {
        Json.Obj manifest = read("manifest.json");
        TreeMap<String, String> seals = new TreeMap<>();
        text("seals.txt")
                .lines()
                .forEach(line -> seals.put(line.substring(66), line.substring(0, 64)));
        TreeMap<Integer, String> registry = new TreeMap<>();
        for (int version = 1; version <= manifest.number("registry"); version++) {
            registry.put(version, text("keys/registry-000" + version + ".note"));
        }
        return new SegmentPlan(
                LEDGER,
                AccountingDay.of(LocalDate.of(2026, 10, 29).plusDays(number), ZONE),
                Instant.parse(manifest.text("sealedAt")),
                object(manifest, "entries").number("seqBefore"),
                text("chain.txt").lines().toList(),
                seals,
                registry,
                new SegmentPlan.Promise(List.of("finance-lead", "security-engineer"), 1),
                null);
    }

    private static Json.Obj object(Json.Obj parent, String name) {
        Json.Obj object = parent.optionalObject(name);
        if (object == null) {
            throw new IllegalArgumentException("no member " + name);
        }
        return object;
    }

    /** Hands everything of the day to a sealer. */
    void feed(SegmentSealer sealer) {
        entries().forEach(sealer::entry);
        rows("balances.jsonl").forEach(row -> sealer.balance(balance(row)));
        rows("breaks.jsonl").forEach(row -> sealer.breakRow(breakRow(row)));
        rows("payouts.jsonl").forEach(row -> sealer.payout(payout(row)));
        rows("evidence/balance_transactions.jsonl").forEach(row -> sealer.row(transaction(row)));
        rows("evidence/after.jsonl").forEach(row -> sealer.rowAfter(after(row)));
        rows("evidence/stripe_payouts.jsonl")
                .forEach(row -> sealer.stripePayout(stripePayout(row)));
        rows("evidence/orders.jsonl").forEach(row -> sealer.order(OrderEvent.from(row)));
        rows("evidence/contracts.jsonl").forEach(row -> sealer.contract(Contract.from(row)));
        rows("evidence/policies.jsonl").forEach(row -> sealer.policy(ApprovalPolicy.from(row)));
        for (Json.Obj check : read("controls.json").objects("checks")) {
            sealer.control(
                    new ControlCheck(
                            (int) check.number("id"),
                            check.text("name"),
                            check.objects("figures"),
                            List.of()));
        }
        sealer.stripeBalance(stripeBalance());
        sealer.settings(settings());
    }

    List<JournalEntry> entries() {
        return JsonFiles.lines("proof/ledger/" + folder() + "/ledger.jsonl").stream()
                .map(line -> entry(JsonFiles.object(line)))
                .toList();
    }

    private static JournalEntry entry(Json.Obj line) {
        JournalEntry.Draft entry =
                JournalEntry.of(
                                new SourceKey(line.text("source")),
                                LocalDate.parse(line.text("bookedOn")),
                                Instant.parse(line.text("occurredAt")))
                        .effectiveOn(LocalDate.parse(line.text("effectiveOn")))
                        .memo(line.optionalText("memo"));
        Json.Obj ref = object(line, "ref");
        ref.members().keySet().forEach(name -> entry.ref(name, ref.text(name)));
        for (Json.Obj posting : line.objects("lines")) {
            AccountId account = AccountId.of(posting.text("account"));
            Money amount = money(posting, "amount");
            if (posting.text("side").equals("D")) {
                entry.debit(account, amount);
            } else {
                entry.credit(account, amount);
            }
        }
        String reverses = line.optionalText("reverses");
        entry.reverses(reverses == null ? null : EntryId.parse(reverses));
        Json.Obj trace = line.optionalObject("trace");
        return trace == null ? entry.build() : entry.trace(trace).build();
    }

    private static Money money(Json.Obj row, String member) {
        return Money.of(row.minor(member), currency(row));
    }

    private static Currency currency(Json.Obj row) {
        return Currency.of(row.text("currency"));
    }

    private static <T> @Nullable T optional(
            Json.Obj row, String member, Function<String, T> parse) {
        String text = row.optionalText(member);
        return text == null ? null : parse.apply(text);
    }

    private static AccountBalance balance(Json.Obj row) {
        return new AccountBalance(
                AccountId.of(row.text("account")),
                currency(row),
                row.minor("opening"),
                row.minor("debit"),
                row.minor("credit"));
    }

    private static Break breakRow(Json.Obj row) {
        return new Break(
                BreakType.valueOf(row.text("type")),
                row.text("ref"),
                LocalDate.parse(row.text("openedOn")),
                (int) row.number("ageDays"),
                Severity.valueOf(row.text("severity")),
                Break.Status.valueOf(row.text("status")),
                row.optionalText("resolution"),
                optional(row, "resolvedOn", LocalDate::parse),
                optional(row, "account", AccountId::of),
                row.get("amount") == null ? null : money(row, "amount"));
    }

    private static BalanceTransaction transaction(Json.Obj row) {
        List<Fee> fees = new ArrayList<>();
        for (Json.Obj fee : row.objects("fee_details")) {
            fees.add(new Fee(fee.text("type"), fee.minor("amount"), currency(fee)));
        }
        Currency presentment = optional(row, "presentment_currency", Currency::of);
        String source = row.optionalText("source");
        String charge = row.optionalText("charge");
        return new BalanceTransaction(
                row.text("account"),
                row.text("id"),
                row.text("type"),
                row.text("reporting_category"),
                row.text("balance_type"),
                currency(row),
                Instant.ofEpochSecond(row.number("created")),
                Instant.ofEpochSecond(row.number("available_on")),
                row.minor("amount"),
                row.minor("fee"),
                row.minor("net"),
                fees,
                row.optionalText("exchange_rate"),
                presentment == null ? null : Money.of(row.minor("presentment_amount"), presentment),
                Links.of(source, charge == null ? source : charge, row.optionalText("order")));
    }

    private static RowAfter after(Json.Obj row) {
        return new RowAfter(
                row.text("account"),
                row.text("id"),
                row.text("balance_type"),
                currency(row),
                Instant.ofEpochSecond(row.number("created")),
                row.minor("net"));
    }

    private static StripePayoutRow stripePayout(Json.Obj row) {
        String bt = row.optionalText("bt");
        return bt != null
                ? new StripePayoutRow.Part(row.text("payout"), bt)
                : new StripePayoutRow.Payout(
                        row.text("payout"),
                        money(row, "amount"),
                        LocalDate.parse(row.text("arrivalOn")),
                        row.number("rows"));
    }

    private StripeBalance stripeBalance() {
        Json.Obj file = read("evidence/stripe_balance.json");
        List<StripeBalance.Row> balances = new ArrayList<>();
        for (Json.Obj row : file.objects("balances")) {
            balances.add(
                    new StripeBalance.Row(
                            new StripeBalanceFigures(
                                    row.text("balance_type"),
                                    currency(row),
                                    row.minor("closing"),
                                    row.minor("available"),
                                    row.minor("pending"),
                                    row.minor("after")),
                            row.minor("opening"),
                            row.minor("journals"),
                            row.number("rows"),
                            row.minor("net")));
        }
        return new StripeBalance(
                file.text("account"), optional(file, "observedAt", Instant::parse), balances);
    }

    Settings settings() {
        Json.Obj file = read("settings.json");
        TreeMap<String, String> files = new TreeMap<>();
        file.objects("files").forEach(pin -> files.put(pin.text("name"), pin.text("sha256")));
        Json.Obj program = object(file, "program");
        return new Settings(
                files,
                new Settings.Program(
                        program.text("name"), program.text("version"), program.text("sha256")));
    }

    private static PayoutRow payout(Json.Obj row) {
        String batch = row.text("batch");
        return switch (row.text("kind")) {
            case "batch" -> new PayoutRow.Batch(batch, row.text("statement"));
            case "item" -> new PayoutRow.Item(item(row));
            case "vote" ->
                    new PayoutRow.Ballot(
                            batch,
                            new Vote(
                                    row.text("person"),
                                    row.text("role"),
                                    row.text("key"),
                                    Decision.valueOf(row.text("decision")),
                                    Instant.parse(row.text("at")),
                                    row.text("signature")));
            case "release" -> new PayoutRow.Release(batch, Instant.parse(row.text("at")));
            case "sent" ->
                    new PayoutRow.Sent(
                            batch,
                            row.text("payee"),
                            currency(row),
                            row.minor("net"),
                            row.text("reference"));
            case "closed" ->
                    new PayoutRow.Closed(
                            batch,
                            Instant.parse(row.text("at")),
                            PayoutRow.Closed.Result.valueOf(row.text("result")));
            default -> throw new IllegalArgumentException("no such row: " + row);
        };
    }

    private static PayoutItem item(Json.Obj row) {
        return new PayoutItem(
                row.text("batch"),
                row.text("payee"),
                currency(row),
                row.minor("available"),
                PayoutReason.valueOf(row.text("reason")),
                row.minor("gross"),
                row.objects("withholding").stream()
                        .map(
                                tax ->
                                        Withholding.of(
                                                tax.text("jurisdiction"),
                                                Withholding.Regime.BACKUP,
                                                tax.text("rate"),
                                                row.minor("gross"),
                                                row.minor("gross")))
                        .toList(),
                row.optionalText("destination"),
                row.optionalText("rail"));
    }

    List<PayoutItem> items() {
        return rows("payouts.jsonl").stream()
                .filter(row -> row.text("kind").equals("item"))
                .map(SampleDay::item)
                .toList();
    }

    /** The text of the day's batch that approvers signed. */
    String statement() {
        return rows("payouts.jsonl").getFirst().text("statement");
    }

    ApprovalPolicy policy() {
        return ApprovalPolicy.from(rows("evidence/policies.jsonl").getFirst());
    }
}
