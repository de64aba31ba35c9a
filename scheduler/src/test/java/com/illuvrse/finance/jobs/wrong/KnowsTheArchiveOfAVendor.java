package com.illuvrse.finance.jobs.wrong;

import software.amazon.awssdk.services.s3.S3Client;

/** Breaks a rule on purpose. */
public record KnowsTheArchiveOfAVendor(S3Client client) {}
