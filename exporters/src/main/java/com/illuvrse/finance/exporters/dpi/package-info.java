/** The worksheets of platform reporting as CSV (reports, section 3.6). */
@NullMarked
package com.illuvrse.finance.exporters.dpi;

import org.jspecify.annotations.NullMarked;
