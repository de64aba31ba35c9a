/** Tests of the key files. */
@NullMarked
package com.illuvrse.finance.sandbox.keys;

import org.jspecify.annotations.NullMarked;
