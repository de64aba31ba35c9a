/**
 * From what the marketplace and Stripe say about an order to its entries: sale, release, refund.
 * Read {@link com.illuvrse.finance.order.Settlement} first.
 */
@NullMarked
package com.illuvrse.finance.order;

import org.jspecify.annotations.NullMarked;
