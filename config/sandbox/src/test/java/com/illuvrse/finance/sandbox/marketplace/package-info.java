/**
 * Tests of the invented marketplace. They read what was written as a stranger would; begin with
 * {@link com.illuvrse.finance.sandbox.marketplace.MarketplaceTest}.
 */
@NullMarked
package com.illuvrse.finance.sandbox.marketplace;

import org.jspecify.annotations.NullMarked;
