package com.illuvrse.finance.exporters.wrong;

import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

/** Breaks a rule on purpose. */
public record KnowsBouncyCastle(SubjectPublicKeyInfo kept) {}
