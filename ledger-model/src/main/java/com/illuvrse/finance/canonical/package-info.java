/**
 * JSON with exactly one way to write each value, and the digest over it. Read {@link
 * com.illuvrse.finance.canonical.CanonicalJson} first.
 */
@NullMarked
package com.illuvrse.finance.canonical;

import org.jspecify.annotations.NullMarked;
