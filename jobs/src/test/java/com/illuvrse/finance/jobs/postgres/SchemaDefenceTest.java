package com.illuvrse.finance.jobs.postgres;

import static com.illuvrse.finance.jobs.postgres.Attacker.OWNER;
import static com.illuvrse.finance.jobs.postgres.Attacker.SEALER;
import static com.illuvrse.finance.jobs.postgres.Attacker.SUPERUSER;
import static com.illuvrse.finance.jobs.postgres.Attacker.SUPERUSER_AS_REPLICA;
import static com.illuvrse.finance.jobs.postgres.Attacker.WRITER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.StringReader;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.postgresql.PGConnection;

/**
 * Attacks on the journal and on every row that is kept, each with what the database must say.
 * Whoever attacks knows the epoch that may write.
 */
final class SchemaDefenceTest {

    private static final AttackedLedger LEDGER = new AttackedLedger();

    @AfterAll
    static void close() throws SQLException {
        LEDGER.close();
    }

    /** What is tried, by whom, and the rule that must be named. */
    record Attack(String what, Attacker who, String sql, String rule) {
        @Override
        public String toString() {
            return what + " by " + who.name().toLowerCase(Locale.ROOT);
        }
    }

    @ParameterizedTest
    @MethodSource("entries")
    void refusesAnEntryThatIsNone(Attack attack) throws SQLException {
        assertThat(LEDGER.refusalOf(attack.who(), attack.sql())).contains(attack.rule());
    }

    static Stream<Attack> entries() {
        return Stream.of(
                lines("a cent off", "{1,2}", "{USD,USD}", "{100,-99}", BALANCE),
                lines("balanced over currencies", "{1,2}", "{USD,EUR}", "{100,-100}", BALANCE),
                lines(
                        "two currencies, both off",
                        "{1,2,1,2}",
                        "{USD,USD,EUR,EUR}",
                        "{100,-99,50,-51}",
                        BALANCE),
                lines(
                        "zero only if 64 bits wrap around",
                        "{1,2,1}",
                        "{USD,USD,USD}",
                        "{9223372036854775807,9223372036854775807,2}",
                        BALANCE),
                lines("one line", "{1}", "{USD}", "{100}", BALANCE),
                lines("a null amount", "{1,2,1}", "{USD,USD,USD}", "{100,-100,null}", "entry_"),
                lines("no lines", "{}", "{}", "{}", "entry_must_have_two_lines_or_be_a_zero"),
                lines("zero lines", "{1,2}", "{USD,USD}", "{0,0}", "line_amount_must_not_be_zero"),
                lines(
                        "an amount that has no opposite",
                        "{1,2,2}",
                        "{USD,USD,USD}",
                        "{-9223372036854775808,9223372036854775807,1}",
                        "line_amount_must_not_be_zero"),
                lines("an unknown account", "{1,77}", "{USD,USD}", "{5,-5}", "do not exist: 77"),
                lines("a null account", "{1,null}", "{USD,USD}", "{5,-5}", LINE),
                lines("an account too few", "{1}", "{USD,USD}", "{5,-5}", LINE),
                lines("lines counted from 0", "[0:1]={1,2}", "[0:1]={USD,USD}", "[0:1]={5,-5}", ""),
                lines(
                        "lines in a table",
                        "{{1,2},{1,2}}",
                        "{{USD,EUR},{USD,EUR}}",
                        "{{5,6},{-5,-6}}",
                        "multidimensional arrays"),
                lines("small letters", "{1,2}", "{usd,usd}", "{5,-5}", "line_currency_must_be"),
                lines("a null currency", "{1,2}", "{USD,null}", "{5,-5}", ""),
                with("source_key", "'a b'", "source_key_must_be_visible_ascii"),
                with("entry_id", "ledger.entry_id('other')", "entry_id_must_come_from_the_source"),
                with("entry_id", "gen_random_uuid()", "entry_id_must_come_from_the_source_key"),
                with("effective_on", "'2026-03-05'", "entry_must_not_be_booked_before_it_is_eff"),
                with("effective_on", "'-infinity'", "entry_must_have_a_real_date"),
                with("occurred_at", "'infinity'", "entry_must_have_a_real_date"),
                with("occurred_at", "'2026-03-04T01:00:00.0001Z'", "instant_must_be_whole_milli"),
                with("reverses", "ledger.entry_id('attack:1')", "entry_must_not_reverse_itself"),
                with("reverses", "gen_random_uuid()", "reversed_entry_must_exist"),
                with("booked_on", "'2026-03-03'", "not open: 2026-03-03"),
                with("booked_on", "'2026-03-02'", "not open: 2026-03-02"),
                with("booked_on", "'2026-03-09'", "not open: 2026-03-09"),
                with(SUPERUSER, "booked_on", "'2026-03-02'", "not open: 2026-03-02"),
                with(SUPERUSER_AS_REPLICA, "booked_on", "'2026-03-02'", "not open: 2026-03-02"),
                new Attack(
                        "an entry again",
                        WRITER,
                        "insert into ledger.entry (%1$s) select %1$s from ledger.entry"
                                .formatted(COLUMNS),
                        "entry_is_booked_once"));
    }

