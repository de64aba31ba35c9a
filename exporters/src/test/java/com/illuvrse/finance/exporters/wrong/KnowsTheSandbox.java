package com.illuvrse.finance.exporters.wrong;

import com.illuvrse.finance.sandbox.s3.S3Server;

/** Breaks a rule on purpose. */
public record KnowsTheSandbox(S3Server kept) {}
