package com.illuvrse.finance.jobs.postgres;

import com.illuvrse.finance.account.ChartOfAccounts;
import com.illuvrse.finance.jobs.marketplace.AcceptedLine;
import com.illuvrse.finance.jobs.marketplace.FeedJournal;
import com.illuvrse.finance.jobs.marketplace.FeedJournal.Refusal;
import com.illuvrse.finance.jobs.marketplace.RefusedLine;
import com.illuvrse.finance.jobs.postgres.FeedFacts.Reading;
import com.illuvrse.finance.journal.AccountingDay;
import com.illuvrse.finance.journal.EntryId;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Writes journals made by people, one after the other, since one may take back the one before it.
 * Each that breaks a rule is refused with the rule's name.
 *
 * <p>An entry is taken back once. A reversal that was taken back itself has never been, and the
 * entry may be taken back again.
 */
public final class JournalFacts {

    private final JdbcClient sql;

    public JournalFacts(Database database) {
        this.sql = database.sql();
    }

    /** What the feed says of a journal. */
    public sealed interface Verdict {

        /**
         * The day its entry is or will be booked on: the one that reads it, or its own when that is
         * later.
         */
        record Accepted(LocalDate bookedOn) implements Verdict {}

        /** It came before, the same in every member. */
        record AlreadyThere(LocalDate bookedOn) implements Verdict {}

        record Refused(Refusal rule) implements Verdict {}
    }

    /** Keeps journals within the running transaction; returns the lines of those refused. */
    public List<RefusedLine> keep(
            Reading file, List<AcceptedLine<FeedJournal>> lines, ChartOfAccounts chart) {
        List<RefusedLine> refused = new ArrayList<>();
        for (AcceptedLine<FeedJournal> line : lines) {
            switch (verdict(file, line.content(), chart, Map.of())) {
                case Verdict.Accepted accepted -> insert(file, line, accepted.bookedOn());
                case Verdict.AlreadyThere there -> {}
                case Verdict.Refused why ->
                        refused.add(RefusedLine.of(line.line(), why.rule().rule()));
            }
        }
        return refused;
    }

    /**
     * What {@link #keep} would do with journals that come one after the other; nothing is written.
     *
     * @param day the night that would read them
     */
    public List<Verdict> check(
            AccountingDay day, List<FeedJournal> journals, ChartOfAccounts chart) {
        Reading file = new Reading(0, day);
        Map<EntryId, Kept> pending = new HashMap<>();
        List<Verdict> verdicts = new ArrayList<>();
        for (FeedJournal journal : journals) {
            Verdict verdict = verdict(file, journal, chart, pending);
            if (verdict instanceof Verdict.Accepted accepted) {
                pending.put(journal.source().entryId(), new Kept(journal, accepted.bookedOn()));
            }
            verdicts.add(verdict);
        }
        return verdicts;
    }

    /** An accepted journal, and the day it is booked on. */
    private record Kept(FeedJournal journal, LocalDate bookedOn) {}

    private Verdict verdict(
            Reading file, FeedJournal journal, ChartOfAccounts chart, Map<EntryId, Kept> pending) {
        LocalDate bookedOn = file.acceptedOn(journal.effectiveOn());
        Optional<Kept> there = kept(journal, pending);
        if (there.isPresent() && there.get().journal().equals(journal)) {
            return new Verdict.AlreadyThere(there.get().bookedOn());
        }
        Optional<Refusal> refusal =
                journal.refusal(
                        chart,
                        reversed ->
                                isInTheBooks(reversed, bookedOn, pending)
                                        && !isTakenBack(
                                                reversed, journal.source().entryId(), pending));
        if (refusal.isPresent()) {
            return new Verdict.Refused(refusal.get());
        }
        return there.isPresent()
                ? new Verdict.Refused(Refusal.EXISTS_WITH_DIFFERENT_CONTENT)
                : new Verdict.Accepted(bookedOn);
    }

    private void insert(Reading file, AcceptedLine<FeedJournal> line, LocalDate bookedOn) {
        FeedJournal journal = line.content();
        sql.sql(
                        """
                        insert into fact.journal (journal, content_sha256, effective_on, body, status,
                            file_key, line_no, accepted_on, reverses)
                        values (:journal, :sha256, :effectiveOn, :body, 'ACCEPTED', :fileKey, :line, :acceptedOn,
                            :reverses::uuid)
                        """)
                .param("journal", journal.journal())
                .param("sha256", journal.contentSha256())
                .param("effectiveOn", journal.effectiveOn())
                .param("body", line.line().text())
                .param("fileKey", file.fileKey())
                .param("line", line.line().number())
                .param("acceptedOn", bookedOn)
                .param("reverses", journal.reversedEntry().map(EntryId::uuid).orElse(null))
                .update();
    }

    /** The journal that was accepted under the same id. */
    private Optional<Kept> kept(FeedJournal journal, Map<EntryId, Kept> pending) {
        Kept before = pending.get(journal.source().entryId());
        if (before != null) {
            return Optional.of(before);
        }
        return sql.sql(
                        """
                        select body, accepted_on
                        from fact.journal
                        where journal = :journal and status = 'ACCEPTED'
                        """)
                .param("journal", journal.journal())
                .query(
                        (row, n) ->
                                new Kept(
                                        FeedJournal.read(row.getString(1)),
                                        row.getObject(2, LocalDate.class)))
                .optional();
    }

    /**
     * Whether an entry was booked before a day, or is that of a journal that will be booked by
     * then. What the night of the day itself derives does not count: it is not there when the inbox
     * is read.
     */
    private boolean isInTheBooks(EntryId entry, LocalDate by, Map<EntryId, Kept> pending) {
        Kept journal = pending.get(entry);
        if (journal != null && !journal.bookedOn().isAfter(by)) {
            return true;
        }
        return sql.sql(
                        """
                        select exists (
                                select from ledger.entry e where e.entry_id = :entry and e.booked_on < :by)
                            or exists (
                                select from fact.journal j
                                where ledger.entry_id('journal:' || j.journal) = :entry
                                    and j.status = 'ACCEPTED' and j.accepted_on <= :by)
                        """)
                .param("entry", entry.uuid())
                .param("by", by)
                .query(Boolean.class)
                .single();
    }

    /**
     * Whether an entry is taken back by one that stands.
     *
     * @param asking the journal that wants to, which does not count
     */
    private boolean isTakenBack(EntryId entry, EntryId asking, Map<EntryId, Kept> pending) {
        List<EntryId> reversals = new ArrayList<>();
        pending.forEach(
                (id, kept) -> {
                    if (kept.journal().reversedEntry().filter(entry::equals).isPresent()) {
                        reversals.add(id);
                    }
                });
        reversals.addAll(
                sql.sql(
                                """
                                select e.entry_id from ledger.entry e where e.reverses = :entry
                                union
                                select ledger.entry_id('journal:' || j.journal)
                                from fact.journal j
                                where j.reverses = :entry and j.status = 'ACCEPTED'
                                """)
                        .param("entry", entry.uuid())
                        .query((row, n) -> new EntryId(row.getObject(1, UUID.class)))
                        .list());
        for (EntryId reversal : reversals) {
            if (!reversal.equals(asking) && !isTakenBack(reversal, asking, pending)) {
                return true;
            }
        }
        return false;
    }
}
