package com.illuvrse.finance.payout;

import com.illuvrse.finance.account.AccountId;
import com.illuvrse.finance.account.Accounts;
import com.illuvrse.finance.journal.AccountingDay;
import com.illuvrse.finance.journal.JournalEntry;
import com.illuvrse.finance.posting.Posted;
import com.illuvrse.finance.reconciliation.BreakType;
import com.illuvrse.finance.reconciliation.Finding;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a line of a bank statement stands opposite to: money from or to Stripe, money of a payout
 * batch, or suspense (posting model, section 6).
 *
 * <p>The reference decides and nothing else; an EndToEndId or trace number of ours is one as well.
 * A line that came back for a reason is booked against payouts clearing like every other line of a
 * payout; giving it back to its creator is an entry of its own.
 */
public final class BankLineRules {

    private static final Pattern STRIPE = Pattern.compile("STRIPE (po|tu)_[A-Za-z0-9_]{1,60}");
    private static final Pattern PAYOUT =
            Pattern.compile(
                    "PAYOUT ([A-Za-z0-9][A-Za-z0-9._-]{0,63}(?::[A-Za-z0-9][A-Za-z0-9._-]{0,63}:[A-Z]{3})?)");

    private BankLineRules() {}

    /** The entry of one line, booked on a day that is not before its own. */
    public static Posted post(BankLine line, LocalDate bookedOn, ZoneId zone) {
        AccountId opposite = opposite(line.reference()).orElse(Accounts.SUSPENSE_BANK);
        JournalEntry entry =
                JournalEntry.of(
                                line.key(),
                                bookedOn,
                                AccountingDay.of(line.bookedOn(), zone).from())
                        .effectiveOn(line.bookedOn())
                        .ref("statement", line.statement())
                        .debit(Accounts.bank(line.account()), line.amount())
                        .credit(opposite, line.amount())
                        .build();
        return new Posted(
                entry, opposite.equals(Accounts.SUSPENSE_BANK) ? unknown(line) : List.of());
    }

    private static List<Finding> unknown(BankLine line) {
        String detail =
                "expected a reference such as \"STRIPE po_1\" or \"PAYOUT 2026-03-06\", found %s"
                        .formatted(
                                line.reference() == null ? "none" : "\"" + line.reference() + "\"");
        return List.of(
                Finding.on(
                        Accounts.SUSPENSE_BANK,
                        BreakType.BANK_LINE_UNKNOWN,
                        line.ref(),
                        line.amount().negated(),
                        detail));
    }

    private static Optional<AccountId> opposite(@Nullable String reference) {
        if (reference == null) {
            return Optional.empty();
        }
        Matcher stripe = STRIPE.matcher(reference);
        if (stripe.matches()) {
            return Optional.of(
                    stripe.group(1).equals("po")
                            ? Accounts.TRANSIT_PAYOUT
                            : Accounts.TRANSIT_TOPUP);
        }
        return isPayout(reference) ? Optional.of(Accounts.PAYOUTS_CLEARING) : Optional.empty();
    }

    /** Whether a line names a batch or payout, by its name or by what a bank names it by. */
    public static boolean isPayout(BankLine line) {
        String reference = line.reference();
        return reference != null && isPayout(reference);
    }

    private static boolean isPayout(String reference) {
        return PAYOUT.matcher(reference).matches()
                || PayoutReference.END_TO_END_ID.matcher(reference).matches()
                || PayoutReference.TRACE_NUMBER.matcher(reference).matches();
    }

    /**
     * The batch, or the payout {@code <batch>:<payee>:<currency>}, a line names; empty when it
     * names none.
     */
    public static Optional<String> payoutOf(BankLine line) {
        String reference = line.reference();
        if (reference == null) {
            return Optional.empty();
        }
        Matcher payout = PAYOUT.matcher(reference);
        return payout.matches() ? Optional.of(payout.group(1)) : Optional.empty();
    }
}
