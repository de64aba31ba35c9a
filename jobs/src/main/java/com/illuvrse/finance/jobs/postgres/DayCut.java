package com.illuvrse.finance.jobs.postgres;

import com.illuvrse.finance.journal.AccountingDay;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The cut between the entries of a day and everything that comes later: the day is closed, its
 * entries get their places, its invoices their numbers, its balances are drawn, and what was signed
 * of earlier days is in its seals.
 *
 * <p>All of it is one transaction of the sealer. Closing waits for every transaction that still
 * books into the day, and whoever comes after it is refused by the database.
 */
public final class DayCut {

    private final JdbcClient sql;
    private final Segments segments;
    private final Invoices invoices;
    private final Attestations attestations;

    public DayCut(Database database) {
        this.sql = database.sql();
        this.segments = new Segments(database);
        this.invoices = new Invoices(database);
        this.attestations = new Attestations(database);
    }

    /**
     * Closes a day within the running transaction; does nothing when it is closed.
     *
     * @param now when the day is sealed, kept once and for all
     */
    public void close(AccountingDay day, Instant now) {
        Segment previous = requirePrevious(day);
        requireOver(day, now);
        refuseNewEntries(day);
        if (segments.find(day.date()).isPresent()) {
            return;
        }
        givePlaces(day, previous.seqAfter());
        invoices.giveNumbers(day.date());
        addSegment(day, previous, now);
        attestations.seal(previous.number() + 1);
        drawBalances(day);
    }

    private Segment requirePrevious(AccountingDay day) {
        Segment previous =
                segments.find(day.previous().date())
                        .orElseThrow(
                                () ->
                                        new IllegalStateException(
                                                "day "
                                                        + day.date()
                                                        + " follows "
                                                        + day.previous().date()
                                                        + ", which has no segment; settle the days"
                                                        + " in order"));
        if (!segments.isSealed(previous.day())) {
            throw new IllegalStateException(
                    "day %s cannot be closed before segment %d of %s is sealed"
                            .formatted(day.date(), previous.number(), previous.day()));
        }
        return previous;
    }

    private static void requireOver(AccountingDay day, Instant now) {
        if (now.isBefore(day.to())) {
            throw new IllegalStateException(
                    "day %s ends at %s and cannot be closed at %s; settle it when it is over"
                            .formatted(day.date(), day.to(), now));
        }
    }

    /**
     * Waits for the transactions that hold the day. Every statement after it sees what they did.
     */
    private void refuseNewEntries(AccountingDay day) {
        sql.sql("update ledger.day set state = 'CLOSING' where day = :day and state = 'OPEN'")
                .param("day", day.date())
                .update();
        String state =
                sql.sql("select state from ledger.day where day = :day")
                        .param("day", day.date())
                        .query(String.class)
                        .optional()
                        .orElse("never opened");
        if (!state.equals("CLOSING") && !state.equals("SEALED")) {
            throw new IllegalStateException(
                    "day %s should be closing, found it %s".formatted(day.date(), state));
        }
    }

    /** Instants and ids compare as their texts do: PostgreSQL orders a uuid by its bytes. */
    private void givePlaces(AccountingDay day, long seqBefore) {
        sql.sql(
                        """
                        insert into ledger.entry_seq (seq, entry_key)
                        select :before + row_number() over (order by e.occurred_at, e.entry_id), e.entry_key
                        from ledger.entry e
                        where e.booked_on = :day
                        """)
                .param("before", seqBefore)
                .param("day", day.date())
                .update();
    }

    /** A clock that went back does not take the seal before what it seals. */
    private void addSegment(AccountingDay day, Segment previous, Instant now) {
        sql.sql(
                        """
                        insert into ledger.segment (segment, day, sealed_at, seq_before, seq_after)
                        select :segment, :day, greatest(:now, :previous, max(answer.observed_at)), :before,
                            :before + (select count(*) from ledger.entry e where e.booked_on = :day)
                        from fact.stripe_balance answer
                        where answer.day = :day and answer.moment = 'AFTER'
                        """)
                .param("segment", previous.number() + 1)
                .param("day", day.date())
                .param("now", at(now))
                .param("previous", at(previous.sealedAt()))
                .param("before", previous.seqAfter())
                .update();
    }

    /** One row for each account and currency that moved or had a balance. */
    private void drawBalances(AccountingDay day) {
        sql.sql(
                        """
                        insert into ledger.balance_day (day, account_id, currency, opening, debit, credit, closing)
                        select :day, part.account_id, part.currency, sum(part.opening)::bigint,
                            sum(part.debit)::bigint, sum(part.credit)::bigint,
                            (sum(part.opening) + sum(part.debit) - sum(part.credit))::bigint
                        from (
                            select b.account_id, b.currency, b.closing as opening, 0 as debit, 0 as credit
                            from ledger.balance_day b
                            where b.day = :yesterday and b.closing <> 0
                            union all
                            select line.account_id, line.currency, 0, greatest(line.amount, 0),
                                greatest(-line.amount, 0)
                            from ledger.entry e
                                cross join lateral unnest(e.line_account, e.line_currency, e.line_amount)
                                    as line (account_id, currency, amount)
                            where e.booked_on = :day
                        ) part
                        group by part.account_id, part.currency
                        """)
                .param("day", day.date())
                .param("yesterday", day.previous().date())
                .update();
    }

    /** Whole milliseconds, never before the instant itself. */
    private static OffsetDateTime at(Instant instant) {
        Instant cut = instant.truncatedTo(ChronoUnit.MILLIS);
        return OffsetDateTime.ofInstant(
                cut.equals(instant) ? cut : cut.plusMillis(1), ZoneOffset.UTC);
    }
}
