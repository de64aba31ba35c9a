package com.illuvrse.finance.wrong;

import java.sql.Connection;

/** Breaks a rule on purpose. */
public record AsksADatabase(Connection connection) {}
