package com.illuvrse.finance.account;

/** The accounts the posting rules use, by name (posting model, section 2). Debit is positive. */
public final class Accounts {

    public static final AccountId STRIPE_PENDING = AccountId.of("assets:stripe:payments:pending");
    public static final AccountId STRIPE_AVAILABLE =
            AccountId.of("assets:stripe:payments:available");
    public static final AccountId STRIPE_RESERVE = AccountId.of("assets:stripe:reserve");
    public static final AccountId STRIPE_CONNECT_RESERVE =
            AccountId.of("assets:stripe:connect-reserve");
    public static final AccountId STRIPE_NETWORK_RESERVE =
            AccountId.of("assets:stripe:network-reserve");
    public static final AccountId STRIPE_MINIMUM_BALANCE =
            AccountId.of("assets:stripe:minimum-balance");
    public static final AccountId STRIPE_ISSUING = AccountId.of("assets:stripe:issuing");
    public static final AccountId STRIPE_PREFUNDING = AccountId.of("assets:stripe:prefunding");
    public static final AccountId TRANSIT_PAYOUT = AccountId.of("assets:transit:payout");
    public static final AccountId TRANSIT_TOPUP = AccountId.of("assets:transit:topup");
    public static final AccountId CLEARING_CHARGE = AccountId.of("assets:clearing:charge");
    public static final AccountId CLEARING_REFUND = AccountId.of("assets:clearing:refund");
    public static final AccountId CLEARING_COLLECTION = AccountId.of("assets:clearing:collection");
    public static final AccountId CLEARING_RESERVE = AccountId.of("assets:clearing:reserve");
    public static final AccountId CLEARING_ADVANCE = AccountId.of("assets:clearing:advance");
    public static final AccountId DISPUTES_OPEN = AccountId.of("assets:disputes:open");
    public static final AccountId TAX_INPUT = AccountId.of("assets:tax:input");
    public static final AccountId TAX_WITHHELD_BY_STRIPE =
            AccountId.of("assets:tax:withheld-by-stripe");
    public static final AccountId SUSPENSE_STRIPE = AccountId.of("assets:suspense:stripe");
    public static final AccountId SUSPENSE_BANK = AccountId.of("assets:suspense:bank");
    public static final AccountId ESCROW = AccountId.of("liabilities:escrow");
    public static final AccountId PAYOUTS_CLEARING = AccountId.of("liabilities:payouts:clearing");
    public static final AccountId REFUNDS_UNDELIVERABLE =
            AccountId.of("liabilities:refunds:undeliverable");
    public static final AccountId FINANCING = AccountId.of("liabilities:financing");
    public static final AccountId OPENING = AccountId.of("equity:opening");
    public static final AccountId TRADING_FX = AccountId.of("equity:trading:fx");
    public static final AccountId COMMISSION = AccountId.of("revenue:commission");
    public static final AccountId FX_GAIN = AccountId.of("revenue:fx-gain");
    public static final AccountId FEES_PROCESSING = AccountId.of("expenses:fees:processing");
    public static final AccountId FEES_DISPUTE = AccountId.of("expenses:fees:dispute");
    public static final AccountId FEES_PAYOUT = AccountId.of("expenses:fees:payout");
    public static final AccountId FEES_STRIPE = AccountId.of("expenses:fees:stripe");
    public static final AccountId FEES_FX = AccountId.of("expenses:fees:fx");
    public static final AccountId FEES_PASSTHROUGH = AccountId.of("expenses:fees:passthrough");
    public static final AccountId FEES_APPLICATION = AccountId.of("expenses:fees:application");
    public static final AccountId ROYALTY_GUARANTEE = AccountId.of("expenses:royalty-guarantee");
    public static final AccountId LOSSES_CHARGEBACK = AccountId.of("expenses:losses:chargeback");
    public static final AccountId LOSSES_CREATOR_BAD_DEBT =
            AccountId.of("expenses:losses:creator-bad-debt");
    public static final AccountId FX_LOSS = AccountId.of("expenses:fx-loss");
    public static final AccountId CLIMATE = AccountId.of("expenses:climate");

    private Accounts() {}

    /** Owed to a creator and free to be paid out. */
    public static AccountId payable(String payee) {
        return AccountId.of("liabilities:creator:" + payee + ":payable");
    }

    /** Owed to a creator, held while a dispute is open. */
    public static AccountId held(String payee) {
        return AccountId.of("liabilities:creator:" + payee + ":held");
    }

    /** Owed to a creator, held back by contract. */
    public static AccountId reserve(String payee) {
        return AccountId.of("liabilities:creator:" + payee + ":reserve");
    }

    /** Tax owed to an authority. */
    public static AccountId tax(String jurisdiction) {
        return AccountId.of("liabilities:tax:" + jurisdiction);
    }

    /** Tax withheld from creators, owed to an authority. */
    public static AccountId withholding(String jurisdiction) {
        return AccountId.of("liabilities:withholding:" + jurisdiction);
    }

    /** What a contract's advance has not earned back yet. */
    public static AccountId advance(String contract) {
        return AccountId.of("assets:advances:" + contract);
    }

    /** A bank account by the name the settings give it. */
    public static AccountId bank(String name) {
        return AccountId.of("assets:bank:" + name);
    }
}
