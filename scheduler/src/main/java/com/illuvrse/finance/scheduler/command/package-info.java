/**
 * The commands, one file each. Read {@link com.illuvrse.finance.scheduler.command.Finance} first.
 */
@NullMarked
package com.illuvrse.finance.scheduler.command;

import org.jspecify.annotations.NullMarked;
