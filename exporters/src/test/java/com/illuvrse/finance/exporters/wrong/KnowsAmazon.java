package com.illuvrse.finance.exporters.wrong;

import software.amazon.awssdk.core.SdkBytes;

/** Breaks a rule on purpose. */
public record KnowsAmazon(SdkBytes kept) {}
