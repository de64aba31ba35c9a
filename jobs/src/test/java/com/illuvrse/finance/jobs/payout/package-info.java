/** Payouts against a Stripe that loses answers. */
@NullMarked
package com.illuvrse.finance.jobs.payout;

import org.jspecify.annotations.NullMarked;
