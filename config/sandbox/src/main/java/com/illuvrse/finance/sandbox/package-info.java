/** The outside world on a laptop. Each subpackage is one stand-in; none knows the product. */
@NullMarked
package com.illuvrse.finance.sandbox;

import org.jspecify.annotations.NullMarked;
