/**
 * The archive a package is handed over in: ustar in one exact form, so that the same package gives
 * the same bytes everywhere. Read {@link com.illuvrse.finance.handover.TarHeader} first.
 */
@NullMarked
package com.illuvrse.finance.handover;

import org.jspecify.annotations.NullMarked;
