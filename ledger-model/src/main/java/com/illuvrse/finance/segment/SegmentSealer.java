package com.illuvrse.finance.segment;

import com.illuvrse.finance.canonical.CanonicalJson;
import com.illuvrse.finance.canonical.Json;
import com.illuvrse.finance.journal.AccountingDay;
import com.illuvrse.finance.journal.EntryId;
import com.illuvrse.finance.journal.JournalEntry;
import com.illuvrse.finance.journal.Posting;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.order.OrderEvent;
import com.illuvrse.finance.payout.ApprovalPolicy;
import com.illuvrse.finance.posting.BalanceTransaction;
import com.illuvrse.finance.reconciliation.AccountBalance;
import com.illuvrse.finance.reconciliation.Break;
import com.illuvrse.finance.reconciliation.ControlCheck;
import com.illuvrse.finance.royalty.Contract;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Writes the package of one accounting day up to the manifest that is signed (segment format,
 * section 2).
 *
 * <p>Everything of the day is handed over once, file by file in any order, but inside a file in the
 * order the format gives; nothing is kept in memory, and the same input makes the same bytes. Rows
 * out of order or given twice are refused, so are entries of another day. What the figures say is
 * not checked here: the controls did that before, and the verifier does it after.
 *
 * <pre>{@code
 * try (SegmentSealer sealer = SegmentSealer.begin(packages.resolve(plan.folder()), plan, salts)) {
 *     entries.forEach(sealer::entry);
 *     balances.forEach(sealer::balance);
 *     ...
 *     SealedSegment sealed = sealer.finish();
 * }
 * }</pre>
 *
 * <p>Not for several threads.
 */
public final class SegmentSealer implements AutoCloseable {

    private static final String MANIFEST = "manifest.json";

    private static final String CONTROLS = "controls.json";
    private static final String SETTINGS = "settings.json";
    private static final String STRIPE_BALANCE = "evidence/stripe_balance.json";
    private static final int CHECKS = 7;

    private final PackageFolder folder;
    private final SegmentPlan plan;
    private final Salts salts;
    private final TreeMap<String, PackageFile> files = new TreeMap<>();
    private final Set<Currency> currencies = new TreeSet<>();

    private final PackageFile ledger;
    private final EntryLine lines;
    private final MerkleTree entries = new MerkleTree();
    private final Instant dayBegins;
    private final Instant dayEnds;
    private @Nullable JournalEntry last;
    private @Nullable EntryId lastId;

    private final RowFile<AccountBalance> balances;
    private final RowFile<Break> breaks;
    private final RowFile<PayoutRow> payouts;
    private final RowFile<BalanceTransaction> transactions;
    private final RowFile<RowAfter> after;
    private final RowFile<StripePayoutRow> stripePayouts;
    private final RowFile<OrderEvent> orders;
    private final RowFile<Contract> contracts;
    private final RowFile<ApprovalPolicy> policies;
    private final TreeMap<Integer, ControlCheck> controls = new TreeMap<>();
    private @Nullable StripeBalance stripeBalance;
    private @Nullable Settings settings;

    private SegmentSealer(PackageFolder folder, SegmentPlan plan, Salts salts) {
        this.folder = folder;
        this.plan = plan;
        this.salts = salts;
        lines = new EntryLine(salts);
        dayBegins = plan.day().from();
        dayEnds = plan.day().to();
        ledger = file("ledger.jsonl");
        balances = rows("balances.jsonl", "balances/1", RowOrder.BALANCES, AccountBalance::toJson);
        breaks = rows("breaks.jsonl", "breaks/1", RowOrder.BREAKS, Break::toJson);
        payouts = rows("payouts.jsonl", "payouts/1", PayoutRow.ORDER, PayoutRow::toJson);
        transactions =
                rows(
                        "evidence/balance_transactions.jsonl",
                        "balance-transactions/1",
                        RowOrder.ROWS,
                        BalanceTransaction::toJson);
        after = rows("evidence/after.jsonl", "after/1", RowAfter.ORDER, RowAfter::toJson);
        stripePayouts =
                rows(
                        "evidence/stripe_payouts.jsonl",
                        "stripe-payouts/1",
                        StripePayoutRow.ORDER,
                        StripePayoutRow::toJson);
        orders = rows("evidence/orders.jsonl", "orders/1", RowOrder.ORDERS, OrderEvent::toJson);
        contracts =
                rows(
                        "evidence/contracts.jsonl",
                        "contracts/1",
                        RowOrder.CONTRACTS,
                        Contract::toJson);
        policies =
                rows(
                        "evidence/policies.jsonl",
                        "policies/1",
                        RowOrder.POLICIES,
                        ApprovalPolicy::toJson);
    }

