package com.illuvrse.finance.exporters.payment;

import com.illuvrse.finance.exporters.vault.BankAccount;
import com.illuvrse.finance.exporters.vault.Identity;
import com.illuvrse.finance.exporters.vault.PostalAddress;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.Money;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Invented people with numbers of no bank. */
final class Payees {

    static final String IBAN = "DE89370400440532013000";
    static final String OTHER_IBAN = "FR1420041010050500013M02606";

    private Payees() {}

    static Identity person(String id, PostalAddress address, @Nullable BankAccount bank) {
        return new Identity(
                "vault:" + id, null, null, "Zoë", "Größe " + id, null, address, null, bank);
    }

    static Identity company(String id, BankAccount bank) {
        return new Identity(
                "vault:" + id, null, null, null, null, "Beispiel & Söhne", berlin(), null, bank);
    }

    static PostalAddress berlin() {
        return new PostalAddress("Musterstraße", "12a", "10115", "Berlin", null, "DE");
    }

    static PaymentOrder sepa(String id, long cents) {
        return new PaymentOrder(
                "2026-11-27:" + id + ":EUR",
                id,
                ("%s" + "0".repeat(35)).formatted(id).substring(0, 35),
                Money.of(cents, Currency.of("EUR")),
                false,
                person(id, berlin(), new BankAccount.WithIban(IBAN, "DEUTDEFF")));
    }

    static PaymentOrder ach(String id, int trace, long cents, boolean isCompany) {
        BankAccount bank = new BankAccount.WithRoutingNumber("021000021", "000012345" + trace);
        return new PaymentOrder(
                "2026-11-27:" + id + ":USD",
                id,
                "09100001%07d".formatted(trace),
                Money.of(cents, Currency.of("USD")),
                isCompany,
                isCompany ? company(id, bank) : person(id, berlin(), bank));
    }

    static SepaDebtor debtor() {
        return new SepaDebtor("Marketplace Ltd", OTHER_IBAN, "PSSTFRPP", "Paris", "FR");
    }

    static AchOriginator originator() {
        return new AchOriginator(
                "091000019",
                "Bank of Nowhere",
                "1900000001",
                "Marketplace Inc",
                "1900000001",
                "09100001",
                "ROYALTIES");
    }

    static List<PaymentOrder> threeByAch() {
        return List.of(
                ach("c1", 1, 12_345, false), ach("c2", 2, 1, true), ach("c3", 3, 700, false));
    }
}
