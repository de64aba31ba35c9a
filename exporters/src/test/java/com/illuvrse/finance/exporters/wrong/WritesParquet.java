package com.illuvrse.finance.exporters.wrong;

import org.apache.parquet.schema.MessageType;

/** Breaks a rule on purpose. */
public record WritesParquet(MessageType kept) {}
