/** Tests of the whole sandbox, used from outside as the product uses it. */
@NullMarked
package com.illuvrse.finance.sandbox;

import org.jspecify.annotations.NullMarked;
