/**
 * Who earns what of a sale: contracts, tiers, advances, reserves. Read {@link
 * com.illuvrse.finance.royalty.Contract} first.
 */
@NullMarked
package com.illuvrse.finance.royalty;

import org.jspecify.annotations.NullMarked;
