/**
 * The only package that talks to the database. Read {@link
 * com.illuvrse.finance.jobs.postgres.StripeFacts} first.
 */
@NullMarked
package com.illuvrse.finance.jobs.postgres;

import org.jspecify.annotations.NullMarked;
