/**
 * Names of the accounts an entry may touch. Read {@link com.illuvrse.finance.account.Accounts}
 * first.
 */
@NullMarked
package com.illuvrse.finance.account;

import org.jspecify.annotations.NullMarked;
