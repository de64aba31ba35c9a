/**
 * Pages as PDF: embedded fonts, tagged, and the same bytes for the same page. Read {@link
 * com.illuvrse.finance.exporters.rendition.PdfFile} first.
 */
@NullMarked
package com.illuvrse.finance.exporters.rendition;

import org.jspecify.annotations.NullMarked;
