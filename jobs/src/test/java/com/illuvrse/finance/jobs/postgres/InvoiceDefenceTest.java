package com.illuvrse.finance.jobs.postgres;

import static com.illuvrse.finance.jobs.postgres.Attacker.OWNER;
import static com.illuvrse.finance.jobs.postgres.Attacker.SEALER;
import static com.illuvrse.finance.jobs.postgres.Attacker.SUPERUSER_AS_REPLICA;
import static com.illuvrse.finance.jobs.postgres.Attacker.WRITER;
import static org.assertj.core.api.Assertions.assertThat;

import com.illuvrse.finance.invoice.InvoiceStatus;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Attacks on invoices, their numbers and their lives, each beside what is taken. */
final class InvoiceDefenceTest {

    private static final AttackedLedger LEDGER = new AttackedLedger();

    /**
     * On 4 March, which is open: sales of o-1, o-2 and o-3 and a refund of o-1. The first two have
     * their invoices.
     */
    @BeforeAll
    static void sell() {
        LEDGER.database()
                .write(
                        entry("sale:o-1:t1", "o-1", 1)
                                + entry("sale:o-2:t2", "o-2", 2)
                                + entry("sale:o-3:t3", "o-3", 3)
                                + entry("sale:o-1:t4", "o-1", 4)
                                + entry("refund:o-1:t5", "o-1", 5)
                                + entry("refund:o-1:t6", "o-1", 6)
                                + document("sale:o-1:t1", "SALE", "o-1", 1, 0, "DE", 100)
                                + life("o-1", 1, "null", "{DRAFTED,ISSUED,PAID}")
                                + document("sale:o-2:t2", "SALE", "o-2", 1, 0, "DE", 100)
                                + life("o-2", 1, "null", "{DRAFTED,ISSUED,PAID}"));
    }

    @AfterAll
    static void close() throws SQLException {
        LEDGER.close();
    }

    private static String entry(String source, String order, int hour) {
        return """
        insert into ledger.entry (entry_id, occurred_at, booked_on, effective_on, source_key, line_account,
            line_currency, line_amount, order_id)
        select ledger.entry_id('%1$s'), '2026-03-04T0%3$d:00:00Z', '2026-03-04', '2026-03-04', '%1$s',
            array_agg(a.account_id), '{EUR,EUR}', '{100,-100}', '%2$s'
        from (select account_id from ledger.account order by account_id limit 2) a;
        """
                .formatted(source, order, hour);
    }

    private static String document(
            String source,
            String cause,
            String order,
            int turn,
            int place,
            String series,
            long total) {
        return """
        insert into ledger.invoice (entry_id, cause, order_id, turn, place, series, issued_on, currency, total,
            part_line, part_kind, part_jurisdiction, part_rate, part_taxable, part_net, part_tax)
        values (ledger.entry_id('%s'), '%s', '%s', %d, %d, '%s', '2026-03-04', 'EUR', %7$d,
            '{1}', '{goods}', '{DE}', '{0.19}', '{%7$d}', '{%7$d}', '{0}');
        """
                .formatted(source, cause, order, turn, place, series, total);
    }

    private static String life(String order, int turn, String before, String steps) {
        return """
        insert into ledger.invoice_day (order_id, turn, day, status_before, steps, sources)
        values ('%s', %d, '2026-03-04', %s, '%s', array_fill(null::text, array[cardinality('%4$s'::text[])]));
        """
                .formatted(order, turn, before, steps);
    }

    private static String note(String source, int place, long total) {
        return document(source, "REFUND", "o-1", 1, place, "DE-CREDIT", total);
    }

