/** The worksheets a filer of US information returns works from (reports, section 3.3). */
@NullMarked
package com.illuvrse.finance.exporters.informationreturn;

import org.jspecify.annotations.NullMarked;
