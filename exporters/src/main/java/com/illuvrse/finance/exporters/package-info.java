/** What leaves the ledger. Each subpackage is one kind of file or one outside system. */
@NullMarked
package com.illuvrse.finance.exporters;

import org.jspecify.annotations.NullMarked;
