/**
 * What one process is made of: settings, the connections they name, and the sandbox in their place.
 * Read {@link com.illuvrse.finance.scheduler.operations.Installation} first.
 */
@NullMarked
package com.illuvrse.finance.scheduler.operations;

import org.jspecify.annotations.NullMarked;
