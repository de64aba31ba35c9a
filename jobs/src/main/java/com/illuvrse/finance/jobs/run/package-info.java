/**
 * Who may run what, and when: one process at a time, every due day in order. Read {@link
 * com.illuvrse.finance.jobs.run.RunCoordinator} first.
 */
@NullMarked
package com.illuvrse.finance.jobs.run;

import org.jspecify.annotations.NullMarked;
