package com.illuvrse.finance.sandbox.marketplace;

import org.jspecify.annotations.Nullable;

/**
 * Somebody who sells on the marketplace and is paid for it.
 *
 * @param id the payee's id, a pseudonym such as {@code c017}
 * @param name an invented name
 * @param country where the creator lives, ISO code
 * @param region state of the United States; null elsewhere
 * @param currency what the creator is paid in
 * @param company true for a company, false for a person
 */
record Creator(
        String id,
        String name,
        String country,
        @Nullable String region,
        SettlementCurrency currency,
        boolean company) {}
