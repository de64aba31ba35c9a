package com.illuvrse.finance.exporters.wrong;

import software.amazon.awssdk.services.s3.S3Client;

/** Breaks a rule on purpose. */
public record TalksToS3(S3Client kept) {}
