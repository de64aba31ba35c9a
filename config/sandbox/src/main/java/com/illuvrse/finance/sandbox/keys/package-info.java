/**
 * The signing keys of a sandbox, in files. Read {@link com.illuvrse.finance.sandbox.keys.KeyFolder}
 * first.
 */
@NullMarked
package com.illuvrse.finance.sandbox.keys;

import org.jspecify.annotations.NullMarked;
