/**
 * What is known of persons, sealed: names, addresses, tax numbers, birth dates, bank accounts. Read
 * {@link com.illuvrse.finance.exporters.vault.IdentitySeal} first.
 */
@NullMarked
package com.illuvrse.finance.exporters.vault;

import org.jspecify.annotations.NullMarked;
