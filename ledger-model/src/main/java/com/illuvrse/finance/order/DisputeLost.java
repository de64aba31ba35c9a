package com.illuvrse.finance.order;

import com.illuvrse.finance.journal.SourceKey;
import java.time.Instant;

/**
 * A dispute was found lost. Stripe makes no balance transaction of it: somebody has to ask.
 *
 * @param occurredAt any instant of the day it was found on; it counts at that day's end
 */
public record DisputeLost(String order, String dispute, Instant occurredAt) implements OrderFact {

    public DisputeLost {
        SourceKey.requireId(order);
        SourceKey.requireId(dispute);
    }
}
