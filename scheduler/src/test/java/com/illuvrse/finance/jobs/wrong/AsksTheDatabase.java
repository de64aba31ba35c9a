package com.illuvrse.finance.jobs.wrong;

import org.springframework.jdbc.core.JdbcTemplate;

/** Breaks a rule on purpose. */
public record AsksTheDatabase(JdbcTemplate jdbc) {}
