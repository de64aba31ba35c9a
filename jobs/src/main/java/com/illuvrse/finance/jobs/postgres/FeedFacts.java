package com.illuvrse.finance.jobs.postgres;

import com.illuvrse.finance.jobs.marketplace.AcceptedLine;
import com.illuvrse.finance.jobs.marketplace.FeedAchNotice;
import com.illuvrse.finance.jobs.marketplace.FeedFiling;
import com.illuvrse.finance.jobs.marketplace.FeedOrderEvent;
import com.illuvrse.finance.jobs.marketplace.FeedRate;
import com.illuvrse.finance.jobs.marketplace.RefusedLine;
import com.illuvrse.finance.journal.AccountingDay;
import com.illuvrse.finance.order.OrderEvent;
import com.illuvrse.finance.payout.BankLine;
import com.illuvrse.finance.payout.Payee;
import com.illuvrse.finance.royalty.Contract;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Writes the lines of the inbox, some thousands at a time, and refuses those that contradict what
 * is there: an id that came before with the same content is nothing new, with other content the
 * first stays.
 *
 * <p>A fact is accepted on the night's day, or on its own day when that is later: nothing is booked
 * before it has happened.
 */
public final class FeedFacts {

    private final JdbcTemplate jdbc;
    private final JdbcClient sql;

    public FeedFacts(Database database) {
        this.jdbc = database.jdbc();
        this.sql = database.sql();
    }

    /**
     * The file whose lines are written.
     *
     * @param day the night that reads it
     */
    public record Reading(long fileKey, AccountingDay day) {

        LocalDate acceptedOn(LocalDate happenedOn) {
            return happenedOn.isAfter(day.date()) ? happenedOn : day.date();
        }
    }

    public List<RefusedLine> keepOrderEvents(
            Reading file, List<AcceptedLine<FeedOrderEvent>> lines) {
        BulkInsert insert =
                BulkInsert.into("fact.order_event")
                        .column("order_id", "text")
                        .column("event", "text")
                        .column("kind", "text")
                        .column("version", "integer")
                        .column("occurred_at", "timestamptz")
                        .column("body", "text")
                        .column("content_sha256", "text")
                        .column("file_key", "bigint")
                        .column("line_no", "integer")
                        .column("accepted_on", "date");
        for (AcceptedLine<FeedOrderEvent> line : lines) {
            OrderEvent event = line.content().event();
            insert.row(
                    event.order(),
                    event.event(),
                    line.content().type(),
                    line.content().version(),
                    event.occurredAt(),
                    line.line().text(),
                    line.content().contentSha256(),
                    file.fileKey(),
                    line.line().number(),
                    file.acceptedOn(dayOf(file, event)));
        }
        return insert.execute(jdbc) == lines.size() ? List.of() : conflicts(lines);
    }

    private static LocalDate dayOf(Reading file, OrderEvent event) {
        return AccountingDay.containing(event.occurredAt(), file.day().zone()).date();
    }

    private List<RefusedLine> conflicts(List<AcceptedLine<FeedOrderEvent>> lines) {
        Map<String, String> kept = new HashMap<>();
        sql.sql(
                        """
                        select e.order_id, e.event, e.content_sha256
                        from unnest(:orders::text[], :events::text[]) as again (order_id, event)
                            join fact.order_event e on e.order_id = again.order_id and e.event = again.event
                        """)
                .param("orders", texts(lines, line -> line.event().order()))
                .param("events", texts(lines, line -> line.event().event()))
                .query(
                        row -> {
                            kept.put(row.getString(1) + ":" + row.getString(2), row.getString(3));
                        });
        List<RefusedLine> refused = new ArrayList<>();
        for (AcceptedLine<FeedOrderEvent> line : lines) {
            OrderEvent event = line.content().event();
            String first = kept.get(event.order() + ":" + event.event());
            if (!line.content().contentSha256().equals(first)) {
                String reason =
                        "event %s of order %s is there with other content and stays as it is; send what has changed as a new event"
                                .formatted(event.event(), event.order());
                refused.add(RefusedLine.conflict(line.line(), event.order(), reason));
            }
        }
        return refused;
    }

