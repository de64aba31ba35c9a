package com.illuvrse.finance.jobs.postgres;

import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.Money;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The fingerprints of the files banks pay creators by, one a batch and rail, and what left. */
public final class PaymentFiles {

    private final JdbcClient sql;

    public PaymentFiles(Database database) {
        this.sql = database.sql();
    }

    /**
     * The file of a batch and rail.
     *
     * @param account the name of our bank account it is paid from
     * @param name such as {@code nacha.ach}
     * @param amount what the bank debits
     * @param entryHash of NACHA files
     */
    public record PaymentFile(
            String batch,
            String rail,
            String account,
            String name,
            String sha256,
            long bytes,
            long items,
            Money amount,
            @Nullable String entryHash) {}

    /** The files of a batch, by rail; empty until they were ordered. */
    public List<PaymentFile> of(String batch) {
        return sql.sql(
                        """
                        select batch, rail, account, name, sha256, size_bytes, items, amount, currency, entry_hash
                        from payout.payment_file
                        where batch = :batch
                        order by rail collate "C"
                        """)
                .param("batch", batch)
                .query((row, n) -> file(row))
                .list();
    }

    private static PaymentFile file(ResultSet row) throws SQLException {
        return new PaymentFile(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getLong(6),
                row.getLong(7),
                Money.of(row.getLong(8), Currency.of(row.getString(9))),
                row.getString(10));
    }

    /** Writes a fingerprint down, within the transaction that says its payouts are being sent. */
    public void order(PaymentFile file, Instant now) {
        sql.sql(
                        """
                        insert into payout.payment_file
                            (batch, rail, account, name, sha256, size_bytes, items, amount, currency, entry_hash, ordered_at)
                        values (:batch, :rail, :account, :name, :sha256, :bytes, :items, :amount, :currency, :entryHash, :now)
                        """)
                .param("batch", file.batch())
                .param("rail", file.rail())
                .param("account", file.account())
                .param("name", file.name())
                .param("sha256", file.sha256())
                .param("bytes", file.bytes())
                .param("items", file.items())
                .param("amount", file.amount().minor())
                .param("currency", file.amount().currency().code())
                .param("entryHash", file.entryHash())
                .param("now", PayoutBatches.at(now))
                .update();
    }

    /** How many batches paid something on a rail before a day, and how many payouts they had. */
    public record Earlier(long batches, long payouts) {}

    public Earlier before(String rail, LocalDate day) {
        return sql.sql(
                        """
                        select count(distinct i.batch), count(*)
                        from payout.item i join payout.batch b on b.batch = i.batch
                        where i.rail = :rail and i.reason = 'PAID' and b.day < :day
                        """)
                .param("rail", rail)
                .param("day", day)
                .query((row, n) -> new Earlier(row.getLong(1), row.getLong(2)))
                .single();
    }

    /**
     * A file beside what the bank booked for it.
     *
     * @param debited what our account was debited with, as a positive amount
     */
    public record Debited(String batch, String rail, Money amount, long debited, Instant sentAt) {}

    /**
     * Files whose payouts were sent before a moment and that the bank booked with another amount,
     * or not at all, up to a day. It may book a file as one line that names the batch, or payout by
     * payout.
     */
    public List<Debited> notAsBooked(LocalDate day, Instant before) {
        return sql.sql(
                        """
                        with line as (
                            select l.account, l.currency, l.reference, -l.amount as amount
                            from fact.bank_line l
                            where l.amount < 0 and l.accepted_on <= :day and l.reference is not null
                        ), booked as (
                            select f.batch, f.rail, l.amount
                            from payout.payment_file f
                                join line l on l.reference = 'PAYOUT ' || f.batch
                                    and l.account = f.account and l.currency = f.currency
                            union all
                            select f.batch, f.rail, l.amount
                            from line l
                                join payout.intent n on n.transfer_id = l.reference
                                join payout.item i on i.item_key = n.item_key
                                join payout.payment_file f on f.batch = i.batch and f.rail = i.rail
                                    and l.account = f.account and l.currency = f.currency
                            union all
                            select f.batch, f.rail, l.amount
                            from line l
                                join payout.item i on l.reference like 'PAYOUT %:%:%'
                                    and i.batch = split_part(substr(l.reference, 8), ':', 1)
                                    and i.payee = split_part(l.reference, ':', 2)
                                    and i.currency = split_part(l.reference, ':', 3)
                                join payout.payment_file f on f.batch = i.batch and f.rail = i.rail
                                    and l.account = f.account and l.currency = f.currency
                        ), summed as (
                            select f.batch, f.rail, f.amount, f.currency, f.ordered_at,
                                coalesce((select sum(b.amount) from booked b where b.batch = f.batch and b.rail = f.rail), 0)
                                    ::bigint as debited
                            from payout.payment_file f
                        )
                        select s.batch, s.rail, s.amount, s.currency, s.debited, s.ordered_at
                        from summed s
                        where s.debited <> s.amount and (s.debited <> 0 or s.ordered_at < :before)
                        order by s.batch, s.rail collate "C"
                        """)
                .param("day", day)
                .param("before", PayoutBatches.at(before))
                .query(
                        (row, n) ->
                                new Debited(
                                        row.getString(1),
                                        row.getString(2),
                                        Money.of(row.getLong(3), Currency.of(row.getString(4))),
                                        row.getLong(5),
                                        row.getObject(6, OffsetDateTime.class).toInstant()))
                .list();
    }
}
