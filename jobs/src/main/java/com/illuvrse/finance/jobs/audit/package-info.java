/**
 * What an auditor begins with: the genesis of the chain, and the key ceremony of a sandbox. Read
 * {@link com.illuvrse.finance.jobs.audit.Genesis} first.
 */
@NullMarked
package com.illuvrse.finance.jobs.audit;

import org.jspecify.annotations.NullMarked;
