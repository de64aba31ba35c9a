package com.illuvrse.finance.exporters.wrong;

import java.security.MessageDigest;

/** Breaks a rule on purpose. */
public record MakesItsOwnDigest(MessageDigest kept) {}
