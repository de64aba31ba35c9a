/**
 * A stateful stand-in for Stripe on the JDK's HTTP server: it serves a data folder as of a clock,
 * and keeps the transfers that are made with it. Read {@link
 * com.illuvrse.finance.sandbox.stripe.StripeServer} first.
 */
@NullMarked
package com.illuvrse.finance.sandbox.stripe;

import org.jspecify.annotations.NullMarked;
