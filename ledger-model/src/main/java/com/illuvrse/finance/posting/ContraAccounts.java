package com.illuvrse.finance.posting;

import static com.illuvrse.finance.account.Accounts.CLEARING_ADVANCE;
import static com.illuvrse.finance.account.Accounts.CLEARING_CHARGE;
import static com.illuvrse.finance.account.Accounts.CLEARING_COLLECTION;
import static com.illuvrse.finance.account.Accounts.CLEARING_REFUND;
import static com.illuvrse.finance.account.Accounts.CLEARING_RESERVE;
import static com.illuvrse.finance.account.Accounts.CLIMATE;
import static com.illuvrse.finance.account.Accounts.COMMISSION;
import static com.illuvrse.finance.account.Accounts.DISPUTES_OPEN;
import static com.illuvrse.finance.account.Accounts.FEES_FX;
import static com.illuvrse.finance.account.Accounts.FEES_PASSTHROUGH;
import static com.illuvrse.finance.account.Accounts.FEES_STRIPE;
import static com.illuvrse.finance.account.Accounts.FINANCING;
import static com.illuvrse.finance.account.Accounts.PAYOUTS_CLEARING;
import static com.illuvrse.finance.account.Accounts.STRIPE_CONNECT_RESERVE;
import static com.illuvrse.finance.account.Accounts.STRIPE_MINIMUM_BALANCE;
import static com.illuvrse.finance.account.Accounts.STRIPE_NETWORK_RESERVE;
import static com.illuvrse.finance.account.Accounts.SUSPENSE_STRIPE;
import static com.illuvrse.finance.account.Accounts.TAX_INPUT;
import static com.illuvrse.finance.account.Accounts.TRANSIT_PAYOUT;
import static com.illuvrse.finance.account.Accounts.TRANSIT_TOPUP;

import com.illuvrse.finance.account.AccountId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The table that says which account stands opposite to each type of balance transaction (posting
 * model, section 3).
 *
 * <p>A row is written {@code type/category}, with {@code *} for any. The row for exactly this type
 * and category counts first, then the one for the category, then the one for the type. Every type
 * Stripe has today is here; those that go to suspense are here too, so that a missing row always
 * means a type nobody decided on.
 */
public final class ContraAccounts {

    private static final Map<String, AccountId> TABLE = table();

    private ContraAccounts() {}

    /** The account for a type and reporting category; empty when no row covers them. */
    public static Optional<AccountId> of(String type, String reportingCategory) {
        AccountId exact = TABLE.get(type + "/" + reportingCategory);
        AccountId byCategory = TABLE.get("*/" + reportingCategory);
        AccountId byType = TABLE.get(type + "/*");
        return Optional.ofNullable(
                exact != null ? exact : byCategory != null ? byCategory : byType);
    }

    /**
     * A row of the table.
     *
     * @param type Stripe's type, or {@code *} for any
     * @param category the reporting category, or {@code *} for any other
     */
    public record Row(String type, String category, AccountId account) {}

