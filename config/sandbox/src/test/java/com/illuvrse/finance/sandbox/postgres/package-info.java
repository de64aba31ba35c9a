/**
 * Tests that start, use, kill and restart PostgreSQL. Read {@link
 * com.illuvrse.finance.sandbox.postgres.PostgresServerTest} first.
 */
@NullMarked
package com.illuvrse.finance.sandbox.postgres;

import org.jspecify.annotations.NullMarked;
