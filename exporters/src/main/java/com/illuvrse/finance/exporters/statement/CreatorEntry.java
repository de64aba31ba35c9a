package com.illuvrse.finance.exporters.statement;

import com.illuvrse.finance.account.AccountId;
import com.illuvrse.finance.canonical.Json;
import com.illuvrse.finance.exporters.statement.SoldOrder.SoldLine;
import com.illuvrse.finance.exporters.statement.StatementLine.OrderPart;
import com.illuvrse.finance.exporters.statement.StatementLine.Payout;
import com.illuvrse.finance.exporters.statement.StatementLine.Working;
import com.illuvrse.finance.journal.JournalEntry;
import com.illuvrse.finance.journal.Posting;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.Fraction;
import com.illuvrse.finance.royalty.Contract;
import com.illuvrse.finance.royalty.Party;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * One entry of the ledger as one creator's statement shows it: a line for each order line it
 * touches, and for everything else one line.
 *
 * <p>The lines of an entry add up to what it posts on the creator's accounts, whatever the entry
 * is; what no working explains has a line of its own. Other creators appear as one sum, without
 * names, and only in workings this creator has a part in.
 *
 * @param advances contracts whose advance this creator earns back, as far as the entry names them
 * @param order the order of the entry as it was sold; null without one
 * @param payment the payment the entry is, or takes back; null when it is none
 * @param words what a bookkeeper wrote; null without
 */
