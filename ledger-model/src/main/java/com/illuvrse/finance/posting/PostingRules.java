package com.illuvrse.finance.posting;

import com.illuvrse.finance.account.AccountId;
import com.illuvrse.finance.account.Accounts;
import com.illuvrse.finance.journal.AccountingDay;
import com.illuvrse.finance.journal.JournalEntry;
import com.illuvrse.finance.journal.SourceKey;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.Fraction;
import com.illuvrse.finance.money.Money;
import com.illuvrse.finance.reconciliation.BreakType;
import com.illuvrse.finance.reconciliation.Finding;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One rule for every balance transaction: what moved at Stripe, what Stripe kept, and the account
 * that stands opposite (posting model, section 3).
 *
 * <p>The entry depends on the balance transaction alone, so orders may come before or after it. No
 * row is ever left out: what no rule knows is booked to suspense and reported.
 */
public final class PostingRules {

    private static final Fraction ONE_MINOR_UNIT = Fraction.of(1);

    private PostingRules() {}

    /** The entry of one balance transaction, booked on a day that is not before its own. */
    public static Posted post(BalanceTransaction row, LocalDate bookedOn, ZoneId zone) {
        List<Finding> findings = new ArrayList<>();
        LocalDate effectiveOn = AccountingDay.containing(row.created(), zone).date();
        JournalEntry.Draft entry =
                JournalEntry.of(key(row), bookedOn, row.created())
                        .effectiveOn(effectiveOn)
                        .ref("bt", row.id())
                        .ref("order", row.links().order())
                        .ref("stripe", row.links().source())
                        .ref("dispute", row.links().dispute())
                        .fx(exchange(row, effectiveOn));

        stripeAndContra(row, entry, findings);
        fees(row, entry, findings);
        checkRate(row, findings);
        if (effectiveOn.isBefore(bookedOn)) {
            String detail = "row of " + effectiveOn + " came when that day was over";
            findings.add(
                    Finding.of(
                            BreakType.LATE_ARRIVAL,
                            row.id(),
                            Money.of(row.net(), row.currency()),
                            detail));
        }
        return new Posted(entry.build(), findings);
    }

    /** The source key of a balance transaction's own entry. */
    public static SourceKey key(BalanceTransaction row) {
        return SourceKey.of("stripe", row.account(), "bt", row.id());
    }

    /**
     * The entry that moves money Stripe has made available from pending to available; empty when
     * the sum is zero.
     *
     * @param net sum of the net of all rows that wait in pending and whose day has come
     */
    public static Optional<JournalEntry> becomeAvailable(
            String account, AccountingDay day, Money net) {
        if (net.isZero()) {
            return Optional.empty();
        }
        SourceKey key =
                SourceKey.of(
                        "stripe",
                        account,
                        "available",
                        net.currency().code(),
                        day.date().toString());
        return Optional.of(
                JournalEntry.of(key, day.date(), day.from())
                        .debit(Accounts.STRIPE_AVAILABLE, net)
                        .credit(Accounts.STRIPE_PENDING, net)
                        .build());
    }

    /**
     * The account of Stripe's balance a row moved; empty for a kind of balance nobody decided on.
     */
    public static Optional<AccountId> stripeAccount(BalanceTransaction row) {
        return Optional.ofNullable(
                switch (row.balanceType()) {
                    case "payments" ->
                            row.becomesAvailableLater()
                                    ? Accounts.STRIPE_PENDING
                                    : Accounts.STRIPE_AVAILABLE;
                    case "risk_reserved" -> Accounts.STRIPE_RESERVE;
                    case "issuing" -> Accounts.STRIPE_ISSUING;
                    case "refund_and_dispute_prefunding" -> Accounts.STRIPE_PREFUNDING;
                    default -> null;
                });
    }

    private static void stripeAndContra(
            BalanceTransaction row, JournalEntry.Draft entry, List<Finding> findings) {
        Money net = Money.of(row.net(), row.currency());
        Money amount = row.amountMoney();
        Optional<AccountId> stripe = stripeAccount(row);
        AccountId contra =
                ContraAccounts.of(row.type(), row.reportingCategory())
                        .orElse(Accounts.SUSPENSE_STRIPE);
        entry.debit(stripe.orElse(Accounts.SUSPENSE_STRIPE), net).credit(contra, amount);

        boolean contraUnknown = contra.equals(Accounts.SUSPENSE_STRIPE);
        if (stripe.isEmpty() || contraUnknown) {
            Money suspended = contraUnknown ? amount.negated() : Money.zero(row.currency());
            if (stripe.isEmpty()) {
                suspended = suspended.plus(net);
            }
            String detail =
                    "no rule for type %s, category %s, balance %s: booked to suspense"
                            .formatted(row.type(), row.reportingCategory(), row.balanceType());
            findings.add(
                    Finding.on(
                            Accounts.SUSPENSE_STRIPE,
                            BreakType.UNKNOWN_BT_TYPE,
                            row.id(),
                            suspended,
                            detail));
        }
    }

