package com.illuvrse.finance.exporters.wrong;

import software.amazon.awssdk.services.kms.KmsClient;

/** Breaks a rule on purpose. */
public record TalksToKms(KmsClient kept) {}
