package com.illuvrse.finance.jobs.nightly;

import com.illuvrse.finance.jobs.postgres.ContractFacts;
import com.illuvrse.finance.jobs.postgres.CreatorAccounts;
import com.illuvrse.finance.jobs.postgres.Creators;
import com.illuvrse.finance.jobs.postgres.Database;
import com.illuvrse.finance.jobs.postgres.ReferenceRates;
import com.illuvrse.finance.jobs.postgres.SalesOfYear;
import com.illuvrse.finance.journal.AccountingDay;
import com.illuvrse.finance.journal.SourceKey;
import com.illuvrse.finance.money.DayRates;
import com.illuvrse.finance.payout.CreatorBalance;
import com.illuvrse.finance.payout.IncomeType;
import com.illuvrse.finance.payout.OpenItems;
import com.illuvrse.finance.payout.Payee;
import com.illuvrse.finance.payout.PaymentFact;
import com.illuvrse.finance.payout.PersonYear;
import com.illuvrse.finance.payout.Taxes;
import com.illuvrse.finance.payout.Withholding;
import com.illuvrse.finance.payout.WithholdingRules;
import com.illuvrse.finance.tax.NoFigureException;
import com.illuvrse.finance.tax.TaxRules;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What must be kept back of the payments of a run. The books are read for creators only of whom
 * something can be withheld, and for the other payees of their persons; what the run pays one payee
 * counts for the next of the same person.
 */
final class PayoutTaxes {

    private static final Logger LOG = LoggerFactory.getLogger(PayoutTaxes.class);
    private static final String MAX_AGE = "fx.reference.max_age_days";

    private final TaxRules figures;
    private final WithholdingRules rules;
    private final Creators creators;
    private final CreatorAccounts accounts;
    private final SalesOfYear sales;
    private final ReferenceRates rates;

    PayoutTaxes(Database database, ContractFacts contracts, TaxRules figures) {
        this.figures = figures;
        this.rules = new WithholdingRules(figures);
        this.creators = new Creators(database);
        this.accounts = new CreatorAccounts(database, contracts);
        this.sales = new SalesOfYear(database, contracts);
        this.rates = new ReferenceRates(database);
    }

    /** The taxes of some creators that might be paid, by their books when the day ends. */
    Taxes of(AccountingDay day, Collection<Payee> payees) {
        List<Payee> subject = payees.stream().filter(Payee::canBeWithheldOf).toList();
        return subject.isEmpty() ? (payee, balance, gross) -> List.of() : new Chunk(day, subject);
    }

    private final class Chunk implements Taxes {
        private final AccountingDay day;
        private final Map<CreatorAccounts.Of, OpenItems> items;
        private final Map<String, PersonYear> years = new HashMap<>();

        private Chunk(AccountingDay day, List<Payee> subject) {
            this.day = day;
            Map<String, Payee> all = new HashMap<>();
            subject.forEach(payee -> all.put(payee.payee(), payee));
            creators.samePersons(day.date(), americans(subject))
                    .forEach(payee -> all.putIfAbsent(payee.payee(), payee));
            this.items = accounts.items(day, all.keySet());
            DayRates dayRates = dayRates();
            Set<String> selling = new TreeSet<>();
            items.forEach(
                    (account, owed) -> {
                        Payee payee = all.get(account.payee());
                        if (payee != null && payee.isUsPerson()) {
                            PersonYear year = year(payee, dayRates);
                            year.paid(owed.facts());
                            if (hasSales(owed)) {
                                selling.add(payee.person());
                            }
                        }
                    });
            List<String> sellers = new ArrayList<>();
            all.values().stream()
                    .filter(payee -> selling.contains(payee.person()))
                    .forEach(payee -> sellers.add(payee.payee()));
            if (!sellers.isEmpty()) {
                sales.upTo(day, sellers)
                        .forEach(
                                (name, sold) -> {
                                    Payee payee = all.get(name);
                                    if (payee != null) {
                                        year(payee, dayRates).sold(sold);
                                    }
                                });
            }
        }

        /** The numbers of US persons: only their thresholds are tested on a person. */
        private static Set<String> americans(List<Payee> subject) {
            Set<String> numbers = new TreeSet<>();
            for (Payee payee : subject) {
                String number = payee.tax().tinRef();
                if (payee.isUsPerson() && number != null) {
                    numbers.add(number);
                }
            }
            return numbers;
        }

        private static boolean hasSales(OpenItems owed) {
            return owed.open().stream()
                    .anyMatch(item -> item.earning().taxedAs() == IncomeType.SALE);
        }

        private PersonYear year(Payee payee, DayRates dayRates) {
            return years.computeIfAbsent(
                    payee.person(), person -> new PersonYear(day.date().getYear(), dayRates));
        }

        private DayRates dayRates() {
            LocalDate date = day.date();
            boolean onlyDollars =
                    items.keySet().stream().allMatch(of -> of.currency().code().equals("USD"));
            int age = figures.on(MAX_AGE, date).number();
            return new DayRates(
                    onlyDollars
                            ? List.of()
                            : rates.between(date.withDayOfYear(1).minusDays(age), date),
                    age);
        }

        @Override
        public List<Withholding> of(Payee payee, CreatorBalance balance, long gross) {
            if (!payee.canBeWithheldOf()) {
                return List.of();
            }
            LocalDate date = day.date();
            OpenItems owed =
                    items.computeIfAbsent(
                            new CreatorAccounts.Of(balance.payee(), balance.currency()),
                            of -> new OpenItems(of.currency()));
            PaymentFact.Place place =
                    new PaymentFact.Place(
                            date,
                            SourceKey.of(
                                            "payout",
                                            date.toString(),
                                            balance.payee(),
                                            balance.currency().code())
                                    .entryId(),
                            1,
                            0);
            List<PaymentFact> facts = owed.pay(place, date, gross);
            PersonYear year =
                    years.computeIfAbsent(
                            payee.person(),
                            person -> new PersonYear(date.getYear(), new DayRates(List.of(), 0)));
            try {
                List<Withholding> taxes = rules.of(payee, date, gross, facts, year);
                year.paid(facts);
                return taxes;
            } catch (NoFigureException unknown) {
                LOG.warn(
                        "creator {} is not paid {} {}: {}",
                        payee.payee(),
                        balance.currency(),
                        date,
                        unknown.getMessage());
                throw unknown;
            }
        }
    }
}
