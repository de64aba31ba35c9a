@NullMarked
package com.illuvrse.finance.calendar;

import org.jspecify.annotations.NullMarked;