    private static <T> String[] texts(List<AcceptedLine<T>> lines, Function<T, String> text) {
        return lines.stream().map(line -> text.apply(line.content())).toArray(String[]::new);
    }

    public List<RefusedLine> keepContracts(Reading file, List<AcceptedLine<Contract>> lines) {
        BulkInsert insert =
                BulkInsert.into("fact.contract")
                        .column("contract", "text")
                        .column("version", "integer")
                        .column("valid_from", "date")
                        .column("valid_to", "date")
                        .column("body", "text")
                        .column("invalid_because", "text")
                        .column("file_key", "bigint")
                        .column("accepted_on", "date");
        for (AcceptedLine<Contract> line : lines) {
            Contract contract = line.content();
            insert.row(
                    contract.contract(),
                    contract.version(),
                    contract.validFrom(),
                    contract.validTo(),
                    line.line().text(),
                    contract.problem().orElse(null),
                    file.fileKey(),
                    file.day().date());
        }
        if (insert.execute(jdbc) == lines.size()) {
            return List.of();
        }
        String bodies =
                """
                select c.contract || ':' || c.version, c.body
                from fact.contract c
                where c.contract = any(:ids::text[])
                """;
        return differing(
                lines,
                "contract",
                contract -> contract.contract() + ":" + contract.version(),
                bodies(bodies, texts(lines, Contract::contract)));
    }

    public List<RefusedLine> keepPayees(Reading file, List<AcceptedLine<Payee>> lines) {
        BulkInsert insert =
                BulkInsert.into("fact.payee")
                        .column("payee", "text")
                        .column("version", "integer")
                        .column("valid_from", "date")
                        .column("body", "text")
                        .column("file_key", "bigint")
                        .column("accepted_on", "date");
        for (AcceptedLine<Payee> line : lines) {
            insert.row(
                    line.content().payee(),
                    line.content().version(),
                    line.content().validFrom(),
                    line.line().text(),
                    file.fileKey(),
                    file.day().date());
        }
        if (insert.execute(jdbc) == lines.size()) {
            return List.of();
        }
        String bodies =
                """
                select p.payee || ':' || p.version, p.body
                from fact.payee p
                where p.payee = any(:ids::text[])
                """;
        return differing(
                lines,
                "payee",
                payee -> payee.payee() + ":" + payee.version(),
                bodies(bodies, texts(lines, Payee::payee)));
    }

    private Map<String, String> bodies(String query, String[] ids) {
        Map<String, String> bodies = new HashMap<>();
        sql.sql(query)
                .param("ids", ids)
                .query(
                        row -> {
                            bodies.put(row.getString(1), row.getString(2));
                        });
        return bodies;
    }

    /** Lines whose id and version is there with another body. */
    private static <T> List<RefusedLine> differing(
            List<AcceptedLine<T>> lines,
            String what,
            Function<T, String> id,
            Map<String, String> bodies) {
        List<RefusedLine> refused = new ArrayList<>();
        for (AcceptedLine<T> line : lines) {
            String there = bodies.get(id.apply(line.content()));
            if (there == null || !line.line().saysTheSameAs(there)) {
                String reason =
                        "%s %s is there with other content and a version never changes; send what has changed as a higher version"
                                .formatted(what, id.apply(line.content()));
                refused.add(RefusedLine.of(line.line(), reason));
            }
        }
        return refused;
    }

