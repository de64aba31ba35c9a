package com.illuvrse.finance.jobs.wrong;

import com.stripe.StripeClient;

/** Breaks a rule on purpose. */
public record TalksToStripe(StripeClient client) {}
