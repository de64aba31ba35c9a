/**
 * The keys the ledger signs with, wherever they are kept: key files in a sandbox, AWS KMS in
 * production. Read {@link com.illuvrse.finance.exporters.signing.SigningKeys} first.
 */
@NullMarked
package com.illuvrse.finance.exporters.signing;

import org.jspecify.annotations.NullMarked;
