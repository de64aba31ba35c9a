/**
 * The auditor's command, which needs a folder of segments and a trust file and nothing else. Read
 * {@link com.illuvrse.finance.exporters.verify.VerifyReport} first.
 */
@NullMarked
package com.illuvrse.finance.exporters.verify;

import org.jspecify.annotations.NullMarked;
