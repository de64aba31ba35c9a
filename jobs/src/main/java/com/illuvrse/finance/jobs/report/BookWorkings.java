package com.illuvrse.finance.jobs.report;

import com.illuvrse.finance.account.AccountId;
import com.illuvrse.finance.account.ChartOfAccounts.Numbered;
import com.illuvrse.finance.exporters.books.Books;
import com.illuvrse.finance.exporters.books.StripeBalanceLine;
import com.illuvrse.finance.exporters.books.StripeBalanceLine.Kind;
import com.illuvrse.finance.exporters.books.StripePayoutLine;
import com.illuvrse.finance.exporters.books.Translation;
import com.illuvrse.finance.exporters.books.TrialLine;
import com.illuvrse.finance.jobs.postgres.BookFacts.Ends;
import com.illuvrse.finance.jobs.postgres.BookFacts.Month;
import com.illuvrse.finance.jobs.postgres.StripeMonths.AccountEnds;
import com.illuvrse.finance.jobs.postgres.StripeMonths.Listed;
import com.illuvrse.finance.jobs.postgres.StripeMonths.Movement;
import com.illuvrse.finance.journal.JournalEntry;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.Money;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The facts behind the books of a month that none of their files holds, told to somebody who asks:
 * what was there before the month, and what Stripe's sheets add up.
 */
final class BookWorkings {

    private final Books books;
    private final Month month;
    private final AccountSums accounts;
    private final ToldFacts told;

    BookWorkings(Books books, Month month, AccountSums accounts, ToldFacts told) {
        this.books = books;
        this.month = month;
        this.accounts = accounts;
        this.told = told;
    }

    private String number(AccountId account) {
        return accounts.numbered(account).map(Numbered::number).orElse(AccountSums.UNMAPPED);
    }

    /** A balance of the cut of the day before the month. */
    void drawn(Ends ends) {
        if (ends.beginning() == 0) {
            return;
        }
        String amount = Money.of(ends.beginning(), ends.currency()).toMajor();
        String day = month.first().minusDays(1).toString();
        told.tell(
                TrialLine.DRAWN,
                new TreeMap<>(
                        Map.of(
                                "GL_Account_Number",
                                number(ends.account()),
                                "Amount_Currency",
                                ends.currency().code(),
                                "account",
                                ends.account().path(),
                                "drawn_on",
                                day,
                                "amount",
                                amount)));
        if (ends.currency().equals(books.reporting())) {
            before(ends.account(), ends.currency(), "", amount);
        }
    }

    /** An entry of an earlier month with postings of other currencies. */
    void before(JournalEntry entry, Translation translated) {
        accounts.foreign(
                entry,
                translated,
                (posting, amount) ->
                        before(
                                posting.account(),
                                posting.amount().currency(),
                                entry.id().toString(),
                                Money.of(amount, books.reporting()).toMajor()));
    }

    private void before(AccountId account, Currency currency, String entry, String reporting) {
        told.tell(
                TrialLine.BEFORE,
                new TreeMap<>(
                        Map.of(
                                "GL_Account_Number",
                                number(account),
                                "Amount_Currency",
                                currency.code(),
                                "account",
                                account.path(),
                                "entry_id",
                                entry,
                                "reporting",
                                reporting)));
    }

    /** A payout of Stripe's, or a row it lists under one. */
    void listed(Listed each) {
        String bt = each.bt();
        String entry = each.entry() == null ? "" : each.entry().toString();
        if (bt == null) {
            told.tell(
                    StripePayoutLine.PAYOUTS,
                    new TreeMap<>(
                            Map.of(
                                    "stripe_payout_id",
                                    each.payout(),
                                    "entry_id",
                                    entry,
                                    "payout_minor",
                                    String.valueOf(each.amount()),
                                    "ledger_minor",
                                    String.valueOf(each.other()))));
            return;
        }
        told.tell(
                StripePayoutLine.LISTED,
                new TreeMap<>(
                        Map.of(
                                "stripe_payout_id",
                                each.payout(),
                                "bt",
                                bt,
                                "part",
                                each.part() == null ? "" : each.part(),
                                "entry_id",
                                entry,
                                "amount_minor",
                                String.valueOf(each.amount()),
                                "fees_minor",
                                String.valueOf(each.other()))));
    }

    /** What moved one of Stripe's balances. */
    void moved(Movement each) {
        told.tell(
                StripeBalanceLine.MOVED,
                new TreeMap<>(
                        Map.of(
                                "currency",
                                each.currency().code(),
                                "balance_type",
                                each.balanceType(),
                                "reporting_category",
                                each.category(),
                                "id",
                                each.id(),
                                "entry_id",
                                each.entry().toString(),
                                "gross_minor",
                                String.valueOf(each.gross()),
                                "fee_minor",
                                String.valueOf(each.fee()),
                                "net_minor",
                                String.valueOf(each.net()))));
    }

    /**
     * Our accounts of Stripe's balances at both ends, and what Stripe said of each balance.
     *
     * @param lines of the sheet, of which those are taken that Stripe answered
     */
    void balances(List<AccountEnds> ends, List<StripeBalanceLine> lines) {
        for (AccountEnds each : ends) {
            end(Kind.OPENING, each.currency(), each.balanceType(), each.account(), each.opening());
            end(Kind.CLOSING, each.currency(), each.balanceType(), each.account(), each.closing());
            end(
                    Kind.DIFFERENCE,
                    each.currency(),
                    each.balanceType(),
                    each.account(),
                    each.closing());
        }
        for (StripeBalanceLine line : lines) {
            @Nullable Long net = line.net();
            if (line.kind() == Kind.STRIPE && net != null) {
                String said = "Stripe's own answer, less rows of later days";
                end(Kind.STRIPE, line.currency(), line.balanceType(), said, net);
                end(Kind.DIFFERENCE, line.currency(), line.balanceType(), said, -net);
            }
        }
    }

    private void end(Kind kind, Currency currency, String balanceType, String what, long net) {
        told.tell(
                StripeBalanceLine.ENDS,
                new TreeMap<>(
                        Map.of(
                                "currency",
                                currency.code(),
                                "balance_type",
                                balanceType,
                                "line",
                                StripeBalanceLine.text(kind),
                                "account",
                                what,
                                "net_minor",
                                String.valueOf(net))));
    }
}