    /** The whole table, by type and category. */
    public static List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        new TreeMap<>(TABLE)
                .forEach(
                        (key, account) -> {
                            int slash = key.indexOf('/');
                            rows.add(
                                    new Row(
                                            key.substring(0, slash),
                                            key.substring(slash + 1),
                                            account));
                        });
        return List.copyOf(rows);
    }

    private static Map<String, AccountId> table() {
        Map<String, AccountId> table = new LinkedHashMap<>();
        payments(table);
        feesAndTaxes(table);
        cash(table);
        reservesAndFinancing(table);
        connect(table);
        undecided(table);
        return Map.copyOf(table);
    }

    private static void payments(Map<String, AccountId> table) {
        table.put("charge/*", CLEARING_CHARGE);
        table.put("payment/*", CLEARING_CHARGE);
        table.put("payment_failure_refund/*", CLEARING_CHARGE);
        table.put("payment_reversal/*", CLEARING_CHARGE);
        table.put("refund/*", CLEARING_REFUND);
        table.put("refund/partial_capture_reversal", CLEARING_CHARGE);
        table.put("payment_refund/*", CLEARING_REFUND);
        table.put("refund_failure/*", CLEARING_REFUND);
        table.put("adjustment/refund_failure", CLEARING_REFUND);
        table.put("adjustment/dispute", DISPUTES_OPEN);
        table.put("adjustment/dispute_reversal", DISPUTES_OPEN);
    }

    private static void feesAndTaxes(Map<String, AccountId> table) {
        table.put("stripe_fee/*", FEES_STRIPE);
        table.put("fee_credit_funding/*", FEES_STRIPE);
        table.put("adjustment/fee", FEES_STRIPE);
        table.put("stripe_fx_fee/*", FEES_FX);
        table.put("tax_fee/*", TAX_INPUT);
        table.put("*/network_cost", FEES_PASSTHROUGH);
    }

    private static void cash(Map<String, AccountId> table) {
        table.put("payout/*", TRANSIT_PAYOUT);
        table.put("payout_cancel/*", TRANSIT_PAYOUT);
        table.put("payout_failure/*", TRANSIT_PAYOUT);
        table.put("payout_minimum_balance_hold/*", STRIPE_MINIMUM_BALANCE);
        table.put("payout_minimum_balance_release/*", STRIPE_MINIMUM_BALANCE);
        table.put("topup/*", TRANSIT_TOPUP);
        table.put("topup_reversal/*", TRANSIT_TOPUP);
        table.put("inbound_transfer/*", TRANSIT_TOPUP);
        table.put("inbound_transfer_reversal/*", TRANSIT_TOPUP);
    }

    private static void reservesAndFinancing(Map<String, AccountId> table) {
        table.put("reserved_funds/*", CLEARING_RESERVE);
        table.put("reserve_hold/*", CLEARING_RESERVE);
        table.put("reserve_release/*", CLEARING_RESERVE);
        table.put("payment_network_reserve_hold/*", STRIPE_NETWORK_RESERVE);
        table.put("payment_network_reserve_release/*", STRIPE_NETWORK_RESERVE);
        table.put("advance/*", CLEARING_ADVANCE);
        table.put("advance_funding/*", CLEARING_ADVANCE);
        table.put("anticipation_repayment/*", FINANCING);
        table.put("obligation_outbound/*", FINANCING);
        table.put("obligation_reversal_inbound/*", FINANCING);
        table.put("*/financing_paydown", FINANCING);
        table.put("*/financing_paydown_reversal", FINANCING);
        table.put("*/financing_payout", FINANCING);
        table.put("*/financing_payout_reversal", FINANCING);
        table.put("contribution/*", CLIMATE);
        table.put("climate_order_purchase/*", CLIMATE);
        table.put("climate_order_refund/*", CLIMATE);
    }

    private static void connect(Map<String, AccountId> table) {
        table.put("application_fee/*", COMMISSION);
        table.put("application_fee_refund/*", COMMISSION);
        table.put("transfer/*", PAYOUTS_CLEARING);
        table.put("transfer_refund/*", PAYOUTS_CLEARING);
        table.put("transfer_cancel/*", PAYOUTS_CLEARING);
        table.put("transfer_failure/*", PAYOUTS_CLEARING);
        table.put("connect_collection_transfer/*", CLEARING_COLLECTION);
        table.put("reserve_transaction/*", STRIPE_CONNECT_RESERVE);
    }

    /** Known to Stripe, but this platform has no use for them: a person looks at each. */
    private static void undecided(Map<String, AccountId> table) {
        table.put("adjustment/other_adjustment", SUSPENSE_STRIPE);
        table.put("payment_unreconciled/*", SUSPENSE_STRIPE);
        table.put("tax_fund/*", SUSPENSE_STRIPE);
        table.put("stripe_balance_payment_debit/*", SUSPENSE_STRIPE);
        table.put("stripe_balance_payment_debit_reversal/*", SUSPENSE_STRIPE);
        table.put("issuing_authorization_hold/*", SUSPENSE_STRIPE);
        table.put("issuing_authorization_release/*", SUSPENSE_STRIPE);
        table.put("issuing_transaction/*", SUSPENSE_STRIPE);
        table.put("issuing_dispute/*", SUSPENSE_STRIPE);
        table.put("issuing_dispute_provisional_credit/*", SUSPENSE_STRIPE);
        table.put("issuing_dispute_provisional_credit_reversal/*", SUSPENSE_STRIPE);
        table.put("*/issuing_disbursement", SUSPENSE_STRIPE);
        table.put("*/issuing_dispute_fraud_liability_debit", SUSPENSE_STRIPE);
        table.put("*/balance_transfer", SUSPENSE_STRIPE);
    }
}
