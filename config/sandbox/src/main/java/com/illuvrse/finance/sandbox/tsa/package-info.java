/**
 * A time-stamp authority of RFC 3161 that nobody outside vouches for. Read {@link
 * com.illuvrse.finance.sandbox.tsa.TimeStampServer} first.
 */
@NullMarked
package com.illuvrse.finance.sandbox.tsa;

import org.jspecify.annotations.NullMarked;
