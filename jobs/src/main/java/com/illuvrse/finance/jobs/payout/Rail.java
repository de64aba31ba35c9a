package com.illuvrse.finance.jobs.payout;

import com.illuvrse.finance.calendar.BusinessCalendar;

/**
 * A way money leaves. What it sends is decided and approved before it is asked; it may only send
 * that, each payout once.
 */
public interface Rail {

    /** Its name in payee records. */
    String name();

    /** The days its money moves on. */
    BusinessCalendar calendar();
}
