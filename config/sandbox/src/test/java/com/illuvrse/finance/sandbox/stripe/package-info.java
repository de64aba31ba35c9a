/** The Stripe stand-in, asked by stripe-java itself. */
@NullMarked
package com.illuvrse.finance.sandbox.stripe;

import org.jspecify.annotations.NullMarked;
