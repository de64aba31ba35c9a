/**
 * Files banks pay creators by: pain.001.001.09 for SEPA, NACHA for ACH. Each writer stands beside a
 * reader that checks what was written against rules no schema has. Read {@link
 * com.illuvrse.finance.exporters.payment.SepaFile} first.
 */
@NullMarked
package com.illuvrse.finance.exporters.payment;

import org.jspecify.annotations.NullMarked;