    private static void fees(
            BalanceTransaction row, JournalEntry.Draft entry, List<Finding> findings) {
        Currency currency = row.currency();
        Money explained = Money.zero(currency);
        Money unknown = Money.zero(currency);
        StringBuilder unknownTypes = new StringBuilder();
        for (Fee fee : row.feeDetails()) {
            if (!fee.currency().equals(currency)) {
                continue;
            }
            Money amount = Money.of(fee.amount(), currency);
            AccountId account = feeAccount(fee.type(), row.reportingCategory());
            entry.debit(account == null ? Accounts.SUSPENSE_STRIPE : account, amount);
            explained = explained.plus(amount);
            if (account == null) {
                unknown = unknown.plus(amount);
                unknownTypes.append(' ').append(fee.type());
            }
        }
        if (!unknownTypes.isEmpty()) {
            findings.add(
                    Finding.on(
                            Accounts.SUSPENSE_STRIPE,
                            BreakType.UNKNOWN_FEE_TYPE,
                            row.id(),
                            unknown,
                            "no account for fee type" + unknownTypes));
        }
        checkFees(row, explained, entry, findings);
    }

    /** What left beside the fee details, by amount, fee and net, goes to suspense. */
    private static void checkFees(
            BalanceTransaction row,
            Money explained,
            JournalEntry.Draft entry,
            List<Finding> findings) {
        Money unexplained =
                row.amountMoney().minus(Money.of(row.net(), row.currency())).minus(explained);
        entry.debit(Accounts.SUSPENSE_STRIPE, unexplained);
        if (!unexplained.isZero() || explained.minor() != row.fee()) {
            String detail =
                    "amount %d less net %d and fee %d: the fee details add up to %d"
                            .formatted(row.amount(), row.net(), row.fee(), explained.minor());
            findings.add(
                    Finding.on(
                            Accounts.SUSPENSE_STRIPE,
                            BreakType.FEE_DETAIL_MISMATCH,
                            row.id(),
                            unexplained,
                            detail));
        }
    }

    /** Whether a kind of fee has an account of its own, and does not go to suspense. */
    public static boolean isKnownFee(String type) {
        return feeAccount(type, "") != null;
    }

    private static @Nullable AccountId feeAccount(String type, String reportingCategory) {
        return switch (type) {
            case "stripe_fee" -> stripeFeeAccount(reportingCategory);
            case "tax" -> Accounts.TAX_INPUT;
            case "payment_method_passthrough_fee" -> Accounts.FEES_PASSTHROUGH;
            case "application_fee" -> Accounts.FEES_APPLICATION;
            case "withheld_tax" -> Accounts.TAX_WITHHELD_BY_STRIPE;
            default -> null;
        };
    }

    private static AccountId stripeFeeAccount(String reportingCategory) {
        return switch (reportingCategory) {
            case "dispute", "dispute_reversal" -> Accounts.FEES_DISPUTE;
            case "payout", "payout_reversal" -> Accounts.FEES_PAYOUT;
            default -> Accounts.FEES_PROCESSING;
        };
    }

    private static Map<String, String> exchange(BalanceTransaction row, LocalDate effectiveOn) {
        Map<String, String> fx = new TreeMap<>();
        Money presentment = row.exchanged();
        if (presentment != null) {
            fx.put("presentmentAmount", Long.toString(presentment.minor()));
            fx.put("presentmentCurrency", presentment.currency().code());
            if (row.exchangeRate() != null) {
                fx.put("rate", row.exchangeRate());
                fx.put("date", effectiveOn.toString());
                fx.put("source", "Stripe");
            }
        }
        return fx;
    }

    private static void checkRate(BalanceTransaction row, List<Finding> findings) {
        Money presentment = row.exchanged();
        if (presentment == null || row.exchangeRate() == null) {
            return;
        }
        Fraction settled = Fraction.parse(row.exchangeRate()).times(presentment.abs().minor());
        Fraction difference = settled.minus(Fraction.of(Math.absExact(row.amount())));
        Fraction distance = difference.signum() < 0 ? difference.negated() : difference;
        if (distance.compareTo(ONE_MINOR_UNIT) > 0) {
            String detail =
                    "%s at %s is not %s"
                            .formatted(presentment, row.exchangeRate(), row.amountMoney());
            findings.add(
                    Finding.of(
                            BreakType.FX_RATE_MISMATCH,
                            row.id(),
                            Money.of(difference.roundHalfUp(), row.currency()),
                            detail));
        }
    }
}
