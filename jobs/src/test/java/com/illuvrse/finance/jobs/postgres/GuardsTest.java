package com.illuvrse.finance.jobs.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** Which guards stand on which tables, and what each role may do: read from the catalog. */
final class GuardsTest {

    private static final TestDatabase DATABASE = TestDatabase.create();

    @AfterAll
    static void close() {
        DATABASE.close();
    }

    @Test
    void everyTableIsGuarded() {
        new Guards(DATABASE.database()).require();
        assertThat(DATABASE.number("select count(*) from pg_trigger where tgenabled = 'A'"))
                .isGreaterThan(80);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    alter table ledger.entry disable trigger rows_stay_as_they_are | rows_stay_as_they_are on ledger.entry
                    alter table ledger.entry enable trigger rows_stay_as_they_are | rows_stay_as_they_are on ledger.entry
                    drop trigger rows_need_a_live_epoch on fact.rate | rows_need_a_live_epoch on fact.rate
                    alter table ledger.entry drop constraint entry_must_balance_in_every_currency | entry_must_balance_in_every_currency
                    create table ledger.aside () inherits (ledger.entry) | rows_stay_as_they_are on ledger.aside
                    create table fact.new_feed (line text) | rows_need_a_live_epoch on fact.new_feed
                    alter table ledger.invoice_number disable trigger numbers_must_follow_each_other | numbers_must_follow_each_other on ledger.invoice_number
                    drop trigger segment_must_number_its_documents on ledger.segment | segment_must_number_its_documents on ledger.segment
                    drop trigger file_must_follow_its_cause on ledger.attestation | file_must_follow_its_cause on ledger.attestation
                    alter table ledger.seal_line disable trigger seal_is_not_written_yet | seal_is_not_written_yet on ledger.seal_line
                    drop trigger epoch_must_go_forward on run.epoch | epoch_must_go_forward on run.epoch
                    drop trigger period_must_be_sealed on ledger.period_lock | period_must_be_sealed on ledger.period_lock
                    drop trigger period_must_not_be_locked on ledger.entry | period_must_not_be_locked on ledger.entry
                    alter table ledger.day disable trigger period_must_not_be_locked | period_must_not_be_locked on ledger.day
                    alter table ledger.segment enable replica trigger period_must_not_be_locked | period_must_not_be_locked on ledger.segment
                    alter table ledger.balance_day enable trigger period_must_not_be_locked | period_must_not_be_locked on ledger.balance_day
                    alter table ledger.period_lock disable trigger rows_stay_as_they_are | rows_stay_as_they_are on ledger.period_lock
                    """)
    void seesWhatTheOwnerTookAway(String change, String guard) throws SQLException {
        asOwner(
                sql -> {
                    sql.sql(change).update();

                    assertThat(Guards.down(sql))
                            .hasSizeBetween(1, 2)
                            .anyMatch(each -> each.startsWith(guard));
                });
    }

    @Test
    void refusesANightWhoseLedgerCanBeChanged() throws SQLException {
        try (TestDatabase open = TestDatabase.create();
                Connection owner = Attacker.OWNER.connectTo(open)) {
            try (Statement statement = owner.createStatement()) {
                statement.execute("alter table ledger.entry disable trigger rows_stay_as_they_are");
                owner.commit();
            }

            assertThatThrownBy(() -> new Guards(open.database()).require())
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("rows_stay_as_they_are on ledger.entry");
        }
    }

    /** The honest limit: who owns the tables can change them, and only the seal tells. */
    @Test
    void anOwnerWhoPutsTheGuardsBackIsNotSeen() throws SQLException {
        asOwner(
                sql -> {
                    sql.sql("insert into ledger.day (day) values ('2026-03-02')").update();
                    sql.sql("insert into ledger.account (path) values ('assets:a'), ('assets:b')")
                            .update();
                    sql.sql(
                                    """
                                    insert into ledger.entry (entry_id, occurred_at, booked_on, effective_on, source_key,
                                        line_account, line_currency, line_amount)
                                    select ledger.entry_id('a:1'), '2026-03-02T12:00:00Z', '2026-03-02', '2026-03-02', 'a:1',
                                        array_agg(account_id), '{USD,USD}', '{5,-5}'
                                    from ledger.account
                                    """)
                            .update();

                    sql.sql("alter table ledger.entry disable trigger rows_stay_as_they_are")
                            .update();
                    int changed =
                            sql.sql("update ledger.entry set line_amount = '{7,-7}'").update();
                    sql.sql("alter table ledger.entry enable always trigger rows_stay_as_they_are")
                            .update();

                    assertThat(changed).isEqualTo(1);
                    assertThat(Guards.down(sql)).isEmpty();
                });
    }

    @Test
    void rolesMayReadTheLedgerAndNothingElseThanThis() {
        assertThat(
                        String.join(
                                "\n",
                                DATABASE.lines(
                                        """
                                        select grantee || ' ' || privilege || ' ' || string_agg(name, ', ' order by name collate "C")
                                        from (
                                            select grantee.rolname as grantee, acl.privilege_type as privilege,
                                                case when n.nspname in ('fact', 'batch', 'quartz') then n.nspname || '.*'
                                                    else n.nspname || '.' || c.relname end as name
                                            from pg_class c join pg_namespace n on n.oid = c.relnamespace
                                                cross join lateral aclexplode(c.relacl) acl
                                                join pg_roles grantee on grantee.oid = acl.grantee
                                            where n.nspname in ('fact', 'ledger', 'payout', 'run', 'batch', 'quartz')
                                                and c.relkind in ('r', 'v')
                                                and grantee.rolname <> 'ledger_owner' and acl.privilege_type <> 'SELECT'
                                            union
                                            select grantee.rolname, acl.privilege_type, n.nspname || '.' || c.relname || '.' || a.attname
                                            from pg_attribute a join pg_class c on c.oid = a.attrelid
                                                join pg_namespace n on n.oid = c.relnamespace
                                                cross join lateral aclexplode(a.attacl) acl
                                                join pg_roles grantee on grantee.oid = acl.grantee
                                        ) granted
                                        group by grantee, privilege
                                        order by 1
                                        """)))
                .isEqualTo(
                        """
                        ledger_payouts DELETE batch.*, quartz.*
                        ledger_payouts INSERT batch.*, payout.new_attempt, payout.payment_file, payout.probe, payout.vote, quartz.*
                        ledger_payouts UPDATE batch.*, payout.batch.closed_at, payout.batch.released_at, payout.batch.state, \
                        payout.intent.concluded_at, payout.intent.failure, payout.intent.first_sent_at, payout.intent.state, \
                        payout.intent.transfer_id, quartz.*
                        ledger_sealer DELETE batch.*, quartz.*
                        ledger_sealer INSERT batch.*, ledger.attestation, ledger.balance_day, ledger.delivery, ledger.entry_seq, ledger.invoice_number, \
                        ledger.seal_line, ledger.sealed_line, ledger.segment, ledger.segment_manifest, ledger.segment_seal, ledger.signature_intent, \
                        payout.statement, quartz.*
                        ledger_sealer UPDATE batch.*, ledger.day.state, quartz.*
                        ledger_writer DELETE batch.*, quartz.*, run.settlement_part
                        ledger_writer INSERT batch.*, fact.*, ledger.account, ledger.break_day, ledger.break_resolution, \
                        ledger.contract_state, ledger.day, ledger.entry, ledger.finding, ledger.invoice, ledger.invoice_day, ledger.order_of_row, ledger.order_state, \
                        ledger.payout_part, ledger.period_lock, ledger.report_comparison, ledger.row_without_order, ledger.stripe_difference, \
                        payout.batch, payout.intent, payout.item, payout.new_destination, payout.votes_needed, quartz.*, run.night, run.self_audit, run.settlement_part
                        ledger_writer UPDATE batch.*, quartz.*, run.epoch, run.heartbeat, run.night\
                        """);
    }

    @Test
    void everyRoleReadsFactsLedgerAndPayouts() {
        assertThat(
                        DATABASE.lines(
                                """
                                select r.rolname || ' cannot read ' || c.oid::regclass
                                from pg_class c join pg_namespace n on n.oid = c.relnamespace
                                    cross join pg_roles r
                                where n.nspname in ('fact', 'ledger', 'payout') and c.relkind in ('r', 'v')
                                    and r.rolname in ('ledger_writer', 'ledger_sealer', 'ledger_reader', 'ledger_payouts', 'ledger_tax')
                                    and not has_table_privilege(r.oid, c.oid, 'select')
                                """))
                .isEmpty();
    }

    @Test
    void nobodyElseMayRunOurFunctionsOrMakeTheirOwn() {
        List<String> open =
                DATABASE.lines(
                        """
                        select 'everybody may run ' || p.oid::regprocedure
                        from pg_proc p join pg_namespace n on n.oid = p.pronamespace
                        where n.nspname in ('fact', 'ledger', 'payout', 'run') and has_function_privilege('public', p.oid, 'execute')
                        union all
                        select r.rolname || ' may create in ' || n.nspname
                        from pg_namespace n cross join pg_roles r
                        where r.rolname in ('ledger_writer', 'ledger_sealer', 'ledger_reader', 'ledger_payouts', 'ledger_tax',
                                'finance_app')
                            and n.nspname !~ '^pg_temp' and n.nspname !~ '^pg_toast' and has_schema_privilege(r.oid, n.oid, 'create')
                        union all
                        select r.rolname || ' may create schemas'
                        from pg_roles r
                        where r.rolname in ('ledger_writer', 'ledger_sealer', 'ledger_reader', 'ledger_payouts', 'ledger_tax',
                                'finance_app')
                            and has_database_privilege(r.oid, current_database(), 'create')
                        """);

        assertThat(open).isEmpty();
    }

    /** Work in one transaction of the owner of all tables that leaves nothing behind. */
    private static void asOwner(Consumer<JdbcClient> work) throws SQLException {
        try (Connection connection = Attacker.OWNER.connectTo(DATABASE)) {
            JdbcClient sql = JdbcClient.create(new SingleConnectionDataSource(connection, true));
            sql.sql("set local finance.epoch = '" + DATABASE.epoch() + "'").update();
            work.accept(sql);
            connection.rollback();
        }
    }
}