    @Test
    void takesWhatIsRight() throws SQLException {
        assertThat(LEDGER.refusalOf(WRITER, note("refund:o-1:t5", 1, -100))).isEmpty();
        assertThat(
                        LEDGER.refusalOf(
                                WRITER,
                                document("sale:o-3:t3", "SALE", "o-3", 1, 0, "DE", 100)
                                        + life("o-3", 1, "null", "{DRAFTED,ISSUED,PAID}")))
                .isEmpty();
        assertThat(
                        LEDGER.refusalOf(
                                WRITER,
                                note("refund:o-1:t5", 1, -100)
                                        + document("sale:o-1:t4", "SALE", "o-1", 2, 0, "DE", 100)))
                .isEmpty();
        assertThat(LEDGER.refusalOf(SEALER, cut() + numbers("1, 2"))).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "WRITER, o-1, 1, 0, 100, document_has_its_own_place",
        "WRITER, o-1, 2, 0, 100, order o-1 has an invoice that stands",
        "SUPERUSER_AS_REPLICA, o-1, 2, 0, 100, order o-1 has an invoice that stands",
        "WRITER, o-1, 2, 1, 100, invoice_comes_before_its_credit_notes",
        "WRITER, o-1, 0, 0, 100, invoice_comes_before_its_credit_notes",
        "WRITER, o-1, 2, 0, -100, invoice_is_positive_and_credit_note_negative",
        "WRITER, o-2, 2, 0, 100, a document needs the entry it follows from",
        "SUPERUSER_AS_REPLICA, o-2, 2, 0, 100, a document needs the entry it follows from",
    })
    void refusesASecondInvoiceAndOneWithoutItsSale(
            Attacker who, String order, int turn, int place, long total, String rule)
            throws SQLException {
        String sql = document("sale:o-1:t4", "SALE", order, turn, place, "DE", total);

        assertThat(LEDGER.refusalOf(who, sql)).contains(rule);
    }

    @Test
    void refusesCreditNotesThatAreTooMuchOrOutOfPlace() throws SQLException {
        String follow = "credit notes follow their invoice one by one";

        assertThat(LEDGER.refusalOf(WRITER, note("refund:o-1:t5", 1, -101))).contains(follow);
        assertThat(LEDGER.refusalOf(SUPERUSER_AS_REPLICA, note("refund:o-1:t5", 1, -101)))
                .contains(follow);
        assertThat(
                        LEDGER.refusalOf(
                                WRITER,
                                note("refund:o-1:t5", 1, -60) + note("refund:o-1:t6", 2, -60)))
                .contains(follow);
        assertThat(LEDGER.refusalOf(WRITER, note("refund:o-1:t5", 2, -60))).contains(follow);
        assertThat(
                        LEDGER.refusalOf(
                                WRITER,
                                document("refund:o-1:t5", "REFUND", "o-1", 3, 1, "DE-CREDIT", -6)))
                .contains(follow);
        assertThat(
                        LEDGER.refusalOf(
                                WRITER, document("refund:o-1:t5", "REFUND", "o-1", 1, 1, "DE", -6)))
                .contains(follow);
        assertThat(LEDGER.refusalOf(WRITER, note("refund:o-1:t5", 1, -6).replace("'EUR'", "'USD'")))
                .contains(follow);
        assertThat(
                        LEDGER.refusalOf(
                                WRITER,
                                note("refund:o-1:t5", 1, -6) + note("refund:o-1:t5", 2, -6)))
                .contains("entry_has_one_document");
        assertThat(LEDGER.refusalOf(WRITER, note("refund:o-1:t5", 1, 6)))
                .contains("invoice_is_positive_and_credit_note_negative");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    '{0}' | '{1}' | document_must_add_up
                    '{0}' | '{null}' | document_must_add_up
                    '{0}' | '{1,-1}' | document_must_have_whole_parts
                    '2026-03-04' | '2026-03-03' | documents can only be added to an open day
                    '{goods}' | null | violates not-null
                    '{DE}' | '{DE,FR}' | document_must_have_whole_parts
                    'DE' | 'D E' | series_must_be_an_id
                    'EUR' | 'eur' | currency_must_be_three_capitals
                    """)
    void refusesADocumentThatDoesNotHoldTogether(String right, String wrong, String rule)
            throws SQLException {
        String sql =
                document("sale:o-3:t3", "SALE", "o-3", 1, 0, "DE", 100)
                        .replaceFirst(
                                java.util.regex.Pattern.quote("'" + right + "'"),
                                wrong.equals("null") ? wrong : "'" + wrong + "'");

        assertThat(LEDGER.refusalOf(WRITER, sql)).contains(rule);
    }

    @Test
    void neverHoldsANameOrAnAddress() throws SQLException {
        String sql =
                document("sale:o-3:t3", "SALE", "o-3", 1, 0, "DE", 100)
                        .replace("total,", "total, invoice_to,")
                        .replace("'EUR', 100,", "'EUR', 100, 'Ada Example, Main Street 1',");

        assertThat(LEDGER.refusalOf(WRITER, sql)).contains("buyer_is_a_place_and_a_reference");
    }

    /** The day is closing and its entries have places: 2 for the day's other entry, o-1, o-2 … */
    private static String cut() {
        return """
        update ledger.day set state = 'CLOSING' where day = '2026-03-04';
        insert into ledger.entry_seq (seq, entry_key)
        select 100 + row_number() over (order by occurred_at), entry_key from ledger.entry where booked_on = '2026-03-04';
        """;
    }

    /** Numbers for o-1 and o-2. */
    private static String numbers(String numbers) {
        return """
        insert into ledger.invoice_number (series, year, number, invoice_key)
        select 'DE', 2026, (array[%s])[row_number() over (order by order_id)], invoice_key
        from ledger.invoice where order_id in ('o-1', 'o-2')
        order by order_id;
        """
                .formatted(numbers);
    }

    private static String number(String order, String series, int year, int number) {
        return """
        insert into ledger.invoice_number (series, year, number, invoice_key)
        select '%s', %d, %d, invoice_key from ledger.invoice where order_id = '%s';
        """
                .formatted(series, year, number, order);
    }

    @Test
    void refusesNumbersThatLeaveAGapComeTwiceOrOutOfOrder() throws SQLException {
        String gap = "numbers follow each other without a gap";

        for (Attacker who : List.of(SEALER, SUPERUSER_AS_REPLICA)) {
            assertThat(LEDGER.refusalOf(who, cut() + numbers("2, 3"))).contains(gap);
            assertThat(LEDGER.refusalOf(who, cut() + numbers("1, 3"))).contains(gap);
            assertThat(LEDGER.refusalOf(who, cut() + numbers("2, 1"))).contains(gap);
            assertThat(LEDGER.refusalOf(who, cut() + number("o-1", "FR", 2026, 1))).contains(gap);
            assertThat(LEDGER.refusalOf(who, cut() + number("o-1", "DE", 2027, 1))).contains(gap);
            assertThat(
                            LEDGER.refusalOf(
                                    who,
                                    cut()
                                            + number("o-2", "DE", 2026, 1)
                                            + number("o-1", "DE", 2026, 2)))
                    .contains(gap);
            assertThat(LEDGER.refusalOf(who, numbers("1, 2"))).contains(gap);
        }
        assertThat(LEDGER.refusalOf(SEALER, cut() + numbers("1, 1")))
                .contains("number_is_given_once");
        assertThat(LEDGER.refusalOf(SEALER, cut() + numbers("1, 2") + numbers("3, 4")))
                .contains("document_has_one_number");
    }

    @Test
    void refusesTheCutOfADayWithADocumentWithoutNumber() throws SQLException {
        String places = cut().replace("100 +", "1 +");
        String segment =
                """
                insert into ledger.segment (segment, day, sealed_at, seq_before, seq_after)
                select 2, '2026-03-04', '2026-03-05T00:00:00Z', 1, 1 + count(*)
                from ledger.entry where booked_on = '2026-03-04';
                """;

        assertThat(
                        LEDGER.refusalOf(
                                SUPERUSER_AS_REPLICA,
                                places + number("o-1", "DE", 2026, 1) + segment))
                .contains("every document of its day has a number; not SALE of order o-2");
        assertThat(LEDGER.refusalOf(SUPERUSER_AS_REPLICA, places + numbers("1, 2") + segment))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    o-9 | 1 | null      | {ISSUED}                | steps_must_follow_the_lifecycle
                    o-9 | 1 | null      | {DRAFTED,PAID}          | steps_must_follow_the_lifecycle
                    o-9 | 1 | null      | {DRAFTED,null}          | violates not-null constraint
                    o-9 | 1 | null      | {DRAFTED,ASLEEP}        | steps_must_follow_the_lifecycle
                    o-9 | 1 | null      | {DRAFTED,ISSUED}        | an invoice is issued with its document
                    o-9 | 1 | PAID      | {CLOSED}                | an invoice goes on where it ended
                    o-9 | 2 | null      | {DRAFTED}               | the next one when it is over
                    o-1 | 2 | null      | {DRAFTED}               | the next one when it is over
                    o-9 | 0 | null      | {DRAFTED}               | turns_begin_at_one
                    o-1 | 1 | PAID      | {CLOSED}                | invoice_moves_once_a_day
                    """)
    void refusesALifeThatCannotBe(String order, int turn, String before, String steps, String rule)
            throws SQLException {
        String status = before.equals("null") ? before : "'" + before + "'";
        String sql = life(order, turn, status, steps);

        assertThat(LEDGER.refusalOf(WRITER, sql)).contains(rule);
    }

    @Test
    void anInvoiceIsOverOnlyWhenItIsCreditedInFull() throws SQLException {
        String issued =
                document("sale:o-3:t3", "SALE", "o-3", 1, 0, "DE", 100)
                        + life("o-3", 1, "null", "{DRAFTED,ISSUED,PAID,REFUNDED}");

        assertThat(LEDGER.refusalOf(WRITER, issued)).contains("over when it is credited in full");
        assertThat(LEDGER.refusalOf(WRITER, life("o-9", 1, "null", "{DRAFTED,VOIDED}"))).isEmpty();
    }

    @Test
    void theDatabaseKnowsTheLifecycleOfTheRules() {
        List<String> rules = new ArrayList<>();
        for (InvoiceStatus from : InvoiceStatus.values()) {
            Stream.of(InvoiceStatus.values())
                    .filter(from::mayBecome)
                    .forEach(to -> rules.add(from + " " + to));
        }
        String all =
                String.join(
                        ",", Stream.of(InvoiceStatus.values()).map(InvoiceStatus::name).toList());

        List<String> database =
                LEDGER.database()
                        .lines(
                                """
                                select s.before || ' ' || n.after
                                from unnest('{%1$s}'::text[]) with ordinality as s (before, i)
                                    cross join unnest('{%1$s}'::text[]) with ordinality as n (after, j)
                                where ledger.is_life_of_an_invoice(s.before, array[n.after])
                                order by i, j
                                """
                                        .formatted(all));

        assertThat(database).isEqualTo(rules);
    }

    @ParameterizedTest
    @CsvSource({
        "update ledger.invoice set total = 1",
        "delete from ledger.invoice",
        "truncate ledger.invoice",
        "update ledger.invoice_number set number = 9",
        "delete from ledger.invoice_number",
        "truncate ledger.invoice_number",
        "update ledger.invoice_day set steps = steps",
        "delete from ledger.invoice_day",
        "truncate ledger.invoice_day",
    })
    void nothingIsChangedOrTakenAway(String sql) throws SQLException {
        assertThat(LEDGER.refusalOf(OWNER, sql)).contains("is append-only");
        assertThat(LEDGER.refusalOf(SUPERUSER_AS_REPLICA, sql)).contains("is append-only");
        assertThat(LEDGER.refusalOf(WRITER, sql)).contains("permission denied");
        assertThat(LEDGER.refusalOf(SEALER, sql)).contains("permission denied");
    }

    @Test
    void documentsAreTheWritersAndNumbersTheSealers() throws SQLException {
        assertThat(
                        LEDGER.refusalOf(
                                SEALER, document("sale:o-3:t3", "SALE", "o-3", 1, 0, "DE", 100)))
                .contains("permission denied");
        assertThat(LEDGER.refusalOf(WRITER, number("o-1", "DE", 2026, 1)))
                .contains("permission denied");
    }
}
