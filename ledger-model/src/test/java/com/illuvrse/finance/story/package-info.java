/**
 * Invented marketplaces, told from a seed with their own account of what happened, and the laws the
 * books must keep whatever was told. Read {@link com.illuvrse.finance.story.Laws} first.
 */
@NullMarked
package com.illuvrse.finance.story;

import org.jspecify.annotations.NullMarked;
