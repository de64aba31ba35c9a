package com.illuvrse.finance.jobs.nightly;

import com.illuvrse.finance.jobs.batch.Steps;
import com.illuvrse.finance.jobs.marketplace.FeedJournal;
import com.illuvrse.finance.jobs.postgres.CollectedRows;
import com.illuvrse.finance.jobs.postgres.Database;
import com.illuvrse.finance.jobs.postgres.Findings;
import com.illuvrse.finance.jobs.postgres.Journal;
import com.illuvrse.finance.jobs.postgres.LedgerRole;
import com.illuvrse.finance.jobs.postgres.MarketplaceFacts;
import com.illuvrse.finance.jobs.postgres.PostedFacts;
import com.illuvrse.finance.jobs.postgres.PostedFacts.Slice;
import com.illuvrse.finance.journal.JournalEntry;
import com.illuvrse.finance.money.Money;
import com.illuvrse.finance.order.Conditions;
import com.illuvrse.finance.order.Payment;
import com.illuvrse.finance.payout.BankLine;
import com.illuvrse.finance.payout.BankLineRules;
import com.illuvrse.finance.posting.BalanceTransaction;
import com.illuvrse.finance.posting.CollectionRules;
import com.illuvrse.finance.posting.Posted;
import com.illuvrse.finance.posting.PostingRules;
import com.illuvrse.finance.reconciliation.BreakType;
import com.illuvrse.finance.reconciliation.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.batch.core.step.Step;

/**
 * Posts every fact that stands alone: one entry for each of Stripe's rows, journal and bank line,
 * and one for the money Stripe has made available.
 *
 * <p>What is next is what has no entry yet. The place up to which rows were looked at is remembered
 * only to save time: when nothing is left behind it, everything is looked at once more.
 */
public final class PostFacts {

    private final PostedFacts posted;
    private final CollectedRows collected;
    private final MarketplaceFacts marketplace;
    private final Journal journal;
    private final Findings findings;

    public PostFacts(Database database) {
        this.posted = new PostedFacts(database);
        this.collected = new CollectedRows(database);
        this.marketplace = new MarketplaceFacts(database);
        this.journal = new Journal(database);
        this.findings = new Findings(database);
    }

    public Step step(Steps steps, Night night) {
        return steps.inChunks("post-facts", LedgerRole.WRITER, night.epoch(), new Work(night));
    }

    private final class Work implements Steps.Chunk {
        private static final long UNKNOWN = -2;

        private final Night night;
        private long lookedAt = UNKNOWN;
        private boolean foundSome;

        Work(Night night) {
            this.night = night;
        }

        @Override
        public boolean writeNext() {
            if (lookedAt == UNKNOWN) {
                lookedAt = posted.beforeFirstOf(night.day());
                foundSome = false;
            }
            Slice slice =
                    posted.unposted(
                            night.day(), night.booksBegin(), lookedAt, night.settings().chunk());
            if (!slice.isLast()) {
                postRows(night, slice.rows());
                foundSome |= !slice.rows().isEmpty();
                lookedAt = slice.lookedAt();
                return true;
            }
            lookedAt = UNKNOWN;
            if (foundSome) {
                return true;
            }
            postTheRest(night);
            return false;
        }
    }

    private void postRows(Night night, List<BalanceTransaction> rows) {
        List<JournalEntry> entries = new ArrayList<>();
        List<Finding> found = new ArrayList<>();
        List<String> withoutOrder = new ArrayList<>();
        for (BalanceTransaction row : rows) {
            Posted one = PostingRules.post(row, night.date(), night.day().zone());
            entries.add(one.entry());
            found.addAll(one.findings());
            if (row.links().order() == null && Payment.kindOf(row).isPresent()) {
                withoutOrder.add(row.id());
            }
        }
        journal.post(entries);
        posted.keepWithoutOrder(withoutOrder, night.date());
        findings.keep(night.date(), found);
    }

    private void postTheRest(Night night) {
        List<Finding> found = new ArrayList<>();
        List<JournalEntry> entries = new ArrayList<>();
        for (FeedJournal each : marketplace.journalsOf(night.date())) {
            entries.add(each.entry(night.date(), night.day().zone()));
        }
        for (BankLine line : marketplace.bankLinesOf(night.date())) {
            Posted one = BankLineRules.post(line, night.date(), night.day().zone());
            entries.add(one.entry());
            found.addAll(one.findings());
        }
        for (Money net : posted.becomingAvailable(night.day())) {
            PostingRules.becomeAvailable(night.settings().stripeAccount(), night.day(), net)
                    .ifPresent(entries::add);
        }
        for (int from = 0; from < entries.size(); from += night.settings().chunk()) {
            int to = Math.min(entries.size(), from + night.settings().chunk());
            journal.post(entries.subList(from, to));
        }
        collect(night, found);
        posted.keepOrdersFound(night.date());
        for (BalanceTransaction row : posted.rowsWithoutOrder(night.day())) {
            Conditions.withoutOrder(row).ifPresent(found::add);
        }
        for (String id : posted.changedOn(night.date())) {
            String detail =
                    "Stripe shows row %s with other content than before; the first stays posted"
                            .formatted(id);
            found.add(Finding.of(BreakType.SOURCE_CHANGED, id, detail));
        }
        findings.keep(night.date(), found);
    }

    /** Collections become debts of their creators as soon as it is known whose account it was. */
    private void collect(Night night, List<Finding> found) {
        List<BalanceTransaction> waiting = collected.waiting(night.date());
        if (waiting.isEmpty()) {
            return;
        }
        List<String> accounts =
                waiting.stream()
                        .map(row -> row.links().destination())
                        .filter(Objects::nonNull)
                        .distinct()
                        .toList();
        Map<String, List<String>> payees = collected.payeesOf(accounts, night.date());
        List<JournalEntry> entries = new ArrayList<>();
        for (BalanceTransaction row : waiting) {
            String account = row.links().destination();
            List<String> claiming =
                    account == null ? List.of() : payees.getOrDefault(account, List.of());
            if (claiming.size() == 1) {
                entries.add(
                        CollectionRules.post(
                                row, claiming.getFirst(), night.date(), night.day().zone()));
            } else {
                found.add(CollectionRules.unclaimed(row, claiming.size()));
            }
        }
        journal.post(entries);
    }
}
