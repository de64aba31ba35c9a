/**
 * The second opinion on royalties: every working of a sealed ledger is worked out again from its
 * sealed evidence, by code that shares nothing with the rules that made it. Read {@link
 * com.illuvrse.finance.recalculation.Recalculation} first.
 */
@NullMarked
package com.illuvrse.finance.recalculation;

import org.jspecify.annotations.NullMarked;
