/**
 * Report sets of a period, made on demand out of sealed days. Read {@link
 * com.illuvrse.finance.jobs.report.ReportDesk} first.
 */
@NullMarked
package com.illuvrse.finance.jobs.report;

import org.jspecify.annotations.NullMarked;
