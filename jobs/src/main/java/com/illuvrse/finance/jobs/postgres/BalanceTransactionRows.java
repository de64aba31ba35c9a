package com.illuvrse.finance.jobs.postgres;

import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.Money;
import com.illuvrse.finance.posting.BalanceTransaction;
import com.illuvrse.finance.posting.Fee;
import com.illuvrse.finance.posting.Links;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** How a row of {@code fact.balance_transaction}, named t, becomes what the rules know. */
final class BalanceTransactionRows {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private static final String COLUMNS =
            """
            select t.account, t.id, t.type, t.reporting_category, t.balance_type, t.currency, t.created,
                t.available_on, t.amount, t.fee, t.net, t.fee_details, t.exchange_rate, t.source_id,
                t.presentment_amount, t.presentment_currency, t.dispute_id, t.payout_id, t.transfer_id,
                t.transfer_destination, t.payout_intent,\
            """;

    /** With the links that {@link #LINKS} resolves. */
    static final String SELECT =
            COLUMNS
                    + """
                     leads_to.charge as charge,
                        case when leads_to.charge is null then t.order_id else named.order_id end as order_of_row\
                    """;

    /** For rows that were posted without an order. */
    static final String SELECT_WITHOUT_ORDER =
            COLUMNS + " t.charge_id as charge, null::text as order_of_row";

    /**
     * Resolves links among the rows the books know by the end of the day: :booksBegin, :to, :day. A
     * reversal leads to the charge of its transfer; the order is the one the charge names.
     */
    static final String LINKS =
            """
            left join lateral (
                select coalesce(t.charge_id, (
                    select c.charge_id
                    from fact.balance_transaction c
                    where c.transfer_id = t.transfer_id and c.charge_id is not null
                        and c.created >= :booksBegin and c.created < :to and c.first_seen_on <= :day
                    order by c.created, c.id
                    limit 1)) as charge
            ) as leads_to on true
            left join lateral (
                select c.order_id
                from fact.balance_transaction c
                where c.charge_id = leads_to.charge and c.order_id is not null
                    and c.order_id ~ '^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$'
                    and c.created >= :booksBegin and c.created < :to and c.first_seen_on <= :day
                order by c.created, c.id
                limit 1
            ) as named on true\
            """;

    private BalanceTransactionRows() {}

    static BalanceTransaction read(ResultSet row) throws SQLException {
        String presented = row.getString("presentment_currency");
        return new BalanceTransaction(
                row.getString("account"),
                row.getString("id"),
                row.getString("type"),
                row.getString("reporting_category"),
                row.getString("balance_type"),
                Currency.of(row.getString("currency")),
                row.getObject("created", OffsetDateTime.class).toInstant(),
                row.getObject("available_on", OffsetDateTime.class).toInstant(),
                row.getLong("amount"),
                row.getLong("fee"),
                row.getLong("net"),
                fees(row.getString("fee_details")),
                row.getString("exchange_rate"),
                presented == null
                        ? null
                        : Money.of(row.getLong("presentment_amount"), Currency.of(presented)),
                links(row));
    }

    private static Links links(ResultSet row) throws SQLException {
        @Nullable String order = row.getString("order_of_row");
        return new Links(
                row.getString("source_id"),
                row.getString("charge"),
                order,
                row.getString("dispute_id"),
                row.getString("payout_id"),
                row.getString("transfer_id"),
                row.getString("transfer_destination"),
                row.getString("payout_intent"));
    }

    private static List<Fee> fees(String details) {
        if (details.equals("[]")) {
            return List.of();
        }
        List<Fee> fees = new ArrayList<>();
        for (JsonNode fee : MAPPER.readTree(details)) {
            fees.add(
                    new Fee(
                            fee.path("type").asString(""),
                            fee.path("amount").longValue(),
                            Currency.of(fee.path("currency").asString(""))));
        }
        return fees;
    }
}
