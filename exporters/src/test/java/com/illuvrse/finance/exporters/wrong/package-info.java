/** Classes that break a rule on purpose, so that the rule is seen to bite. */
@NullMarked
package com.illuvrse.finance.exporters.wrong;

import org.jspecify.annotations.NullMarked;