public record CreatorEntry(
        String payee,
        Currency currency,
        JournalEntry entry,
        Set<String> advances,
        @Nullable SoldOrder order,
        @Nullable Payment payment,
        @Nullable String words) {

    public CreatorEntry {
        advances = Set.copyOf(advances);
    }

    /**
     * The lines, in no particular order.
     *
     * @param contracts gives a contract by id and version
     */
    public List<StatementLine> lines(BiFunction<String, Integer, Contract> contracts) {
        return new Showing(contracts).lines();
    }

    /** What a pair of a trace moved by. */
    private static long step(Json.Obj json, String pair) {
        List<String> beforeAndAfter = json.texts(pair);
        return Math.subtractExact(
                Long.parseLong(beforeAndAfter.get(1)), Long.parseLong(beforeAndAfter.get(0)));
    }

    private String word(int n) {
        String[] words = entry.source().text().split(":", -1);
        return n < 0 ? words[words.length + n] : words[n];
    }

    /** One entry being shown. */
    private final class Showing {
        private final BiFunction<String, Integer, Contract> contracts;
        private final List<StatementLine> lines = new ArrayList<>();
        private Holdings rest;

        private Showing(BiFunction<String, Integer, Contract> contracts) {
            this.contracts = contracts;
            this.rest = Holdings.changedBy(entry, payee, currency, advances);
        }

        private List<StatementLine> lines() {
            Json.Obj trace = entry.trace();
            switch (word(0)) {
                case "fulfil" -> parts(trace, this::earning);
                case "refund" -> parts(trace, this::refund);
                case "reserve" -> parts(trace, this::reserveRelease);
                default -> {}
            }
            switch (word(0)) {
                case "fulfil", "refund" ->
                        show(
                                rest.held() == 0
                                        ? StatementKind.ADJUSTMENT
                                        : StatementKind.DISPUTE_HOLD);
                case "reserve" -> show(StatementKind.RESERVE_RELEASE);
                case "sale" -> sale(StatementKind.EARNING);
                case "sale-reversal" -> sale(StatementKind.REFUND);
                case "dispute" -> show(dispute());
                case "guarantee" -> guarantee();
                case "payout" -> pay(StatementKind.PAYOUT);
                case "payout-return", "payout-cancel" -> pay(StatementKind.PAYOUT_RETURN);
                case "destination" ->
                        pay(
                                rest.payable() < 0
                                        ? StatementKind.PAYOUT
                                        : StatementKind.PAYOUT_RETURN);
                case "journal" -> journal();
                default -> show(StatementKind.ADJUSTMENT);
            }
            return lines;
        }

        private void parts(
                Json.@Nullable Obj trace, java.util.function.Consumer<Json.Obj> consumer) {
            if (trace != null) {
                trace.objects("parts").forEach(consumer);
            }
        }

        private StatementKind dispute() {
            return switch (word(-1)) {
                case "hold" -> StatementKind.DISPUTE_HOLD;
                case "won" -> StatementKind.DISPUTE_WON;
                default -> StatementKind.DISPUTE_LOST;
            };
        }

        private void earning(Json.Obj part) {
            Json.Obj share = ours(part);
            if (share == null) {
                return;
            }
            long earned = step(share, "share");
            long reserved = 0;
            for (Json.Obj each : part.objects("reserve")) {
                reserved += each.text("party").equals(payee) ? step(each, "reserved") : 0;
            }
            Contract contract =
                    contracts.apply(part.text("contract"), Math.toIntExact(part.number("version")));
            boolean recoups =
                    contract.advance() != null && contract.advance().recoupFrom().equals(payee);
            long recouped = 0;
            long unrecouped = 0;
            for (Json.Obj each : recoups ? part.objects("recoup") : List.<Json.Obj>of()) {
                long outstanding = step(each, "outstanding");
                recouped = Math.subtractExact(recouped, outstanding);
                unrecouped += advances.contains(each.text("contract")) ? outstanding : 0;
            }
            long payable = earned - reserved - recouped;
            Working working = working(part, "share", 1, share(part, contract), earned);
            add(
                    StatementKind.EARNING,
                    part,
                    working,
                    new Holdings(payable, 0, reserved, unrecouped),
                    recouped);
        }

        private void refund(Json.Obj part) {
            Json.Obj share = part.get("shares") == null ? null : ours(part);
            if (share == null) {
                return;
            }
            long earned = Math.negateExact(step(share, "reversed"));
            long recouped = 0;
            long unrecouped = 0;
            for (Json.Obj each : share.objects("advances")) {
                recouped = Math.subtractExact(recouped, each.minor("amount"));
                unrecouped += advances.contains(each.text("contract")) ? each.minor("amount") : 0;
            }
            Holdings change =
                    new Holdings(
                            Math.negateExact(share.minor("payable")),
                            0,
                            Math.negateExact(share.minor("reserve")),
                            unrecouped);
            add(
                    StatementKind.REFUND,
                    part,
                    working(part, "reversed", -1, null, earned),
                    change,
                    recouped);
        }

        private void reserveRelease(Json.Obj part) {
            if (part.text("party").equals(payee)) {
                long amount = part.minor("amount");
                add(
                        StatementKind.RESERVE_RELEASE,
                        part,
                        null,
                        new Holdings(amount, 0, Math.negateExact(amount), 0),
                        null);
            }
        }

        private Json.@Nullable Obj ours(Json.Obj part) {
            return part.objects("shares").stream()
                    .filter(share -> share.text("party").equals(payee))
                    .findFirst()
                    .orElse(null);
        }

        /**
         * The figures all parties see.
         *
         * @param pair what a share calls its amounts before and after
         * @param sign -1 where the amounts are taken back
         */
        private Working working(
                Json.Obj part, String pair, int sign, @Nullable Fraction share, long earned) {
            long platform = 0;
            long others = 0;
            for (Json.Obj each : part.objects("shares")) {
                long amount = sign * step(each, pair);
                if (each.text("party").equals(Party.PLATFORM)) {
                    platform = Math.addExact(platform, amount);
                } else if (!each.text("party").equals(payee)) {
                    others = Math.addExact(others, amount);
                }
            }
            List<String> released = part.texts("released");
            long before = tax(part, Long.parseLong(released.get(0)));
            long after = tax(part, Long.parseLong(released.get(1)));
            return new Working(
                    sign * Math.subtractExact(after, before),
                    sign * step(part, "released"),
                    share,
                    platform,
                    others,
                    earned);
        }

        /** Tax on a net of the line, in the proportion of the order. */
        private long tax(Json.Obj part, long net) {
            SoldLine sold = sold(part.text("line"));
            return sold == null || sold.net() == 0
                    ? 0
                    : Fraction.of(sold.tax(), sold.net()).times(net).roundHalfUp();
        }

        private @Nullable SoldLine sold(@Nullable String line) {
            return order == null || line == null ? null : order.lines().get(line);
        }

        /** The creator's part of this release, over the slices at the contract's tiers. */
        private Fraction share(Json.Obj part, Contract contract) {
            Fraction sum = Fraction.ZERO;
            long base = 0;
            for (Json.Obj slice : part.objects("slices")) {
                base = Math.addExact(base, slice.minor("amount"));
                int tier = Math.toIntExact(slice.number("tier"));
                for (Party party : contract.ranges().get(tier - 1).parties()) {
                    if (party.payee().equals(payee)) {
                        sum = sum.plus(party.fraction().times(slice.minor("amount")));
                    }
                }
            }
            return base == 0 ? Fraction.ZERO : sum.dividedBy(Fraction.of(base));
        }

        private void add(
                StatementKind kind,
                Json.Obj part,
                @Nullable Working working,
                Holdings change,
                @Nullable Long recouped) {
            rest = rest.minus(change);
            boolean nothing = working == null || working.earned() == 0;
            if (nothing && change.isNothing() && (recouped == null || recouped == 0)) {
                return;
            }
            SoldLine sold = sold(part.text("line"));
            OrderPart of =
                    new OrderPart(
                            entry.ref().get("order"),
                            part.text("line"),
                            part.text("contract"),
                            Math.toIntExact(part.number("version")),
                            sold == null ? null : sold.sku(),
                            order == null ? null : order.buyerCountry());
            lines.add(line(kind, of, working, change, recouped, null, null));
        }

        /**
         * What no working explained. The order is named to those who have a part in it: another
         * order can pay down an advance of a collateral group.
         */
        private void show(StatementKind kind) {
            if (!rest.isNothing()) {
                boolean ofAnother = lines.isEmpty() && rest.minus(ofAdvances()).isNothing();
                OrderPart of = ofAnother ? null : wholeOrder();
                lines.add(line(kind, of, null, rest, null, null, null));
            }
        }

        private Holdings ofAdvances() {
            return new Holdings(0, 0, 0, rest.unrecouped());
        }

        private @Nullable OrderPart wholeOrder() {
            String id = entry.ref().get("order");
            return id == null
                    ? null
                    : new OrderPart(
                            id,
                            null,
                            null,
                            null,
                            null,
                            order == null ? null : order.buyerCountry());
        }

        private void sale(StatementKind kind) {
            if (!rest.isNothing()) {
                long amount = rest.payable();
                Working working = new Working(0, amount, null, 0, 0, amount);
                lines.add(line(kind, wholeOrder(), working, rest, null, null, null));
            }
        }

        private void guarantee() {
            Json.Obj trace = entry.trace();
            OrderPart of =
                    new OrderPart(
                            null,
                            null,
                            entry.ref().get("contract"),
                            trace == null ? null : Math.toIntExact(trace.number("version")),
                            null,
                            null);
            lines.add(line(StatementKind.GUARANTEE, of, null, rest, null, null, word(-1)));
        }

        private void pay(StatementKind kind) {
            boolean ofBatch = word(0).startsWith("payout");
            Payment.Status status = payment == null ? null : payment.status();
            Payout payout =
                    new Payout(
                            ofBatch ? word(1) + ":" + word(2) + ":" + word(3) : null,
                            withheld(),
                            status);
            String reference = payment == null ? entry.ref().get("stripe") : payment.reference();
            OrderPart of = ofBatch ? null : wholeOrder();
            lines.add(line(kind, of, null, rest, null, payout, reference));
        }

        private long withheld() {
            long withheld = 0;
            for (Posting posting : entry.postings()) {
                AccountId account = posting.account();
                if (account.isWithin("liabilities:withholding")
                        && posting.amount().currency().equals(currency)) {
                    withheld = Math.subtractExact(withheld, posting.signedMinor());
                }
            }
            return withheld;
        }

        private void journal() {
            Holdings advance = ofAdvances();
            if (!advance.isNothing()) {
                rest = rest.minus(advance);
                OrderPart of =
                        new OrderPart(
                                null,
                                null,
                                advances.size() == 1 ? advances.iterator().next() : null,
                                null,
                                null,
                                null);
                lines.add(line(StatementKind.ADVANCE, of, null, advance, null, null, told()));
            }
            if (rest.isNothing()) {
                return;
            }
            if (payment != null && payment.payee().equals(payee)) {
                pay(rest.payable() < 0 ? StatementKind.PAYOUT : StatementKind.PAYOUT_RETURN);
            } else {
                lines.add(line(StatementKind.ADJUSTMENT, null, null, rest, null, null, told()));
            }
        }

        /** A bookkeeper's words, unless the same words are about another creator too. */
        private @Nullable String told() {
            long creators =
                    entry.postings().stream()
                            .map(Posting::account)
                            .filter(account -> account.isWithin("liabilities:creator"))
                            .map(account -> account.path().split(":", -1)[2])
                            .distinct()
                            .count();
            long ownAdvances = advances.size();
            long allAdvances =
                    entry.postings().stream()
                            .map(Posting::account)
                            .filter(account -> account.isWithin("assets:advances"))
                            .distinct()
                            .count();
            return creators <= 1 && ownAdvances == allAdvances ? words : null;
        }

        private StatementLine line(
                StatementKind kind,
                @Nullable OrderPart of,
                @Nullable Working working,
                Holdings change,
                @Nullable Long recouped,
                @Nullable Payout payout,
                @Nullable String reference) {
            return new StatementLine(
                    kind,
                    entry.bookedOn(),
                    entry.effectiveOn(),
                    Objects.requireNonNull(entry.id()),
                    of,
                    working,
                    change,
                    recouped,
                    payout,
                    reference);
        }
    }
}
