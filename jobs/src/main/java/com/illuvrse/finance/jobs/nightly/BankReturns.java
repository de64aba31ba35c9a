package com.illuvrse.finance.jobs.nightly;

import com.illuvrse.finance.jobs.postgres.Database;
import com.illuvrse.finance.jobs.postgres.Journal;
import com.illuvrse.finance.jobs.postgres.PayoutReturns;
import com.illuvrse.finance.jobs.postgres.PayoutReturns.Notice;
import com.illuvrse.finance.journal.AccountingDay;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.Money;
import com.illuvrse.finance.payout.BankLine;
import com.illuvrse.finance.payout.BankLineRules;
import com.illuvrse.finance.payout.PayoutItem;
import com.illuvrse.finance.reconciliation.BreakType;
import com.illuvrse.finance.reconciliation.Finding;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Payouts that a bank sent back are owed again, each part of them once.
 *
 * <p>Two may tell of one return: the ACH network by a notice, and our bank by the line that credits
 * our account. Whichever comes first opens the payout again; the other finds it open. More than was
 * paid, or a payout nobody made, is a break, and the money stays visible on payouts clearing.
 */
final class BankReturns {

    private static final Currency USD = Currency.of("USD");

    private final PayoutReturns returns;
    private final Journal journal;

    BankReturns(Database database) {
        this.returns = new PayoutReturns(database);
        this.journal = new Journal(database);
    }

    /** Books what came back on the day, within the running transaction of the writer. */
    List<Finding> match(Night night) {
        List<Finding> findings = new ArrayList<>();
        for (Notice notice : returns.noticesOf(night.date())) {
            notice(notice, night, findings);
        }
        for (BankLine line : returns.linesOf(night.date())) {
            line(line, night, findings);
        }
        return findings;
    }

    private void notice(Notice notice, Night night, List<Finding> findings) {
        Optional<PayoutItem> sent = returns.sentAs(notice.originalTrace());
        Money amount = Money.of(notice.amount(), USD);
        if (notice.isChange()) {
            findings.add(change(notice, sent));
        } else if (sent.isEmpty()) {
            findings.add(
                    unknown(
                            notice.ref(),
                            amount,
                            "the network returns a payout nobody made, reason " + notice.reason()));
        } else if (!amount.equals(sent.get().pay())) {
            findings.add(
                    unknown(
                            notice.ref(),
                            amount,
                            "payout %s was %s, the network returns another amount"
                                    .formatted(sent.get().id(), sent.get().pay())));
        } else {
            giveBack(
                    sent.get(),
                    notice.amount(),
                    new Telling(Notice.STATEMENT, notice.originalTrace(), notice.happenedOn()),
                    night);
        }
    }

    private static Finding change(Notice notice, Optional<PayoutItem> sent) {
        String whose =
                sent.map(item -> "payout " + item.id() + " was paid")
                        .orElse("a payout nobody knows was paid");
        return Finding.of(
                BreakType.PAYOUT_DETAILS_CHANGED,
                notice.ref() + ":" + notice.reason(),
                whose
                        + ", and the creator's bank asks for other account details next time, reason "
                        + notice.reason());
    }

    private void line(BankLine line, Night night, List<Finding> findings) {
        String reference = line.reference();
        if (reference == null || !BankLineRules.isPayout(line)) {
            return;
        }
        Optional<PayoutItem> sent =
                BankLineRules.payoutOf(line)
                        .flatMap(returns::sent)
                        .or(() -> returns.sentAs(reference));
        if (sent.isEmpty()) {
            findings.add(
                    unknown(
                            line.ref(),
                            line.amount(),
                            "the bank returns \"%s\", which is no payout it was asked to make"
                                    .formatted(reference)));
            return;
        }
        PayoutItem item = sent.get();
        long together = returns.broughtBack(item, line, night.date());
        if (!line.amount().currency().equals(item.pay().currency())
                || together > item.pay().minor()) {
            findings.add(
                    unknown(
                            line.ref(),
                            line.amount(),
                            "payout %s was %s, with this line %d came back"
                                    .formatted(item.id(), item.pay(), together)));
            return;
        }
        giveBack(
                item, together, new Telling(line.statement(), line.line(), line.bookedOn()), night);
    }

    /** The place that tells of a return, and its day. */
    private record Telling(String statement, String line, LocalDate day) {}

    /** Books what is not owed again yet of all that came back by one way. */
    private void giveBack(PayoutItem item, long cameBack, Telling telling, Night night) {
        long before = returns.givenBack(item);
        if (cameBack > before) {
            Instant at = AccountingDay.of(telling.day(), night.day().zone()).from();
            journal.post(
                    List.of(
                            item.returnedByBank(
                                    before,
                                    cameBack - before,
                                    telling.statement(),
                                    telling.line(),
                                    at,
                                    night.day())));
        }
    }

    private static Finding unknown(String ref, Money amount, String detail) {
        return Finding.of(BreakType.RETURN_WITHOUT_PAYOUT, ref, amount, detail);
    }
}
