/**
 * The only package that talks to Stripe, through stripe-java. Read {@link
 * com.illuvrse.finance.jobs.stripe.StripeFeed} first.
 */
@NullMarked
package com.illuvrse.finance.jobs.stripe;

import org.jspecify.annotations.NullMarked;
