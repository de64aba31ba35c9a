package com.illuvrse.finance.order;

import java.time.Instant;

/** Something that happened to an order, told by the marketplace or by Stripe. */
public sealed interface OrderFact permits OrderEvent, Payment, DisputeLost {

    /** The order it happened to. */
    String order();

    /** When it happened, outside. */
    Instant occurredAt();
}
