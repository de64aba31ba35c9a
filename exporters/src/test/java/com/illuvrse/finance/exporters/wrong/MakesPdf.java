package com.illuvrse.finance.exporters.wrong;

import org.apache.pdfbox.pdmodel.PDDocument;

/** Breaks a rule on purpose. */
public record MakesPdf(PDDocument kept) {}
