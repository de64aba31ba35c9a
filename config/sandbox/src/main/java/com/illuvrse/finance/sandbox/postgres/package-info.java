/**
 * A durable PostgreSQL below a folder of the home. Read {@link
 * com.illuvrse.finance.sandbox.postgres.PostgresServer} first.
 */
@NullMarked
package com.illuvrse.finance.sandbox.postgres;

import org.jspecify.annotations.NullMarked;
