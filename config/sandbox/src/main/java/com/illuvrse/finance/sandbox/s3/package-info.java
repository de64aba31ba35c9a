/**
 * An emulation of Amazon S3 on the JDK's HTTP server, durable below one directory and strict where
 * an archive needs it: versions, Object Lock, conditional writes, checksums, signatures. Read
 * {@link com.illuvrse.finance.sandbox.s3.S3Server} first.
 */
@NullMarked
package com.illuvrse.finance.sandbox.s3;

import org.jspecify.annotations.NullMarked;
