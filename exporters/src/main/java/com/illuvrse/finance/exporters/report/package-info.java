/**
 * The books of a day for people: CSV files, a plain-text journal, one page with pictures, and the
 * signed list of all of them. Read {@link com.illuvrse.finance.exporters.report.CsvTable} first.
 */
@NullMarked
package com.illuvrse.finance.exporters.report;

import org.jspecify.annotations.NullMarked;
