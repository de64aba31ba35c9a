package com.illuvrse.finance.informationreturn;

import com.illuvrse.finance.journal.EntryId;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.Fraction;
import com.illuvrse.finance.money.Money;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What one payee sold and was paid in the year, added up fact by fact. */
final class PayeeYear {

    /** The payments that belong on one form, or on none of ours. */
    static final class Paid {
        private Money amount = Money.zero(PaidFact.USD);
        private Money withheld = Money.zero(PaidFact.USD);
        private final Map<EntryId, Long> byPayment = new HashMap<>();
        private final TreeMap<Currency, Long> minor = new TreeMap<>();
        private final TreeMap<Currency, Long> withheldMinor = new TreeMap<>();
        private LocalDate first = LocalDate.MAX;
        private LocalDate last = LocalDate.MIN;

        void add(PaidFact paid) {
            Money gross = paid.fact().gross();
            amount = amount.plus(paid.usd());
            withheld = withheld.plus(paid.withheldUsd());
            byPayment.merge(paid.fact().payment(), gross.minor(), Math::addExact);
            minor.merge(gross.currency(), gross.minor(), Math::addExact);
            withheldMinor.merge(gross.currency(), paid.withheld(), Math::addExact);
            LocalDate day = paid.fact().paidOn();
            first = day.isBefore(first) ? day : first;
            last = day.isAfter(last) ? day : last;
        }

        Money amount() {
            return amount;
        }

        Money withheld() {
            return withheld;
        }

        long payments() {
            return byPayment.values().stream().filter(sum -> sum != 0).count();
        }

        LocalDate first() {
            return first;
        }

        LocalDate last() {
            return last;
        }

        Map<Currency, Long> minor() {
            return minor;
        }

        Map<Currency, Long> withheldMinor() {
            return withheldMinor;
        }
    }

    private final TaxPayee payee;
    private final List<Money> months =
            new ArrayList<>(Collections.nCopies(12, Money.zero(PaidFact.USD)));
    private final TreeMap<Currency, Long> soldMinor = new TreeMap<>();
    private final EnumMap<TaxForm, Paid> paid = new EnumMap<>(TaxForm.class);
    private final TreeMap<Fraction, Paid> atRate = new TreeMap<>();
    private final Paid sales = new Paid();
    private final Paid elsewhere = new Paid();
    private Money tips = Money.zero(PaidFact.USD);
    private Money refunds = Money.zero(PaidFact.USD);
    private Money fees = Money.zero(PaidFact.USD);
    private boolean sold;
    private long charges;

    PayeeYear(TaxPayee payee) {
        this.payee = payee;
    }

    /**
     * @param reportable whether the payee was a US person on the day
     */
    void sold(SaleFact fact, boolean reportable) {
        sold = true;
        int month = fact.day().getMonthValue() - 1;
        months.set(month, months.get(month).plus(fact.usd()));
        tips = fact.isTip() ? tips.plus(fact.usd()) : tips;
        if (reportable) {
            soldMinor.merge(fact.gross().currency(), fact.gross().minor(), Math::addExact);
        }
    }

    void charge() {
        charges++;
    }

    void refunded(Money usd) {
        refunds = refunds.plus(usd);
    }

    void commission(Money usd) {
        fees = fees.plus(usd);
    }

    void paid(PaidFact fact) {
        TaxForm form = fact.form();
        if (form == TaxForm.FOREIGN) {
            WithheldTax tax = fact.tax();
            Fraction rate = tax == null ? Fraction.ZERO : Fraction.parse(tax.rate());
            atRate.computeIfAbsent(rate, key -> new Paid()).add(fact);
        } else if (form != null) {
            paid.computeIfAbsent(form, key -> new Paid()).add(fact);
        } else if (fact.payee().payee().isUsPerson()) {
            sales.add(fact);
        } else {
            elsewhere.add(fact);
        }
    }

    TaxPayee payee() {
        return payee;
    }

    boolean hasSold() {
        return sold;
    }

    /** Whether there is anything to say on a 1099-K, be it only tax that was kept back. */
    boolean needsSalesForm() {
        return sold || !sales.withheld().isZero();
    }

    /** Whether it sold anything, or is, as a US person. */
    boolean isSellerInUs() {
        return payee.payee().isUsPerson() || !soldMinor.isEmpty();
    }

    List<Money> months() {
        return months;
    }

    Money gross() {
        return months.stream().reduce(Money.zero(PaidFact.USD), Money::plus);
    }

    Map<Currency, Long> soldMinor() {
        return soldMinor;
    }

    long charges() {
        return charges;
    }

    Money tips() {
        return tips;
    }

    Money refunds() {
        return refunds;
    }

    Money fees() {
        return fees;
    }

    /** Payments for services or royalties of a US person; null when there are none. */
    @Nullable Paid paid(TaxForm form) {
        return paid.get(form);
    }

    /** A US person's payments for sales, which stand on no form of payments. */
    Paid sales() {
        return sales;
    }

    /** A foreign payee's royalties from the US, by rate. */
    Map<Fraction, Paid> atRate() {
        return atRate;
    }

    /** A foreign payee's other payments. */
    Paid elsewhere() {
        return elsewhere;
    }
}
