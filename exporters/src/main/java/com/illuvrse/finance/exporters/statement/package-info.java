/**
 * What a creator reads: every movement of a period, with the working behind it. Read {@link
 * com.illuvrse.finance.exporters.statement.CreatorEntry} first.
 */
@NullMarked
package com.illuvrse.finance.exporters.statement;

import org.jspecify.annotations.NullMarked;
