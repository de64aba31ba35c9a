/**
 * Who is paid how much, and why not. Read {@link com.illuvrse.finance.payout.PayoutDraft} first.
 */
@NullMarked
package com.illuvrse.finance.payout;

import org.jspecify.annotations.NullMarked;