    public List<RefusedLine> keepRates(Reading file, List<AcceptedLine<FeedRate>> lines) {
        BulkInsert insert =
                BulkInsert.into("fact.rate")
                        .column("rate_on", "date")
                        .column("base", "text")
                        .column("quote", "text")
                        .column("source", "text")
                        .column("rate", "text")
                        .column("file_key", "bigint")
                        .column("accepted_on", "date");
        for (AcceptedLine<FeedRate> line : lines) {
            FeedRate rate = line.content();
            insert.row(
                    rate.day(),
                    rate.base().code(),
                    rate.quote().code(),
                    rate.source(),
                    rate.rate(),
                    file.fileKey(),
                    file.day().date());
        }
        if (insert.execute(jdbc) == lines.size()) {
            return List.of();
        }
        String rates =
                """
                select concat_ws(' ', r.rate_on, r.base, r.quote, r.source), r.rate
                from fact.rate r
                where concat_ws(' ', r.rate_on, r.base, r.quote, r.source) = any(:ids::text[])
                """;
        Map<String, String> kept = bodies(rates, texts(lines, FeedFacts::idOf));
        List<RefusedLine> refused = new ArrayList<>();
        for (AcceptedLine<FeedRate> line : lines) {
            String there = kept.get(idOf(line.content()));
            if (!line.content().rate().equals(there)) {
                String reason =
                        "the rate %s is there as %s and stays, found %s"
                                .formatted(idOf(line.content()), there, line.content().rate());
                refused.add(RefusedLine.of(line.line(), reason));
            }
        }
        return refused;
    }

    private static String idOf(FeedRate rate) {
        return rate.day() + " " + rate.base() + " " + rate.quote() + " " + rate.source();
    }

    /** What authorities said; the same words again are no news. */
    public List<RefusedLine> keepFilings(Reading file, List<AcceptedLine<FeedFiling>> lines) {
        BulkInsert insert =
                BulkInsert.into("fact.filing")
                        .column("kind", "text")
                        .column("period", "text")
                        .column("form", "text")
                        .column("payee", "text")
                        .column("record", "text")
                        .column("receipt", "text")
                        .column("filed_on", "date")
                        .column("status", "text")
                        .column("file_key", "bigint")
                        .column("line_no", "integer")
                        .column("accepted_on", "date");
        for (AcceptedLine<FeedFiling> line : lines) {
            FeedFiling filing = line.content();
            insert.row(
                    filing.kind(),
                    filing.period().name(),
                    filing.form(),
                    filing.payee(),
                    filing.record(),
                    filing.receipt(),
                    filing.filedOn(),
                    filing.accepted() ? "accepted" : "rejected",
                    file.fileKey(),
                    line.line().number(),
                    file.day().date());
        }
        if (insert.execute(jdbc) == lines.size()) {
            return List.of();
        }
        String filings =
                """
                select concat_ws(' ', f.kind, f.period, f.form, f.payee, f.record, f.receipt, f.status), f.filed_on::text
                from fact.filing f
                where concat_ws(' ', f.kind, f.period, f.form, f.payee, f.record, f.receipt, f.status) = any(:ids::text[])
                """;
        Map<String, String> kept = bodies(filings, texts(lines, FeedFacts::idOf));
        List<RefusedLine> refused = new ArrayList<>();
        for (AcceptedLine<FeedFiling> line : lines) {
            String filedOn = line.content().filedOn().toString();
            String there = kept.get(idOf(line.content()));
            if (!filedOn.equals(there)) {
                String reason =
                        "the filing %s is there as filed on %s and stays, found %s"
                                .formatted(idOf(line.content()), there, filedOn);
                refused.add(RefusedLine.of(line.line(), reason));
            }
        }
        return refused;
    }

    private static String idOf(FeedFiling filing) {
        return String.join(
                " ",
                filing.kind(),
                filing.period().name(),
                filing.form(),
                filing.payee(),
                filing.record(),
                filing.receipt(),
                filing.accepted() ? "accepted" : "rejected");
    }

