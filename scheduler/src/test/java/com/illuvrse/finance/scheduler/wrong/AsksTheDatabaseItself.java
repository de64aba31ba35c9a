package com.illuvrse.finance.scheduler.wrong;

import org.springframework.jdbc.core.JdbcTemplate;

/** Breaks a rule on purpose. */
public record AsksTheDatabaseItself(JdbcTemplate jdbc) {}
