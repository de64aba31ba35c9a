/**
 * Money leaves here and nowhere else: released batches are sent to Stripe, each payout once. Read
 * {@link com.illuvrse.finance.jobs.payout.PayoutRunJob} first.
 */
@NullMarked
package com.illuvrse.finance.jobs.payout;

import org.jspecify.annotations.NullMarked;
