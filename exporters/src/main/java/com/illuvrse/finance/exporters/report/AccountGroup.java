package com.illuvrse.finance.exporters.report;

import com.illuvrse.finance.account.AccountId;
import java.util.HashMap;
import java.util.Map;

/**
 * Accounts that a picture shows as one, in the order it shows them. An account belongs to the group
 * with the longest path it lies within.
 *
 * <p>The stage is the column of the money-flow picture: 0 how money arrived, 1 what for, 2 until
 * delivery, 3 whose it became, 4 on its way out, 5 where it went.
 */
enum AccountGroup {
    STRIPE("Stripe balance", 0, "blue", "assets:stripe"),
    FEES("Stripe's fees", 0, "grey", "expenses:fees"),
    INPUT_TAX("Recoverable tax", 0, "slate", "assets:tax"),
    COSTS("Other costs", 0, "grey", "expenses"),
    BUYERS("Buyers' payments", 1, "teal", "assets:clearing:charge"),
    CLEARING("Other clearing", 1, "rose", "assets:clearing"),
    SUSPENSE("Suspense", 1, "red", "assets:suspense"),
    ESCROW("Escrow", 2, "amber", "liabilities:escrow"),
    SALES_TAX("Sales tax", 2, "slate", "liabilities:tax"),
    CREATORS("Creators", 3, "violet", "liabilities:creator"),
    COMMISSION("Our commission", 3, "green", "revenue:commission"),
    EXCHANGE("Exchange", 3, "rose", "revenue:fx-gain expenses:fx-loss equity:trading"),
    ADVANCES("Advances", 3, "rose", "assets:advances"),
    PAYOUTS("Payouts on their way", 4, "indigo", "liabilities:payouts"),
    WITHHOLDING("Tax withheld", 4, "slate", "liabilities:withholding"),
    REFUNDS("Refunds", 4, "orange", "assets:clearing:refund liabilities:refunds"),
    DISPUTES("Disputed", 4, "red", "assets:disputes"),
    TRANSIT("Stripe to bank", 4, "sky", "assets:transit"),
    BANK("Bank", 5, "blue", "assets:bank"),
    FINANCING("Financing", 5, "grey", "liabilities:financing"),
    EQUITY("Opening balances", 5, "grey", "equity"),
    OTHER("Other accounts", 5, "grey", "");

    /** The last stage: whatever flows back ends here too. */
    static final int LAST_STAGE = 5;

    /** What a balance is, and so on which side it is expected. */
    enum Kind {
        /** Money and claims: debit. */
        ASSET("Where the money is"),
        /** Owed to others: credit. */
        LIABILITY("Whom it belongs to"),
        /** Income and capital: credit. */
        INCOME("Earned, and brought in"),
        /** Costs: debit. */
        COST("Spent");

        private final String title;

        Kind(String title) {
            this.title = title;
        }

        String title() {
            return title;
        }

        /** A balance as people expect to read it: positive on its usual side. */
        long onUsualSide(long debitPositive) {
            return switch (this) {
                case ASSET, COST -> debitPositive;
                case LIABILITY, INCOME -> Math.negateExact(debitPositive);
            };
        }
    }

    private static final Map<String, AccountGroup> BY_PATH = byPath();

    private final String label;
    private final int stage;
    private final String color;
    private final String paths;

    /**
     * @param color a class of the page's style sheet
     * @param paths the accounts it is of, with a blank between them
     */
    AccountGroup(String label, int stage, String color, String paths) {
        this.label = label;
        this.stage = stage;
        this.color = color;
        this.paths = paths;
    }

    private static Map<String, AccountGroup> byPath() {
        Map<String, AccountGroup> groups = new HashMap<>();
        for (AccountGroup group : values()) {
            for (String path : group.paths.split(" ", -1)) {
                groups.put(path, group);
            }
        }
        return groups;
    }

    String label() {
        return label;
    }

    int stage() {
        return stage;
    }

    String color() {
        return color;
    }

    /** Whether money itself lies there, rather than a claim to it. */
    boolean isPlace() {
        return this == STRIPE || this == TRANSIT || this == BANK;
    }

    static AccountGroup of(AccountId account) {
        String path = account.path();
        AccountGroup group = BY_PATH.get(path);
        while (group == null) {
            int parent = path.lastIndexOf(':');
            path = parent < 0 ? "" : path.substring(0, parent);
            group = BY_PATH.get(path);
        }
        return group;
    }

    static Kind kind(AccountId account) {
        String root = account.path().substring(0, account.path().indexOf(':'));
        return switch (root) {
            case "assets" -> Kind.ASSET;
            case "liabilities" -> Kind.LIABILITY;
            case "expenses" -> Kind.COST;
            default -> Kind.INCOME;
        };
    }
}