    /**
     * Starts a package.
     *
     * @param folder where it will stand, named {@link SegmentPlan#folder()}; built beside that
     */
    public static SegmentSealer begin(Path folder, SegmentPlan plan, Salts salts) {
        Path name = folder.getFileName();
        if (name == null || !name.toString().equals(plan.folder())) {
            throw new IllegalArgumentException(
                    "with %d earlier segments this is %s, not %s"
                            .formatted(plan.number(), plan.folder(), folder));
        }
        return new SegmentSealer(PackageFolder.begin(folder), plan, salts);
    }

    /** Seals the day before the first settled day: no entries, no figures, nobody asked Stripe. */
    public static SealedSegment genesis(
            Path folder, SegmentPlan plan, Salts salts, String stripeAccount, Settings settings) {
        if (!plan.isGenesis()) {
            throw new IllegalArgumentException(
                    "segment " + plan.number() + " is no genesis; that is segment 0");
        }
        try (SegmentSealer sealer = begin(folder, plan, salts)) {
            ControlCheck.ofNothing().forEach(sealer::control);
            sealer.stripeBalance(StripeBalance.ofGenesis(stripeAccount));
            sealer.settings(settings);
            return sealer.finish();
        }
    }

    private PackageFile file(String path) {
        PackageFile file = folder.create(path);
        files.put(path, file);
        return file;
    }

    private <R> RowFile<R> rows(
            String path, String type, Comparator<R> order, Function<R, Json.Obj> json) {
        return new RowFile<>(file(path), header(path, type).build(), order, json);
    }

    private Json.Builder header(String path, String type) {
        return Json.object().put("salt", salts.ofFile(plan.number(), path)).put("type", type);
    }

    /**
     * Gives an entry its number and returns its line as it stands in {@code ledger.jsonl}, without
     * the line feed. Entries come in the order (occurredAt, id as text).
     */
    public String entry(JournalEntry entry) {
        EntryId id = entry.id();
        requirePlace(entry, id);
        last = entry;
        lastId = id;
        CanonicalJson line = lines.write(entry, id, plan.seqBefore() + entries.size() + 1);
        entries.addLine(line);
        ledger.writeLine(line);
        for (Posting posting : entry.postings()) {
            currencies.add(posting.amount().currency());
        }
        return line.toString();
    }

    private void requirePlace(JournalEntry entry, EntryId id) {
        AccountingDay day = plan.day();
        Instant occurredAt = entry.occurredAt();
        if (plan.isGenesis()
                || !entry.bookedOn().equals(day.date())
                || !occurredAt.isBefore(dayEnds)) {
            throw new IllegalArgumentException(
                    "entry %s of %s, booked on %s, has no place in segment %d of %s"
                            .formatted(
                                    entry.source(),
                                    occurredAt,
                                    entry.bookedOn(),
                                    plan.number(),
                                    day.date()));
        }
        boolean ofToday = !occurredAt.isBefore(dayBegins);
        if (entry.late()
                ? !AccountingDay.containing(occurredAt, day.zone())
                        .date()
                        .equals(entry.effectiveOn())
                : !ofToday) {
            throw new IllegalArgumentException(
                    "entry %s of %s cannot be effective on %s"
                            .formatted(entry.source(), occurredAt, entry.effectiveOn()));
        }
        if (last != null && lastId != null) {
            int order = last.occurredAt().compareTo(occurredAt);
            if (order > 0 || (order == 0 && lastId.compareTo(id) >= 0)) {
                throw new IllegalArgumentException(
                        "entries come by instant and id; after %s of %s came %s of %s"
                                .formatted(
                                        last.source(),
                                        last.occurredAt(),
                                        entry.source(),
                                        occurredAt));
            }
        }
    }

