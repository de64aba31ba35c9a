/**
 * Tests that talk to the emulated S3 as its users do, through the AWS SDK, and where the SDK would
 * not misbehave, through requests signed by hand. Read {@link
 * com.illuvrse.finance.sandbox.s3.RunningS3} first.
 */
@NullMarked
package com.illuvrse.finance.sandbox.s3;

import org.jspecify.annotations.NullMarked;
