/**
 * What a check remembers of a ledger of any length: tables that move from the heap to temporary
 * files as they grow, so that the heap stays small. Read {@link com.illuvrse.finance.memory.IdSet}
 * first.
 */
@NullMarked
package com.illuvrse.finance.memory;

import org.jspecify.annotations.NullMarked;
