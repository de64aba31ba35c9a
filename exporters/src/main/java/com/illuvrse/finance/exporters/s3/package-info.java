/**
 * The archive: buckets whose objects are written once, and the inbox the marketplace delivers to.
 * Read {@link com.illuvrse.finance.exporters.s3.Archive} first.
 */
@NullMarked
package com.illuvrse.finance.exporters.s3;

import org.jspecify.annotations.NullMarked;