    @ParameterizedTest
    @EnumSource(names = {"WRITER", "OWNER", "SUPERUSER", "SUPERUSER_AS_REPLICA"})
    void takesABalancedEntryAndNoOther(Attacker who) throws SQLException {
        assertThat(LEDGER.refusalOf(who, entry("{1,2}", "{USD,USD}", "{5,-5}"))).isEmpty();
        assertThat(LEDGER.refusalOf(who, entry("{1,2}", "{USD,USD}", "{5,-4}"))).contains(BALANCE);
    }

    @ParameterizedTest
    @EnumSource(names = {"WRITER", "OWNER", "SUPERUSER", "SUPERUSER_AS_REPLICA"})
    void copyTakesNothingWhenOneRowOfManyIsOff(Attacker who) throws SQLException, IOException {
        String rows = row("copy:1", "{5,-5}") + row("copy:2", "{5,-4}") + row("copy:3", "{5,-5}");
        String copy = "copy ledger.entry (%s) from stdin".formatted(COLUMNS);

        try (Connection connection = who.connectTo(LEDGER.database());
                Statement statement = connection.createStatement()) {
            statement.execute("set local finance.epoch = '" + LEDGER.database().epoch() + "'");

            assertThatThrownBy(
                            () ->
                                    connection
                                            .unwrap(PGConnection.class)
                                            .getCopyAPI()
                                            .copyIn(copy, new StringReader(rows)))
                    .hasMessageContaining(BALANCE)
                    .hasMessageContaining("line 2");
            connection.rollback();
        }
        assertThat(
                        LEDGER.database()
                                .number(
                                        "select count(*) from ledger.entry where source_key like 'copy:%'"))
                .isZero();
    }

    @Test
    void aTableBesideTheJournalMustBalanceToo() throws SQLException {
        String aside = "create table ledger.aside () inherits (ledger.entry); ";
        String unbalanced =
                entry("{1,2}", "{USD,USD}", "{5,-4}").replace("ledger.entry (", "ledger.aside (");

        assertThat(
                        LEDGER.refusalOf(
                                OWNER,
                                aside
                                        + "alter table ledger.aside alter entry_key set default 99; "
                                        + unbalanced))
                .contains(BALANCE);
    }

    @ParameterizedTest
    @EnumSource(names = {"OWNER", "SUPERUSER", "SUPERUSER_AS_REPLICA"})
    void refusesToChangeOrRemoveAnyRow(Attacker who) throws SQLException {
        List<String> taken = new ArrayList<>();
        for (String change : changes()) {
            String refusal = LEDGER.refusalOf(who, change);
            if (!refusal.contains("is append-only")) {
                taken.add(change + " -> " + refusal);
            }
        }

        assertThat(taken).isEmpty();
        assertThat(changes()).hasSizeGreaterThan(100);
    }

