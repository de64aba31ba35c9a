/**
 * How a movement at Stripe becomes an entry. Read {@link com.illuvrse.finance.posting.PostingRules}
 * first.
 */
@NullMarked
package com.illuvrse.finance.posting;

import org.jspecify.annotations.NullMarked;
