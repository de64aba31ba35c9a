/**
 * What does not add up, and how long it has not: findings of one night and the breaks that live
 * from night to night. Read {@link com.illuvrse.finance.reconciliation.BreakType} first.
 */
@NullMarked
package com.illuvrse.finance.reconciliation;

import org.jspecify.annotations.NullMarked;