    @Test
    void rolesMayNotEvenTryToChangeRows() throws SQLException {
        List<String> taken = new ArrayList<>();
        for (Attacker who : List.of(WRITER, SEALER, Attacker.PAYOUTS, Attacker.READER)) {
            for (String change : changes()) {
                String refusal = LEDGER.refusalOf(who, change);
                if (!refusal.contains("permission denied")) {
                    taken.add(who + ": " + change + " -> " + refusal);
                }
            }
        }

        assertThat(taken).isEmpty();
    }

    /** An update, a delete and a truncate for every table whose rows stay. */
    private static List<String> changes() {
        return LEDGER.database()
                .lines(
                        """
                        select change
                        from (
                            select n.nspname || '.' || c.relname as name,
                                (select a.attname from pg_attribute a
                                where a.attrelid = c.oid and a.attnum > 0 and a.attidentity = '' and a.attgenerated = ''
                                order by a.attnum limit 1) as member,
                                (n.nspname, c.relname) in (('ledger', 'day'), ('payout', 'batch'), ('payout', 'intent'))
                                    as moves
                            from pg_class c join pg_namespace n on n.oid = c.relnamespace
                            where c.relkind = 'r' and n.nspname in ('fact', 'ledger', 'payout')
                        ) t
                            cross join lateral unnest(array[
                                format('delete from %s', name),
                                format('truncate %s cascade', name),
                                case when not moves then format('update %1$s set %2$I = %2$I', name, member) end]) change
                        where change is not null
                        order by change
                        """);
    }

    private static final String COLUMNS =
            "entry_id, occurred_at, booked_on, effective_on, source_key, line_account, line_currency, line_amount";
    private static final String BALANCE = "entry_must_balance_in_every_currency";
    private static final String LINE = "line_must_have_account_currency_and_amount";

    private static Attack lines(
            String what, String accounts, String currencies, String amounts, String rule) {
        return new Attack(
                what,
                WRITER,
                entry(accounts, currencies, amounts),
                rule.isEmpty() ? "violates check constraint" : rule);
    }

    private static String entry(String accounts, String currencies, String amounts) {
        return """
        insert into ledger.entry (%s, reverses)
        values (ledger.entry_id('attack:1'), '2026-03-04T12:00:00Z', '2026-03-04', '2026-03-02', 'attack:1',
            '%s', '%s', '%s', null)
        """
                .formatted(COLUMNS, accounts, currencies, amounts);
    }

    private static String row(String key, String amounts) {
        String id =
                com.illuvrse.finance.journal.EntryId.of(
                                new com.illuvrse.finance.journal.SourceKey(key))
                        .toString();
        return String.join(
                        "\t",
                        id,
                        "2026-03-04T12:00:00Z",
                        "2026-03-04",
                        "2026-03-04",
                        key,
                        "{1,2}",
                        "{USD,USD}",
                        amounts)
                + "\n";
    }

    private static Attack with(String member, String value, String rule) {
        return with(WRITER, member, value, rule);
    }

    /** An entry that is right but for one member. */
    private static Attack with(Attacker who, String member, String value, String rule) {
        String right = entry("{1,2}", "{USD,USD}", "{5,-5}");
        String wrong =
                switch (member) {
                    case "entry_id" -> right.replace("ledger.entry_id('attack:1')", value);
                    case "occurred_at" -> right.replace("'2026-03-04T12:00:00Z'", value);
                    case "booked_on" -> right.replace("'2026-03-04', '", value + ", '");
                    case "effective_on" -> right.replace("'2026-03-02'", value);
                    case "source_key" ->
                            right.replace("'2026-03-02', 'attack:1'", "'2026-03-02', " + value)
                                    .replace("entry_id('attack:1')", "entry_id(" + value + ")");
                    case "reverses" -> right.replace("null)", value + ")");
                    default -> throw new IllegalArgumentException(member);
                };
        return new Attack(member + " " + value, who, wrong, rule);
    }
}
