package com.illuvrse.finance.jobs.nightly;

import com.illuvrse.finance.jobs.batch.Steps;
import com.illuvrse.finance.jobs.postgres.ContractFacts;
import com.illuvrse.finance.jobs.postgres.Creators;
import com.illuvrse.finance.jobs.postgres.Database;
import com.illuvrse.finance.jobs.postgres.Findings;
import com.illuvrse.finance.jobs.postgres.Journal;
import com.illuvrse.finance.jobs.postgres.LedgerRole;
import com.illuvrse.finance.jobs.postgres.Royalties;
import com.illuvrse.finance.jobs.postgres.Royalties.Asked;
import com.illuvrse.finance.journal.JournalEntry;
import com.illuvrse.finance.payout.PayoutDraft;
import com.illuvrse.finance.reconciliation.Finding;
import com.illuvrse.finance.royalty.Contract;
import com.illuvrse.finance.royalty.ContractBook;
import com.illuvrse.finance.royalty.Guarantee;
import com.illuvrse.finance.royalty.GuaranteePeriod;
import com.illuvrse.finance.royalty.TopUp;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.batch.core.step.Step;

/**
 * Tops up what a creator earned in a period to what the contract guarantees, on the period's last
 * day, and finds contracts and creators that something is wrong with.
 */
public final class AccrueRoyalties {

    private final ContractFacts contracts;
    private final Royalties royalties;
    private final Creators creators;
    private final Journal journal;
    private final Findings findings;

    public AccrueRoyalties(Database database, ContractFacts contracts) {
        this.contracts = contracts;
        this.royalties = new Royalties(database);
        this.creators = new Creators(database);
        this.journal = new Journal(database);
        this.findings = new Findings(database);
    }

    public Step step(Steps steps, Night night) {
        return steps.inChunks(
                "accrue-royalties",
                LedgerRole.WRITER,
                night.epoch(),
                () -> {
                    accrue(night);
                    return false;
                });
    }

    private void accrue(Night night) {
        Walk walk = new Walk(night);
        contracts.forEachVersion(night.date(), walk::next);
        walk.end();
        Map<Asked, Long> earned = royalties.earned(walk.due.values(), night.date());
        List<JournalEntry> entries = new ArrayList<>();
        walk.due.forEach(
                (contract, asked) ->
                        TopUp.of(contract, earned.getOrDefault(asked, 0L), night.day())
                                .ifPresent(entries::add));
        journal.post(entries);
        findings.keep(night.date(), walk.found);
        findings.keep(
                night.date(),
                PayoutDraft.missingPayees(creators.withoutPayee(night.date()), List.of()));
    }

    /** All versions of all contracts, one contract after the other. */
    private static final class Walk {
        private final LocalDate day;
        private final List<Contract> versions = new ArrayList<>();
        private final List<Finding> found = new ArrayList<>();

        /** The guarantees whose period ends today, and the earnings they are compared with. */
        private final Map<Contract, Asked> due = new LinkedHashMap<>();

        Walk(Night night) {
            this.day = night.date();
        }

        void next(Contract version) {
            if (!versions.isEmpty() && !versions.getFirst().contract().equals(version.contract())) {
                end();
            }
            versions.add(version);
        }

        void end() {
            if (!versions.isEmpty()) {
                ContractBook book = ContractBook.of(versions);
                found.addAll(book.findings());
                book.on(versions.getFirst().contract(), day).ifPresent(this::guarantee);
                versions.clear();
            }
        }

        private void guarantee(Contract contract) {
            Guarantee guarantee = contract.guarantee();
            if (guarantee == null || contract.problem().isPresent()) {
                return;
            }
            GuaranteePeriod period = GuaranteePeriod.containing(day, guarantee.period());
            if (period.lastDay().equals(day)) {
                due.put(
                        contract,
                        new Asked(
                                contract.contract(),
                                guarantee.payee(),
                                guarantee.amount().currency(),
                                period.firstDay()));
            }
        }
    }
}
