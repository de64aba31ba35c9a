/**
 * What is added to a sealed segment: signatures of accountable persons and time stamps. Read {@link
 * com.illuvrse.finance.exporters.attestation.RoleSignature} first.
 */
@NullMarked
package com.illuvrse.finance.exporters.attestation;

import org.jspecify.annotations.NullMarked;
