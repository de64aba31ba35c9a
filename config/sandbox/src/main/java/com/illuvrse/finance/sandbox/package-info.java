/**
 * The outside world on a laptop. Each subpackage is one stand-in, and none knows the product; read
 * {@link com.illuvrse.finance.sandbox.Sandbox} first, which puts them together.
 */
@NullMarked
package com.illuvrse.finance.sandbox;

import org.jspecify.annotations.NullMarked;
