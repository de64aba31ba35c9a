/** How the cells of a report set come about: a rule for each column, worked out again on demand. */
@NullMarked
package com.illuvrse.finance.exporters.lineage;

import org.jspecify.annotations.NullMarked;
