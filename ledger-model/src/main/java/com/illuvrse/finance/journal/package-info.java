/**
 * The double-entry journal: what an entry is and why it cannot be wrong. Read {@link
 * com.illuvrse.finance.journal.JournalEntry} first.
 */
@NullMarked
package com.illuvrse.finance.journal;

import org.jspecify.annotations.NullMarked;
