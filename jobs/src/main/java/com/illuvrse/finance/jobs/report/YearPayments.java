package com.illuvrse.finance.jobs.report;

import com.illuvrse.finance.informationreturn.TaxPayee;
import com.illuvrse.finance.informationreturn.WithheldTax;
import com.illuvrse.finance.jobs.postgres.ContractFacts;
import com.illuvrse.finance.jobs.postgres.CreatorAccounts;
import com.illuvrse.finance.jobs.postgres.Database;
import com.illuvrse.finance.jobs.postgres.InformationReturnFacts;
import com.illuvrse.finance.jobs.postgres.InformationReturnFacts.AdvancePaid;
import com.illuvrse.finance.jobs.postgres.InformationReturnFacts.Kept;
import com.illuvrse.finance.journal.AccountingDay;
import com.illuvrse.finance.journal.EntryId;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.Fraction;
import com.illuvrse.finance.money.Money;
import com.illuvrse.finance.payout.Earning;
import com.illuvrse.finance.payout.IncomeType;
import com.illuvrse.finance.payout.OpenItems;
import com.illuvrse.finance.payout.PaymentFact;
import com.illuvrse.finance.payout.Withholding.Regime;
import com.illuvrse.finance.royalty.Contract;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What was paid in a calendar year, with the tax kept back of it (reports, section 2.3): account by
 * account of the creators, payment by payment in the order of the books. Some hundred creators are
 * in memory at a time.
 */
final class YearPayments {

    private static final int AT_ONCE = 500;

    private final InformationReturnFacts facts;
    private final CreatorAccounts accounts;
    private final TaxPayees payees;
    private final ToldContracts contracts;
    private final ReportPeriod period;

    YearPayments(
            Database database,
            InformationReturnFacts facts,
            TaxPayees payees,
            ToldContracts contracts,
            ReportPeriod period) {
        this.facts = facts;
        this.accounts = new CreatorAccounts(database, ContractFacts.told(database));
        this.payees = payees;
        this.contracts = contracts;
        this.period = period;
    }

    /**
     * One payment to one creator in one currency, or one return of one.
     *
     * @param payee as known on the day of the payment
     * @param payout {@code <batch>:<payee>:<currency>}, or the source of a payment made by hand
     * @param moved the entry that moved the money: the payment, or what took it back
     * @param tax kept back of it; null when none was subject
     * @param facts what it paid for
     * @param withheld the part of each fact of the tax, in minor units
     */
    record Payment(
            TaxPayee payee,
            String payout,
            EntryId moved,
            @Nullable WithheldTax tax,
            List<PaymentFact> facts,
            List<Long> withheld) {}

    /**
     * The year of one creator in one currency.
     *
     * @param items of the account; knows what was paid in earlier years
     */
    record Account(String payee, Currency currency, OpenItems items, List<Payment> payments) {}

    /** Who is told the accounts. */
    interface Reader {
        void read(Account account) throws IOException;
    }

    /** Tells all accounts something was paid from, by payee and currency. */
    void forEach(Reader reader) throws IOException {
        List<String> creators = facts.creators();
        Map<String, List<AdvancePaid>> advances = new HashMap<>();
        facts.advances()
                .forEach(
                        each ->
                                advances.computeIfAbsent(each.payee(), name -> new ArrayList<>())
                                        .add(each));
        AccountingDay day = AccountingDay.of(period.known(), period.zone());
        int year = period.firstDay().getYear();
        for (int from = 0; from < creators.size(); from += AT_ONCE) {
            List<String> some = creators.subList(from, Math.min(creators.size(), from + AT_ONCE));
            Map<CreatorAccounts.Of, OpenItems> items = accounts.items(day, year, some);
            Map<CreatorAccounts.Of, List<PaymentFact>> paid = new TreeMap<>();
            items.forEach((of, each) -> paid.put(of, new ArrayList<>(each.facts())));
            for (String name : some) {
                for (AdvancePaid advance : advances.getOrDefault(name, List.of())) {
                    paid.computeIfAbsent(
                                    new CreatorAccounts.Of(name, advance.currency()),
                                    of -> new ArrayList<>())
                            .add(fact(advance));
                }
            }
            tell(paid, items, reader);
        }
    }

