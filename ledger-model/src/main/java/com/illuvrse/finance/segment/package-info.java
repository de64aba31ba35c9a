/**
 * The sealed package of an accounting day, {@code ledger-segment/1}: what a day leaves behind so
 * that nobody can change it afterwards. Writing starts at {@link
 * com.illuvrse.finance.segment.SegmentSealer}, reading at {@link
 * com.illuvrse.finance.segment.Note}.
 */
@NullMarked
package com.illuvrse.finance.segment;

import org.jspecify.annotations.NullMarked;
