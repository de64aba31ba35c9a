/**
 * The keys the ledger signs with, wherever they are kept: key files in a sandbox, AWS KMS or a
 * PKCS#11 token in production. Read {@link com.illuvrse.finance.exporters.signing.SigningKeys}
 * first.
 */
@NullMarked
package com.illuvrse.finance.exporters.signing;

import org.jspecify.annotations.NullMarked;
