/** The one runnable. Read the command package first. */
@NullMarked
package com.illuvrse.finance.scheduler;

import org.jspecify.annotations.NullMarked;
