package com.illuvrse.finance.wrong;

import java.util.UUID;

/** Breaks a rule on purpose. */
public final class ThrowsDice {

    private ThrowsDice() {}

    public static UUID id() {
        return UUID.randomUUID();
    }
}