    /** A balance that moved today or was not zero before; others are left out. */
    public void balance(AccountBalance balance) {
        if (!balance.isEmpty()) {
            currencies.add(balance.currency());
            balances.add(balance);
        }
    }

    public void breakRow(Break row) {
        breaks.add(row);
    }

    /** One of the seven checks, in any order. */
    public void control(ControlCheck check) {
        if (controls.put(check.id(), check) != null) {
            throw new IllegalArgumentException("control " + check.id() + " is given twice");
        }
    }

    /** A balance transaction posted today. */
    public void row(BalanceTransaction row) {
        currencies.add(row.currency());
        transactions.add(row);
    }

    public void rowAfter(RowAfter row) {
        currencies.add(row.currency());
        after.add(row);
    }

    public void stripeBalance(StripeBalance balance) {
        Instant observedAt = balance.observedAt();
        boolean inTime =
                observedAt == null
                        ? plan.isGenesis()
                        : !observedAt.isBefore(dayEnds) && !observedAt.isAfter(plan.sealedAt());
        if (!inTime || stripeBalance != null) {
            throw new IllegalArgumentException(
                    "Stripe's balance is read once, from %s to %s, found %s"
                            .formatted(dayEnds, plan.sealedAt(), observedAt));
        }
        balance.balances().forEach(row -> currencies.add(row.figures().currency()));
        stripeBalance = balance;
    }

    public void stripePayout(StripePayoutRow row) {
        stripePayouts.add(row);
    }

    public void order(OrderEvent event) {
        orders.add(event);
    }

    public void contract(Contract contract) {
        contracts.add(contract);
    }

    public void payout(PayoutRow row) {
        payouts.add(row);
    }

    public void policy(ApprovalPolicy policy) {
        policies.add(policy);
    }

    public void settings(Settings pinned) {
        settings = pinned;
    }

    /** Writes what is left and the manifest, and puts the package in its place. */
    public SealedSegment finish() {
        if (controls.size() != CHECKS || stripeBalance == null || settings == null) {
            throw new IllegalStateException(
                    "segment %d needs %d controls, Stripe's balance and the settings, found controls %s, balance %s, settings %s"
                            .formatted(
                                    plan.number(),
                                    CHECKS,
                                    controls.keySet(),
                                    stripeBalance,
                                    settings));
        }
        List<Json.Obj> checks = controls.values().stream().map(ControlCheck::toJson).toList();
        payload(CONTROLS, "controls/1", Json.object().put("checks", Json.array(checks)).build());
        payload(STRIPE_BALANCE, "stripe-balance/1", stripeBalance.toJson());
        payload(SETTINGS, "settings/1", settings.toJson());
        text("chain.txt", String.join("", plan.chain().stream().map(id -> id + "\n").toList()));
        StringBuilder seals = new StringBuilder();
        plan.seals().forEach((path, sha256) -> seals.append(sha256 + "  " + path + "\n"));
        text("seals.txt", seals.toString());
        plan.registry().forEach((version, note) -> text(registryPath(version), note));
        Manifest manifest =
                Manifest.of(
                        plan,
                        currencies,
                        entries,
                        files.values().stream().map(PackageFile::finish).toList());
        text(MANIFEST, manifest.text()).finish();
        folder.publish();
        return manifest.sealed();
    }

    private void payload(String path, String type, Json.Obj content) {
        Json.Builder json = header(path, type);
        content.members().forEach(json::put);
        file(path).write(CanonicalJson.bytes(json.build()));
    }

    private static String registryPath(int version) {
        return String.format(Locale.ROOT, "keys/registry-%04d.note", version);
    }

    private PackageFile text(String path, String content) {
        PackageFile file = file(path);
        file.write(content.getBytes(StandardCharsets.UTF_8));
        return file;
    }

    /** Gives up what is not finished; after {@link #finish()} it does nothing. */
    @Override
    public void close() {
        files.values().forEach(PackageFile::close);
    }
}
