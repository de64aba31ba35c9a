package com.illuvrse.finance.exporters.wrong;

import org.apache.hadoop.fs.Path;

/** Breaks a rule on purpose. */
public record KnowsHadoop(Path kept) {}
