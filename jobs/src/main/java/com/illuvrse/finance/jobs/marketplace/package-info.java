/**
 * The marketplace's feeds: files in, checked facts out. Read {@link
 * com.illuvrse.finance.jobs.marketplace.FeedFile} first.
 */
@NullMarked
package com.illuvrse.finance.jobs.marketplace;

import org.jspecify.annotations.NullMarked;
