package com.illuvrse.finance.jobs.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.illuvrse.finance.jobs.postgres.BreakResolutions.Word;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.Money;
import com.illuvrse.finance.reconciliation.Acceptance;
import com.illuvrse.finance.reconciliation.BreakKey;
import com.illuvrse.finance.reconciliation.BreakType;
import com.illuvrse.finance.reconciliation.Resolution;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the tables keep of persons' words, and which of them a night is told. */
class BreakResolutionsTest {

    private static final LocalDate MONDAY = LocalDate.of(2026, 3, 2);
    private static final LocalDate TUESDAY = MONDAY.plusDays(1);
    private static final Instant NOW = Instant.parse("2026-03-03T08:00:00Z");
    private static final BreakKey KEY = new BreakKey(BreakType.AMOUNT_MISMATCH, "o-1");

    private TestDatabase database;
    private BreakResolutions resolutions;

    @BeforeEach
    void open() {
        database = TestDatabase.create();
        resolutions = new BreakResolutions(database.database());
        stands(MONDAY, MONDAY, "OPEN", 200);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void theLatestWordCountsThoughTheClockStandsStill() {
        say("first", MONDAY, TUESDAY);
        say("second", MONDAY, TUESDAY);

        assertThat(resolutions.forNight(TUESDAY))
                .singleElement()
                .satisfies(
                        word -> {
                            assertThat(word.reason()).isEqualTo("second");
                            assertThat(word.amount()).isEqualTo(usd(200));
                            assertThat(word.journals()).containsExactlyInAnyOrder("j-1", "j-2");
                        });
    }

    @Test
    void aWordIsOfTheBreakAsItStoodAndNotOfTheNextOneOfItsName() {
        say("agreed", MONDAY, TUESDAY);
        stands(TUESDAY, MONDAY, "RESOLVED", 200);
        LocalDate thursday = TUESDAY.plusDays(2);
        stands(thursday, thursday, "OPEN", 200);

        assertThat(resolutions.forNight(thursday.plusDays(1))).isEmpty();
        assertThat(resolutions.waitingAfter(thursday)).isEmpty();
        assertThat(resolutions.acceptedOf(thursday.plusDays(1), List.of("o-1"))).isEmpty();
    }

    @Test
    void anOrderIsAcceptedAtTheAmountThatWasSeen() {
        say("agreed", MONDAY, TUESDAY);
        stands(TUESDAY, MONDAY, "OPEN", 300);

        assertThat(resolutions.acceptedOf(TUESDAY, List.of("o-1", "o-2")))
                .containsExactly(new Acceptance(KEY, usd(200)));
        assertThat(resolutions.acceptedOf(TUESDAY.plusDays(1), List.of("o-1")))
                .containsExactly(new Acceptance(KEY, usd(200)));
        assertThat(resolutions.acceptedOf(TUESDAY, List.of("o-2"))).isEmpty();
    }

    @Test
    void aNightThatHadBegunIsNotToldALaterWord() {
        say("agreed", MONDAY, TUESDAY.plusDays(1));

        assertThat(resolutions.forNight(TUESDAY)).isEmpty();
        assertThat(resolutions.acceptedOf(TUESDAY, List.of("o-1"))).isEmpty();
        assertThat(resolutions.waitingAfter(MONDAY))
                .extracting(Resolution::reason)
                .containsExactly("agreed");
    }

    @Test
    void theDatabaseRefusesAWordNobodyCouldGive() {
        refused("resolution_must_be_of_a_break_that_stood", "agreed", TUESDAY, TUESDAY.plusDays(1));
        refused("resolution_must_count_after_it_was_given", "agreed", MONDAY, MONDAY);
        refused("resolution_must_give_a_reason", " \t", MONDAY, TUESDAY);
        refused("resolution_must_give_a_reason", "two\nlines", MONDAY, TUESDAY);
        refused("resolution_must_give_a_reason", "e\u0301", MONDAY, TUESDAY);
        refused("resolution_must_give_a_reason", "\ufeffmarked", MONDAY, TUESDAY);
        refused("resolution_must_give_a_reason", "x".repeat(1_001), MONDAY, TUESDAY);
    }

    private void refused(String rule, String reason, LocalDate seenOn, LocalDate countsFrom) {
        assertThatThrownBy(() -> say(reason, seenOn, countsFrom)).hasMessageContaining(rule);
    }

    private void say(String reason, LocalDate seenOn, LocalDate countsFrom) {
        Word word = new Word(KEY, reason, Set.of("j-1", "j-2"), "u-9", seenOn, countsFrom);
        database.database()
                .write(LedgerRole.WRITER, database.epoch(), () -> resolutions.keep(word, NOW));
    }

    private void stands(LocalDate day, LocalDate openedOn, String status, long amount) {
        boolean open = status.equals("OPEN");
        database.write(
                """
                insert into ledger.break_day (day, type, ref, severity, amount, currency, opened_on, age_days,
                    status, resolution, resolved_on, closed_with)
                values ('%1$s', '%2$s', '%3$s', 'MEDIUM', %4$d, 'USD', '%5$s', date '%1$s' - date '%5$s',
                    '%6$s', %7$s, %8$s, %7$s)
                """
                        .formatted(
                                day,
                                KEY.type(),
                                KEY.ref(),
                                amount,
                                openedOn,
                                status,
                                open ? "null" : "'x'",
                                open ? "null" : "'" + day + "'"));
    }

    private static Money usd(long minor) {
        return Money.of(minor, Currency.of("USD"));
    }
}
