package com.illuvrse.finance.sandbox.stripe;

import org.jspecify.annotations.Nullable;

/** What a restricted key may do, which its first letters say. */
enum Permission {
    /** Read everything and let reports be made, change nothing. */
    PULL("rk_test_pull"),
    /** Make, read and reverse transfers, and nothing else. */
    PAY("rk_test_pay");

    private static final String SCHEME = "Bearer ";

    private final String prefix;

    Permission(String prefix) {
        this.prefix = prefix;
    }

    static Permission of(@Nullable String authorization) {
        if (authorization == null || !authorization.startsWith(SCHEME)) {
            throw RefusedException.keyMissing();
        }
        String key = authorization.substring(SCHEME.length());
        for (Permission each : values()) {
            if (key.startsWith(each.prefix)) {
                return each;
            }
        }
        throw RefusedException.keyUnknown();
    }

    void verify(Operation operation) {
        boolean permitted =
                switch (this) {
                    case PULL -> !operation.writes() || operation.makesReports();
                    case PAY -> operation.isOfTransfers();
                };
        if (!permitted) {
            throw RefusedException.notPermitted();
        }
    }
}
