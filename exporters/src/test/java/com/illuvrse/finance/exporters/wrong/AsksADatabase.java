package com.illuvrse.finance.exporters.wrong;

import java.sql.Connection;

/** Breaks a rule on purpose. */
public record AsksADatabase(Connection kept) {}
