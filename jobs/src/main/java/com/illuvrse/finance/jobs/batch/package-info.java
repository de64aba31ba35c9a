/**
 * How steps are made and where their history is kept. Read {@link
 * com.illuvrse.finance.jobs.batch.Steps} first.
 */
@NullMarked
package com.illuvrse.finance.jobs.batch;

import org.jspecify.annotations.NullMarked;
