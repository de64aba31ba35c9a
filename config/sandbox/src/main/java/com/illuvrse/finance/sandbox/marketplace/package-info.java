/**
 * An invented marketplace that writes what a real one would deliver: orders, contracts, payees,
 * rates, bank lines and the Stripe objects that go with them. Read {@link
 * com.illuvrse.finance.sandbox.marketplace.Marketplace} first.
 */
@NullMarked
package com.illuvrse.finance.sandbox.marketplace;

import org.jspecify.annotations.NullMarked;
