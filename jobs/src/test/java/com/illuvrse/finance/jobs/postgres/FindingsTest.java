package com.illuvrse.finance.jobs.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.illuvrse.finance.account.AccountId;
import com.illuvrse.finance.account.Accounts;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.Money;
import com.illuvrse.finance.reconciliation.BreakType;
import com.illuvrse.finance.reconciliation.Finding;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Findings in the database, and the fence every writing transaction stands behind. */
final class FindingsTest {

    private static final LocalDate DAY = LocalDate.of(2026, 3, 2);
    private static final TestDatabase DATABASE = TestDatabase.create();
    private static final Findings FINDINGS = new Findings(DATABASE.database());

    @AfterAll
    static void close() {
        DATABASE.close();
    }

    @Test
    void readsBackWhatItKept() {
        AccountId suspense = Accounts.SUSPENSE_STRIPE;
        Money amount = Money.of(-700, Currency.of("USD"));
        Finding onAccount =
                Finding.on(suspense, BreakType.UNKNOWN_BT_TYPE, "txn_1", amount, "no rule");
        Finding settled =
                Finding.of(BreakType.AMOUNT_MISMATCH, "o-1", "off by one")
                        .settledBy("CURRENCY_GRANULARITY");

        keep(DAY, List.of(onAccount, settled));

        assertThat(FINDINGS.of(DAY)).containsExactly(settled, onAccount);
    }

    @Test
    void keepsTheFirstOfATypeAndRef() {
        LocalDate day = DAY.plusDays(1);
        Finding first = Finding.of(BreakType.SOURCE_CHANGED, "txn_2", "the first");
        Finding second = Finding.of(BreakType.SOURCE_CHANGED, "txn_2", "the second");

        keep(day, List.of(first));
        keep(day, List.of(second));

        assertThat(FINDINGS.of(day)).containsExactly(first);
        assertThat(FINDINGS.isFoundBefore(day.plusDays(1), BreakType.SOURCE_CHANGED, "txn_2"))
                .isTrue();
        assertThat(FINDINGS.isFoundBefore(day, BreakType.SOURCE_CHANGED, "txn_2")).isFalse();
    }

    @Test
    void refusesToWriteWhenAnotherProcessHasTakenOver() {
        try (TestDatabase other = TestDatabase.create()) {
            long over = other.epoch();
            other.takeOver();

            assertThatThrownBy(() -> other.database().write(LedgerRole.WRITER, over, () -> true))
                    .isInstanceOf(EpochOverException.class);
        }
    }

    private static void keep(LocalDate day, List<Finding> findings) {
        DATABASE.database()
                .write(LedgerRole.WRITER, DATABASE.epoch(), () -> FINDINGS.keep(day, findings));
    }
}
