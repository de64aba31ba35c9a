/**
 * US information returns of a calendar year: which sales and payments belong on which form, and
 * which form a payee gets (reports, sections 2 and 3.3).
 */
@NullMarked
package com.illuvrse.finance.informationreturn;

import org.jspecify.annotations.NullMarked;
