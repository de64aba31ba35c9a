package com.illuvrse.finance.exporters.vault;

import org.jspecify.annotations.Nullable;

/** Where a person's bank keeps their money; never printed. */
public sealed interface BankAccount {

    /** An account of a country with IBANs, in compact form; the bank's BIC is not always known. */
    record WithIban(String iban, @Nullable String bic) implements BankAccount {

        @Override
        public String toString() {
            return "bank account";
        }
    }

    /** An account in the United States: the bank's routing number and the number at the bank. */
    record WithRoutingNumber(String routing, String account) implements BankAccount {

        @Override
        public String toString() {
            return "bank account";
        }
    }
}