    private PaymentFact fact(AdvancePaid advance) {
        String type =
                contracts
                        .on(advance.contract(), advance.paidOn())
                        .map(Contract::incomeType)
                        .orElse(null);
        return new PaymentFact(
                advance.paidBy(),
                advance.paidOn(),
                new PaymentFact.Place(advance.bookedOn(), advance.entry(), advance.line(), 0),
                new Earning(
                        advance.contract(), type == null ? null : IncomeType.of(type), null, null),
                Money.of(advance.amount(), advance.currency()),
                advance.paidBy().equals(advance.entry()) ? null : advance.entry());
    }

    private void tell(
            Map<CreatorAccounts.Of, List<PaymentFact>> paid,
            Map<CreatorAccounts.Of, OpenItems> items,
            Reader reader)
            throws IOException {
        Set<EntryId> entries = new HashSet<>();
        paid.values().forEach(each -> each.forEach(fact -> entries.add(moved(fact))));
        paid.values().forEach(each -> each.forEach(fact -> entries.add(fact.payment())));
        Map<EntryId, Map<Currency, Kept>> kept = facts.kept(entries);
        for (Map.Entry<CreatorAccounts.Of, List<PaymentFact>> each : paid.entrySet()) {
            CreatorAccounts.Of of = each.getKey();
            Map<EntryId, List<PaymentFact>> byEntry = new LinkedHashMap<>();
            each.getValue()
                    .forEach(
                            fact ->
                                    byEntry.computeIfAbsent(moved(fact), id -> new ArrayList<>())
                                            .add(fact));
            List<Payment> payments = new ArrayList<>();
            for (List<PaymentFact> together : byEntry.values()) {
                payments.add(payment(of, together, kept));
            }
            if (!payments.isEmpty()) {
                OpenItems known = items.get(of);
                reader.read(
                        new Account(
                                of.payee(),
                                of.currency(),
                                known == null ? new OpenItems(of.currency()) : known,
                                payments));
            }
        }
    }

    /** The entry that moved the money of a fact: the payment, or what took it back. */
    private static EntryId moved(PaymentFact fact) {
        EntryId returned = fact.returnedBy();
        return returned == null ? fact.payment() : returned;
    }

    private Payment payment(
            CreatorAccounts.Of of,
            List<PaymentFact> together,
            Map<EntryId, Map<Currency, Kept>> kept) {
        PaymentFact first = together.getFirst();
        TaxPayee payee = payees.on(of.payee(), first.paidOn());
        Kept payment = require(kept, first.payment(), of.currency());
        Kept moved = require(kept, moved(first), of.currency());
        WithheldTax tax = tax(payee, together, payment, moved);
        List<Long> parts =
                tax == null ? together.stream().map(fact -> 0L).toList() : tax.over(together);
        return new Payment(payee, payoutId(payment.source()), moved(first), tax, together, parts);
    }

    private static Kept require(
            Map<EntryId, Map<Currency, Kept>> kept, EntryId entry, Currency currency) {
        Kept found = kept.getOrDefault(entry, Map.of()).get(currency);
        if (found == null) {
            throw new IllegalStateException(
                    "entry %s paid in %s and has no line in it".formatted(entry, currency));
        }
        return found;
    }

    /**
     * The tax of a payment as it was worked out, of a return its part; of an entry by hand as the
     * payee's status says.
     */
    private static @Nullable WithheldTax tax(
            TaxPayee payee, List<PaymentFact> facts, Kept payment, Kept moved) {
        WithheldTax told = payment.told();
        boolean isReturn = facts.getFirst().returnedBy() != null;
        if (told != null && !isReturn) {
            return told;
        }
        if (told != null) {
            long base =
                    payment.withheld() == 0
                            ? Math.negateExact(told.base())
                            : Fraction.of(moved.withheld(), payment.withheld())
                                    .times(told.base())
                                    .roundHalfUp();
            return new WithheldTax(told.regime(), told.rate(), base, moved.withheld());
        }
        if (moved.withheld() == 0) {
            return null;
        }
        Regime regime = payee.payee().isUsPerson() ? Regime.BACKUP : Regime.NRA;
        long base =
                facts.stream().mapToLong(fact -> fact.gross().minor()).reduce(0, Math::addExact);
        String rate = base == 0 ? "1" : Fraction.of(moved.withheld(), base).toString();
        return new WithheldTax(regime, rate, base, moved.withheld());
    }

    private static String payoutId(String source) {
        return source.startsWith("payout:") ? source.substring("payout:".length()) : source;
    }
}
