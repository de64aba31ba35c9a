package com.illuvrse.finance.jobs.postgres;

import com.illuvrse.finance.payout.BankLine;
import com.illuvrse.finance.payout.PayoutItem;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Payouts that banks sent back: statement lines with a reason, and ACH's own notices. */
public final class PayoutReturns {

    private static final String SENT =
            """
            select i.batch, i.payee, i.currency, i.available, i.reason, i.gross, i.withholding, i.destination, i.rail,
                i.exchange, i.pay_currency
            from payout.item i join payout.intent n on n.item_key = i.item_key
            """;

    private final JdbcClient sql;

    public PayoutReturns(Database database) {
        this.sql = database.sql();
    }

    /** The lines accepted on a day by which money came back for a reason, in their order. */
    public List<BankLine> linesOf(LocalDate day) {
        return sql.sql(
                        """
                        select statement, line, account, booked_on, amount, currency, reference, reason
                        from fact.bank_line
                        where accepted_on = :day and amount > 0 and reason ~ '[^[:space:]]'
                        order by statement collate "C", line collate "C"
                        """)
                .param("day", day)
                .query((row, n) -> MarketplaceFacts.bankLine(row))
                .list();
    }

    /**
     * What ACH says of a credit of ours.
     *
     * @param isChange the credit was paid; the bank corrects what we should write
     * @param amount in cents
     */
    public record Notice(
            String originalTrace,
            String reason,
            long amount,
            boolean isChange,
            LocalDate happenedOn) {

        /** Stands for the statement in source keys. */
        public static final String STATEMENT = "ach";

        /**
         * How breaks and source keys name it: a return of a trace number is one, whichever file
         * brings it.
         */
        public String ref() {
            return STATEMENT + ":" + originalTrace;
        }
    }

    /** The notices accepted on a day, by trace number. */
    public List<Notice> noticesOf(LocalDate day) {
        return sql.sql(
                        """
                        select original_trace, reason, amount, kind = 'CHANGE', happened_on
                        from fact.ach_notice
                        where accepted_on = :day
                        order by original_trace, kind
                        """)
                .param("day", day)
                .query(
                        (row, n) ->
                                new Notice(
                                        row.getString(1),
                                        row.getString(2),
                                        row.getLong(3),
                                        row.getBoolean(4),
                                        row.getObject(5, LocalDate.class)))
                .list();
    }

    /** The payout a bank was asked to make under a reference: EndToEndId or trace number. */
    public Optional<PayoutItem> sentAs(String reference) {
        return sql.sql(SENT + " where n.transfer_id = :reference and i.rail <> 'stripe'")
                .param("reference", reference)
                .query((row, n) -> PayoutBatches.item(row, 1))
                .optional();
    }

    /** The payout with a name that a bank was asked to make. */
    public Optional<PayoutItem> sent(String payout) {
        String[] parts = payout.split(":", -1);
        if (parts.length != 3) {
            return Optional.empty();
        }
        return sql.sql(
                        SENT
                                + """
                                 where i.batch = :batch and i.payee = :payee and i.currency = :currency
                                    and n.state = 'SENT' and i.rail <> 'stripe'
                                """)
                .param("batch", parts[0])
                .param("payee", parts[1])
                .param("currency", parts[2])
                .query((row, n) -> PayoutBatches.item(row, 1))
                .optional();
    }

    /**
     * What is owed again already of a payout, as it was paid, by whatever told that it came back.
     */
    public long givenBack(PayoutItem item) {
        return sql.sql(
                        """
                        select coalesce(sum(p.amount_minor), 0)::bigint
                        from ledger.posting p
                        where p.source_key like 'payout-return:%' and p.payee = :payee and p.currency = :paidIn
                            and starts_with(p.source_key, 'payout-return:' || :payout || ':')
                            and p.account = 'liabilities:payouts:clearing'
                        """)
                .param("payee", item.payee())
                .param("paidIn", item.pay().currency().code())
                .param("payout", item.id())
                .query(Long.class)
                .single();
    }

    /**
     * What statement lines brought back of a payout, up to a line in the order they are looked at.
     */
    public long broughtBack(PayoutItem item, BankLine last, LocalDate day) {
        return sql.sql(
                        """
                        select coalesce(sum(l.amount), 0)::bigint
                        from fact.bank_line l
                        where l.amount > 0 and l.reason ~ '[^[:space:]]' and l.currency = :paidIn
                            and l.reference in ('PAYOUT ' || :payout, (
                                select n.transfer_id
                                from payout.intent n join payout.item i on i.item_key = n.item_key
                                where i.batch = :batch and i.payee = :payee and i.currency = :currency and n.state = 'SENT'))
                            and (l.accepted_on < :day or l.accepted_on = :day
                                and (l.statement collate "C", l.line collate "C") <= (:statement, :line))
                        """)
                .param("payout", item.id())
                .param("batch", item.batch())
                .param("payee", item.payee())
                .param("currency", item.currency().code())
                .param("paidIn", item.pay().currency().code())
                .param("day", day)
                .param("statement", last.statement())
                .param("line", last.line())
                .query(Long.class)
                .single();
    }
}
