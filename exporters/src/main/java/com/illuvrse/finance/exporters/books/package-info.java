/**
 * What the books of a month look like to accounting packages, auditors and bookkeepers (reports,
 * section 3.1): the rows of each sheet and the three import formats. Read {@link
 * com.illuvrse.finance.exporters.books.GlLine} first.
 */
@NullMarked
package com.illuvrse.finance.exporters.books;

import org.jspecify.annotations.NullMarked;
