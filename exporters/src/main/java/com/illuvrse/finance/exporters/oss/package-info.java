/** The worksheets of the One-Stop-Shop: {@code oss-lines.csv} and what belongs to it. */
@NullMarked
package com.illuvrse.finance.exporters.oss;

import org.jspecify.annotations.NullMarked;
