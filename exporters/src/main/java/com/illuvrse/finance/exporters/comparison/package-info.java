/**
 * The daily files of the archive held against the days they are of: what {@code finance verify
 * --exports DIR} adds. Read {@link com.illuvrse.finance.exporters.comparison.ExportsCheck} first.
 *
 * <p>It reads Parquet, so the auditor's small jar does not have it.
 */
@NullMarked
package com.illuvrse.finance.exporters.comparison;

import org.jspecify.annotations.NullMarked;
