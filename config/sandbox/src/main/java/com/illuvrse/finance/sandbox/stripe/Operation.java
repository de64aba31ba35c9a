package com.illuvrse.finance.sandbox.stripe;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a request asks for: a method and a path of Stripe's API. */
public enum Operation {
    GET_BALANCE("GET", "/v1/balance"),
    LIST_BALANCE_TRANSACTIONS("GET", "/v1/balance_transactions"),
    GET_BALANCE_TRANSACTION("GET", "/v1/balance_transactions/([^/]+)"),
    LIST_PAYOUTS("GET", "/v1/payouts"),
    GET_PAYOUT("GET", "/v1/payouts/([^/]+)"),
    LIST_DISPUTES("GET", "/v1/disputes"),
    GET_DISPUTE("GET", "/v1/disputes/([^/]+)"),
    CREATE_TRANSFER("POST", "/v1/transfers"),
    LIST_TRANSFERS("GET", "/v1/transfers"),
    GET_TRANSFER("GET", "/v1/transfers/([^/]+)"),
    CREATE_REVERSAL("POST", "/v1/transfers/([^/]+)/reversals"),
    LIST_REVERSALS("GET", "/v1/transfers/([^/]+)/reversals"),
    GET_REVERSAL("GET", "/v1/transfers/([^/]+)/reversals/([^/]+)"),
    LIST_REPORT_TYPES("GET", "/v1/reporting/report_types"),
    GET_REPORT_TYPE("GET", "/v1/reporting/report_types/([^/]+)"),
    CREATE_REPORT_RUN("POST", "/v1/reporting/report_runs"),
    GET_REPORT_RUN("GET", "/v1/reporting/report_runs/([^/]+)"),
    GET_FILE_CONTENTS("GET", "/v1/files/([^/]+)/contents");

    private final String method;
    private final Pattern path;

    Operation(String method, String path) {
        this.method = method;
        this.path = Pattern.compile(path);
    }

    /** True when it changes something. */
    public boolean writes() {
        return method.equals("POST");
    }

    /** True when its path is that of transfers and their reversals. */
    boolean isOfTransfers() {
        return path.pattern().startsWith("/v1/transfers");
    }

    /** True when it makes a report, which moves no money: Stripe counts it as reading. */
    boolean makesReports() {
        return this == CREATE_REPORT_RUN;
    }

    /** True when it answers with a page of a list. */
    boolean lists() {
        return name().startsWith("LIST_");
    }

    static Optional<Operation> of(String method, String path) {
        for (Operation each : values()) {
            if (each.method.equals(method) && each.path.matcher(path).matches()) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }

    /** The ids in a path of this operation, in their order. */
    List<String> ids(String requested) {
        Matcher matcher = path.matcher(requested);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(requested + " is not a path of " + this);
        }
        return switch (matcher.groupCount()) {
            case 0 -> List.of();
            case 1 -> List.of(matcher.group(1));
            default -> List.of(matcher.group(1), matcher.group(2));
        };
    }
}
