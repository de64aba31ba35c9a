/** Tests that ask for time stamps and have them verified by independent readers. */
@NullMarked
package com.illuvrse.finance.sandbox.tsa;

import org.jspecify.annotations.NullMarked;
