/**
 * Quartz rings the bell; whether anything is run decides the coordinator. Read {@link
 * com.illuvrse.finance.scheduler.schedule.LaunchDueNights} first.
 */
@NullMarked
package com.illuvrse.finance.scheduler.schedule;

import org.jspecify.annotations.NullMarked;
