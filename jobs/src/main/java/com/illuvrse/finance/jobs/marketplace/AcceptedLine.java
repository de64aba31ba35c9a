package com.illuvrse.finance.jobs.marketplace;

/**
 * A line of a feed that keeps all rules it can be held to by itself.
 *
 * @param line as it came, kept so that members nobody knows today are not lost
 */
public record AcceptedLine<T>(FeedLine line, T content) {}