    public List<RefusedLine> keepBankLines(Reading file, List<AcceptedLine<BankLine>> lines) {
        BulkInsert insert =
                BulkInsert.into("fact.bank_line")
                        .column("statement", "text")
                        .column("line", "text")
                        .column("account", "text")
                        .column("booked_on", "date")
                        .column("amount", "bigint")
                        .column("currency", "text")
                        .column("reference", "text")
                        .column("reason", "text")
                        .column("file_key", "bigint")
                        .column("accepted_on", "date");
        for (AcceptedLine<BankLine> line : lines) {
            BankLine bank = line.content();
            insert.row(
                    bank.statement(),
                    bank.line(),
                    bank.account(),
                    bank.bookedOn(),
                    bank.amount().minor(),
                    bank.amount().currency().code(),
                    bank.reference(),
                    bank.reason(),
                    file.fileKey(),
                    file.acceptedOn(bank.bookedOn()));
        }
        if (insert.execute(jdbc) == lines.size()) {
            return List.of();
        }
        Map<String, BankLine> kept = bankLines(texts(lines, BankLine::statement));
        List<RefusedLine> refused = new ArrayList<>();
        for (AcceptedLine<BankLine> line : lines) {
            BankLine there = kept.get(line.content().ref());
            if (!line.content().equals(there)) {
                String reason =
                        "bank line %s is there with other content and stays as it is, found %s"
                                .formatted(line.content().ref(), line.content());
                refused.add(RefusedLine.of(line.line(), reason));
            }
        }
        return refused;
    }

    /**
     * Notices of the ACH network. One of a trace number that came before is no news, whichever file
     * brings it.
     *
     * @param happenedOn the day the file was delivered for
     */
    public List<RefusedLine> keepAchNotices(
            Reading file, List<AcceptedLine<FeedAchNotice>> lines, LocalDate happenedOn) {
        BulkInsert insert =
                BulkInsert.into("fact.ach_notice")
                        .column("kind", "text")
                        .column("original_trace", "text")
                        .column("reason", "text")
                        .column("amount", "bigint")
                        .column("file_key", "bigint")
                        .column("line_no", "integer")
                        .column("happened_on", "date")
                        .column("accepted_on", "date");
        for (AcceptedLine<FeedAchNotice> line : lines) {
            FeedAchNotice notice = line.content();
            insert.row(
                    notice.isChange() ? "CHANGE" : "RETURN",
                    notice.originalTrace(),
                    notice.reason(),
                    notice.amount(),
                    file.fileKey(),
                    line.line().number(),
                    happenedOn,
                    file.acceptedOn(happenedOn));
        }
        if (insert.execute(jdbc) == lines.size()) {
            return List.of();
        }
        String notices =
                """
                select n.original_trace || ' ' || n.kind, n.reason || ' ' || n.amount
                from fact.ach_notice n
                where n.original_trace = any(:ids::text[])
                """;
        Map<String, String> kept = bodies(notices, texts(lines, FeedAchNotice::originalTrace));
        List<RefusedLine> refused = new ArrayList<>();
        for (AcceptedLine<FeedAchNotice> line : lines) {
            FeedAchNotice notice = line.content();
            String id = notice.originalTrace() + (notice.isChange() ? " CHANGE" : " RETURN");
            String told = notice.reason() + " " + notice.amount();
            if (!told.equals(kept.get(id))) {
                String reason =
                        "a notice of trace number %s is there as \"%s\" and stays as it is, found \"%s\""
                                .formatted(notice.originalTrace(), kept.get(id), told);
                refused.add(RefusedLine.of(line.line(), reason));
            }
        }
        return refused;
    }

    private Map<String, BankLine> bankLines(String[] statements) {
        Map<String, BankLine> lines = new HashMap<>();
        sql.sql(
                        """
                        select statement, line, account, booked_on, amount, currency, reference, reason
                        from fact.bank_line
                        where statement = any(:statements::text[])
                        """)
                .param("statements", statements)
                .query(
                        row -> {
                            BankLine line = MarketplaceFacts.bankLine(row);
                            lines.put(line.ref(), line);
                        });
        return lines;
    }
}
