package com.illuvrse.finance.reconciliation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.illuvrse.finance.account.Accounts;
import com.illuvrse.finance.canonical.Json;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.Money;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BreaksTest {

    private static final LocalDate MONDAY = LocalDate.of(2026, 3, 2);
    private static final Finding PAYMENT =
            Finding.on(
                    Accounts.CLEARING_CHARGE,
                    BreakType.PAYMENT_WITHOUT_ORDER,
                    "txn_1",
                    Money.of(-1500, Currency.of("KWD")),
                    "waits");
    private static final Finding CONFLICT =
            Finding.of(BreakType.ORDER_CONFLICT, "o-1", "two contents");
    private static final Finding LATE =
            Finding.of(BreakType.LATE_ARRIVAL, "txn_2", Money.of(-15, Currency.of("USD")), "late");

    private static List<Break> roll(List<Break> before, LocalDate day, Finding... findings) {
        return Breaks.roll(before, List.of(), BreakNews.of(List.of(findings)), day).rows();
    }

    @Test
    void conditionGrowsOlderUntilItIsNotFoundAnyMore() {
        List<Break> monday = roll(List.of(), MONDAY, PAYMENT);
        List<Break> tuesday = roll(monday, MONDAY.plusDays(1), PAYMENT);
        List<Break> wednesday = roll(tuesday, MONDAY.plusDays(2));
        List<Break> thursday = roll(wednesday, MONDAY.plusDays(3));

        assertThat(tuesday)
                .singleElement()
                .satisfies(
                        row -> {
                            assertThat(row.status()).isEqualTo(Break.Status.OPEN);
                            assertThat(row.openedOn()).isEqualTo(MONDAY);
                            assertThat(row.ageDays()).isEqualTo(1);
                        });
        assertThat(wednesday)
                .singleElement()
                .satisfies(
                        row -> {
                            assertThat(row.status()).isEqualTo(Break.Status.AUTO_RESOLVED);
                            assertThat(row.resolution()).isEqualTo("ORDER_ARRIVED");
                            assertThat(row.resolvedOn()).isEqualTo(MONDAY.plusDays(2));
                            assertThat(row.ageDays()).isEqualTo(2);
                        });
        assertThat(thursday).isEmpty();
    }

    @Test
    void eventStaysUntilAPersonResolvesIt() {
        List<Break> monday = roll(List.of(), MONDAY, CONFLICT);
        List<Break> tuesday = roll(monday, MONDAY.plusDays(1));

        List<Break> wednesday =
                Breaks.roll(
                                tuesday,
                                List.of(),
                                BreakNews.of(List.of())
                                        .with(
                                                new Resolution(
                                                        CONFLICT.key(),
                                                        "checked by u-9",
                                                        Instant.EPOCH,
                                                        null,
                                                        null,
                                                        Set.of())),
                                MONDAY.plusDays(2))
                        .rows();

        assertThat(tuesday).singleElement().satisfies(row -> assertThat(row.isOpen()).isTrue());
        assertThat(wednesday)
                .singleElement()
                .satisfies(
                        row -> {
                            assertThat(row.status()).isEqualTo(Break.Status.RESOLVED);
                            assertThat(row.resolution()).isEqualTo("checked by u-9");
                        });
    }

    @Test
    void noticeStandsOnItsDayOnly() {
        List<Break> monday = roll(List.of(), MONDAY, LATE);

        assertThat(monday)
                .singleElement()
                .satisfies(row -> assertThat(row.status()).isEqualTo(Break.Status.INFO));
        assertThat(roll(monday, MONDAY.plusDays(1))).isEmpty();
    }

    @Test
    void whatARuleSettlesAtOnceIsOpenedAndClosedOnOneDay() {
        Finding rounding =
                Finding.of(BreakType.AMOUNT_MISMATCH, "o-1", "4 fils").settledBy("GRANULARITY");

        assertThat(roll(List.of(), MONDAY, rounding))
                .singleElement()
                .satisfies(
                        row -> {
                            assertThat(row.status()).isEqualTo(Break.Status.AUTO_RESOLVED);
                            assertThat(row.openedOn()).isEqualTo(row.resolvedOn());
                        });
    }

    @Test
    void oneRowStandsForOneTypeAndRef() {
        Finding rounding = CONFLICT.settledBy("NEVER_MIND");

        assertThat(roll(List.of(), MONDAY, rounding, CONFLICT, CONFLICT))
                .singleElement()
                .satisfies(row -> assertThat(row.isOpen()).isTrue());
    }

    @Test
    void rowsComeByTypeAndRef() {
        assertThat(roll(List.of(), MONDAY, PAYMENT, LATE, CONFLICT))
                .extracting(row -> row.type().name())
                .containsExactly("LATE_ARRIVAL", "ORDER_CONFLICT", "PAYMENT_WITHOUT_ORDER");
    }

    @Test
    void sealedRowIsAsTheFormatSays() {
        assertThat(roll(List.of(), MONDAY, PAYMENT).getFirst().toJson())
                .isEqualTo(
                        Json.object()
                                .put("account", "assets:clearing:charge")
                                .put("ageDays", 0)
                                .put("amount", "-1500")
                                .put("currency", "KWD")
                                .put("openedOn", "2026-03-02")
                                .put("ref", "txn_1")
                                .put("severity", "MEDIUM")
                                .put("status", "OPEN")
                                .put("type", "PAYMENT_WITHOUT_ORDER")
                                .build());
    }

    @Test
    void payoutsAreLockedByThreeTypes() {
        List<Break> open = roll(List.of(), MONDAY, PAYMENT, CONFLICT);
        Finding changed = Finding.of(BreakType.SOURCE_CHANGED, "txn_9", "other content");

        assertThat(Breaks.payoutLock(open)).isNull();
        assertThat(Breaks.payoutLock(roll(open, MONDAY.plusDays(1), changed)))
                .extracting(Break::ref)
                .isEqualTo("txn_9");
    }

    @ParameterizedTest
    @EnumSource(BreakType.class)
    void everyConditionSaysWhatEndsIt(BreakType type) {
        if (type.life() == BreakType.Life.CONDITION) {
            assertThat(type.endedBy()).matches("[A-Z_]+");
        } else {
            assertThatThrownBy(type::endedBy).hasMessageContaining("does not end by itself");
        }
    }
}
