package com.illuvrse.finance.jobs.nightly;

import com.illuvrse.finance.jobs.postgres.Database;
import com.illuvrse.finance.jobs.postgres.Journal;
import com.illuvrse.finance.jobs.postgres.LedgerRole;
import com.illuvrse.finance.jobs.postgres.OwnMoney;
import com.illuvrse.finance.jobs.postgres.OwnMoney.TransferRow;
import com.illuvrse.finance.jobs.postgres.PayoutIntents;
import com.illuvrse.finance.jobs.postgres.PayoutIntents.Intent;
import com.illuvrse.finance.jobs.postgres.PayoutIntents.Sent;
import com.illuvrse.finance.jobs.postgres.PayoutIntents.State;
import com.illuvrse.finance.journal.JournalEntry;
import com.illuvrse.finance.money.Money;
import com.illuvrse.finance.payout.PayoutItem;
import com.illuvrse.finance.reconciliation.BreakType;
import com.illuvrse.finance.reconciliation.Finding;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Every transfer row of a day is one payout of ours, or a break; money that came back is owed
 * again.
 */
final class TransferMatches {

    private static final Set<State> NOT_KNOWN = Set.of(State.SENDING, State.UNKNOWN);

    private final Database database;
    private final OwnMoney rows;
    private final PayoutIntents intents;
    private final Journal journal;

    TransferMatches(Database database) {
        this.database = database;
        this.rows = new OwnMoney(database);
        this.intents = new PayoutIntents(database);
        this.journal = new Journal(database);
    }

    /**
     * Matches the rows booked on the day within the running transaction of the writer, and returns
     * what was found wrong.
     */
    List<Finding> match(Night night) {
        List<Finding> findings = new ArrayList<>();
        List<JournalEntry> entries = new ArrayList<>();
        for (TransferRow row : rows.transfersOf(night.date())) {
            if (row.leaves()) {
                if (!isOurs(row, night)) {
                    findings.add(unmatched(row, "no payout of ours was sent by it"));
                }
            } else {
                back(row, night, entries, findings);
            }
        }
        for (PayoutItem item : intents.failedBetween(night.day().from(), night.day().to())) {
            entries.add(item.cancelled(night.day()));
        }
        journal.post(entries);
        return findings;
    }

    private boolean isOurs(TransferRow row, Night night) {
        String transfer = row.transfer();
        if (transfer == null) {
            return false;
        }
        adopt(row, transfer, night);
        return intents.sentAs(transfer)
                .filter(sent -> amountOf(sent).equals(row.amount().negated()))
                .isPresent();
    }

    /**
     * A transfer whose answer was lost, found by its row: it names the payout, goes to its
     * destination and has its amount, so it is the one.
     */
    private void adopt(TransferRow row, String transfer, Night night) {
        if (row.payout() == null || intents.sentAs(transfer).isPresent()) {
            return;
        }
        Optional<Intent> lost =
                intents.living(row.payout())
                        .filter(intent -> NOT_KNOWN.contains(intent.state()))
                        .filter(intent -> intent.amount().equals(row.amount().negated()))
                        .filter(intent -> intent.destination().equals(row.destination()));
        Instant begun = night.day().from();
        Instant at = row.created().isBefore(begun) ? begun : row.created();
        lost.ifPresent(
                intent ->
                        database.write(
                                LedgerRole.PAYOUTS,
                                night.epoch(),
                                () -> intents.sent(intent, transfer, at)));
    }

    private void back(
            TransferRow row, Night night, List<JournalEntry> entries, List<Finding> findings) {
        Optional<Sent> sent =
                row.transfer() == null ? Optional.empty() : intents.sentAs(row.transfer());
        if (sent.isEmpty()) {
            findings.add(unmatched(row, "it brings back no payout of ours"));
            return;
        }
        PayoutItem item = sent.get().item();
        long before = rows.returnedBefore(row, night.date());
        long amount = row.amount().minor();
        boolean fits =
                row.amount().currency().equals(item.pay().currency())
                        && amount > 0
                        && Math.addExact(before, amount) <= item.pay().minor();
        if (fits) {
            entries.add(item.returned(before, amount, row.bt(), row.created(), night.day()));
        } else {
            findings.add(
                    unmatched(
                            row,
                            "payout %s was %s, %d came back before"
                                    .formatted(item.id(), amountOf(sent.get()), before)));
        }
    }

    private static Money amountOf(Sent sent) {
        return sent.item().pay();
    }

    private static Finding unmatched(TransferRow row, String why) {
        return Finding.of(
                BreakType.TRANSFER_WITHOUT_PAYOUT,
                row.bt(),
                row.amount(),
                "transfer %s of %s: %s".formatted(row.transfer(), row.amount(), why));
    }
}
