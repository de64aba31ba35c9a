/**
 * The books of a day as Parquet files, one dataset for each question people ask of a ledger. Read
 * {@link com.illuvrse.finance.exporters.parquet.Dataset} first: it is the schema.
 */
@NullMarked
package com.illuvrse.finance.exporters.parquet;

import org.jspecify.annotations.NullMarked;
