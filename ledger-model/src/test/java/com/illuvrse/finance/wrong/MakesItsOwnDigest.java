package com.illuvrse.finance.wrong;

import java.security.MessageDigest;

/** Breaks a rule on purpose. */
public record MakesItsOwnDigest(MessageDigest digest) {}
