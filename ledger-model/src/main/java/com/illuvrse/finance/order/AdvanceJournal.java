package com.illuvrse.finance.order;

import com.illuvrse.finance.money.Money;
import java.time.Instant;

/**
 * A journal line on the advance account of a contract, which later releases see.
 *
 * @param occurredAt first instant of the day the journal is effective on
 * @param source the journal's source key
 * @param amount debit positive: an advance paid
 */
public record AdvanceJournal(Instant occurredAt, String source, String contract, Money amount) {}
