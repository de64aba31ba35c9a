/**
 * On which days banks settle. Read {@link com.illuvrse.finance.calendar.BusinessCalendar} first.
 */
@NullMarked
package com.illuvrse.finance.calendar;

import org.jspecify.annotations.NullMarked;
