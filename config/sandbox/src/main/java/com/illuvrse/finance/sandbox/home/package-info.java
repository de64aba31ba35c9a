/**
 * What all stand-ins need of the home directory: being alone in it, and small files that survive a
 * crash and that only their owner reads. Read {@link com.illuvrse.finance.sandbox.home.FolderLock}
 * first.
 */
@NullMarked
package com.illuvrse.finance.sandbox.home;

import org.jspecify.annotations.NullMarked;
