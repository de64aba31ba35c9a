/**
 * The nightly job, one file a step. Read {@link
 * com.illuvrse.finance.jobs.nightly.NightlySettlementJob} first.
 */
@NullMarked
package com.illuvrse.finance.jobs.nightly;

import org.jspecify.annotations.NullMarked;
