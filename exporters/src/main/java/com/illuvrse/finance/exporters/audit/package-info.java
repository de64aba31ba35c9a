/**
 * Handing a sealed segment over: into the archive, under a lock. Read {@link
 * com.illuvrse.finance.exporters.audit.SegmentDelivery} first.
 */
@NullMarked
package com.illuvrse.finance.exporters.audit;

import org.jspecify.annotations.NullMarked;
