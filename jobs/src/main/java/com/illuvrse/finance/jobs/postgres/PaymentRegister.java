package com.illuvrse.finance.jobs.postgres;

import com.illuvrse.finance.exporters.books.PaymentLine;
import com.illuvrse.finance.exporters.books.PaymentLine.End;
import com.illuvrse.finance.exporters.books.PaymentLine.Status;
import com.illuvrse.finance.exporters.books.PaymentLine.Withheld;
import com.illuvrse.finance.jobs.postgres.BookFacts.Month;
import com.illuvrse.finance.journal.EntryId;
import com.illuvrse.finance.money.Currency;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Every payment to a creator booked in a month, and how it stood when the month was over. */
public final class PaymentRegister {

    private final JdbcClient sql;

    public PaymentRegister(Database database) {
        this.sql = database.sql();
    }

    /**
     * The payments by day, id and currency. Call it within {@link Database#read} and close the
     * stream.
     */
    public Stream<PaymentLine> of(Month month) {
        return sql
                .sql(
                        """
                        with back as materialized (
                            select split_part(e.source_key, ':', 2) as batch, split_part(e.source_key, ':', 3) as payee,
                                split_part(e.source_key, ':', 4) as currency, max(e.booked_on) as returned_on,
                                sum((
                                    select -sum(l.amount)
                                    from unnest(e.line_account, e.line_amount) as l (account_id, amount)
                                        join ledger.account a on a.account_id = l.account_id
                                    where a.path = 'liabilities:creator:' || split_part(e.source_key, ':', 3) || ':payable'))
                                    as owed_again,
                                max(case when e.source_key like 'payout-cancel:%' then 'CANCELLED'
                                    else coalesce(l.reason, n.reason) end) as code
                            from ledger.entry e
                                left join fact.bank_line l on e.source_key like 'payout-return:%'
                                    and l.statement = split_part(e.source_key, ':', 5)
                                    and l.line = split_part(e.source_key, ':', 6)
                                left join fact.ach_notice n on split_part(e.source_key, ':', 5) = 'ach'
                                    and n.original_trace = split_part(e.source_key, ':', 6) and n.kind = 'RETURN'
                            where e.booked_on between :first and :last
                                and (e.source_key like 'payout-return:%' or e.source_key like 'payout-cancel:%')
                            group by 1, 2, 3
                        ), paid as materialized (
                            select l.reference, min(l.booked_on) as booked_on
                            from fact.bank_line l
                            where l.accepted_on between :first and :last and l.amount < 0 and l.reference is not null
                            group by l.reference
                        ), approved as materialized (
                            select distinct on (v.batch) v.batch, v.person
                            from payout.vote v
                            where v.decision = 'APPROVE' and v.voted_at < :end
                            order by v.batch, v.voted_at, v.person collate "C"
                        ), payment (booked_on, payout_id, currency, batch, payee, rail, gross, withheld, regime, entry_id,
                                person, reference, status, bank_reference, settled_on, returned_on, code) as (
                        select e.booked_on, i.batch || ':' || i.payee || ':' || i.currency as payout_id, i.currency, i.batch,
                            i.payee, i.rail, i.gross, i.withheld,
                            coalesce(i.withholding::json #>> '{taxes,0,regime}', '') as regime, e.entry_id,
                            approved.person, coalesce(n.transfer_id, '') as reference,
                            case
                                when back.owed_again >= i.gross then 'RETURNED'
                                when n.transfer_id is null then 'ORDERED'
                                when b.id is not null or paid.reference is not null then 'SETTLED'
                                else 'SENT' end as status,
                            paid.reference as bank_reference,
                            case when n.transfer_id is not null then coalesce(paid.booked_on, s.booked_on) end as settled_on,
                            back.returned_on, back.code
                        from ledger.entry e
                            join payout.item i on i.batch = split_part(e.source_key, ':', 2)
                                and i.payee = split_part(e.source_key, ':', 3) and i.currency = split_part(e.source_key, ':', 4)
                            left join payout.intent n on n.item_key = i.item_key and n.state = 'SENT'
                                and n.concluded_at < :end
                            left join fact.balance_transaction b on b.transfer_id = n.transfer_id and b.type = 'transfer'
                                and b.first_seen_on <= :last
                            left join ledger.entry s on s.entry_id = ledger.entry_id('stripe:' || b.account || ':bt:' || b.id)
                                and s.booked_on <= :last
                            left join back on back.batch = i.batch and back.payee = i.payee and back.currency = i.currency
                            left join lateral (
                                select p.reference, p.booked_on from paid p
                                where i.rail <> 'stripe' and p.reference in (n.transfer_id, 'PAYOUT ' || i.batch,
                                    'PAYOUT ' || i.batch || ':' || i.payee || ':' || i.currency)
                                order by p.booked_on, p.reference collate "C"
                                limit 1) paid on true
                            left join approved on approved.batch = i.batch
                        where e.booked_on between :first and :last and e.source_key like 'payout:%'
                        union all
                        select e.booked_on, e.source_key, l.currency, null, j.body::json #>> '{payment,payee}',
                            j.body::json #>> '{payment,rail}',
                            coalesce(sum(l.amount) filter (where l.amount > 0
                                and (a.path = 'liabilities:creator:' || (j.body::json #>> '{payment,payee}') || ':payable'
                                    or a.path like 'assets:advances:%')), 0)::bigint,
                            coalesce(-sum(l.amount) filter (where l.amount < 0
                                and a.path like 'liabilities:withholding:%'), 0)::bigint,
                            'OTHER', e.entry_id, j.body::json ->> 'approvedBy', '',
                            case when r.booked_on is null then 'SETTLED' else 'RETURNED' end,
                            j.body::json #>> '{payment,reference}', e.effective_on, r.booked_on, null
                        from ledger.entry e
                            join fact.journal j on j.journal = e.journal and j.status = 'ACCEPTED'
                            cross join lateral unnest(e.line_account, e.line_currency, e.line_amount)
                                as l (account_id, currency, amount)
                            join ledger.account a on a.account_id = l.account_id
                            left join ledger.entry r on r.reverses = e.entry_id and r.booked_on <= :last
                        where e.booked_on between :first and :last and e.source_key like 'journal:%'
                            and j.body::json #>> '{payment,payee}' is not null
                        group by e.booked_on, e.source_key, l.currency, j.body, e.entry_id, e.effective_on, r.booked_on
                        having sum(l.amount) filter (where l.amount > 0
                            and (a.path = 'liabilities:creator:' || (j.body::json #>> '{payment,payee}') || ':payable'
                                or a.path like 'assets:advances:%')) > 0
                        )
                        select p.booked_on, p.payout_id, p.currency, p.batch, p.payee, p.rail, p.gross, p.withheld, p.regime,
                            p.entry_id, p.person, p.reference, p.status, p.bank_reference, p.settled_on, p.returned_on, p.code
                        from payment p
                        order by p.booked_on, p.payout_id collate "C", p.currency collate "C"
                        """)
                .param("first", month.first())
                .param("last", month.last())
                .param("end", PayoutBatches.at(month.end()))
                .query((row, n) -> payment(row))
                .stream();
    }

    private static PaymentLine payment(ResultSet row) throws SQLException {
        long withheld = row.getLong(8);
        String regime = row.getString(9);
        String reference = row.getString(12);
        return new PaymentLine(
                row.getString(4),
                row.getString(2),
                row.getString(5),
                row.getString(6),
                Currency.of(row.getString(3)),
                row.getLong(7),
                new Withheld(
                        regime.equals("BACKUP") ? withheld : 0,
                        regime.equals("NRA") ? withheld : 0,
                        regime.equals("BACKUP") || regime.equals("NRA") ? 0 : withheld),
                row.getObject(1, LocalDate.class),
                new End(
                        Status.valueOf(row.getString(13)),
                        row.getString(14),
                        row.getObject(15, LocalDate.class),
                        row.getObject(16, LocalDate.class),
                        row.getString(17)),
                row.getString(11),
                reference.isEmpty() ? null : reference,
                EntryId.parse(row.getString(10)));
    }
}
