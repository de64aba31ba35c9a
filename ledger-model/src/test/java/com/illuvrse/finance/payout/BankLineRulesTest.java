package com.illuvrse.finance.payout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.illuvrse.finance.account.Accounts;
import com.illuvrse.finance.journal.JournalEntry;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.Money;
import com.illuvrse.finance.posting.Posted;
import com.illuvrse.finance.reconciliation.BreakType;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bank lines against Stripe, payouts, or suspense. */
final class BankLineRulesTest {

    private static final LocalDate DAY = LocalDate.of(2026, 3, 2);
    private static final ZoneId ZONE = ZoneId.of("America/New_York");

    @ParameterizedTest
    @CsvSource({
        "STRIPE po_1, assets:transit:payout",
        "STRIPE tu_1Ab_c, assets:transit:topup",
        "PAYOUT 2026-03-02, liabilities:payouts:clearing",
        "PAYOUT 2026-03-02:c1:USD, liabilities:payouts:clearing"
    })
    void booksTheBankAgainstWhatTheReferenceNames(String reference, String opposite) {
        BankLine line = line(900, reference, null);

        Posted posted = BankLineRules.post(line, DAY.plusDays(1), ZONE);

        JournalEntry entry = posted.entry();
        assertThat(posted.findings()).isEmpty();
        assertThat(entry.source().text()).isEqualTo("bank:operating-2026-03-02:7");
        assertThat(entry.effectiveOn()).isEqualTo(DAY);
        assertThat(entry.occurredAt()).isEqualTo(Instant.parse("2026-03-02T05:00:00Z"));
        assertThat(entry.postings())
                .extracting(each -> each.account() + " " + each.signedMinor())
                .containsExactly("assets:bank:operating 900", opposite + " -900");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "STRIPE ch_1",
                "stripe po_1",
                "STRIPE po_1 and more",
                "PAYOUT ",
                "PAYOUT 2026-03-02:c1",
                "PAYOUT 2026-03-02:c1:usd",
                "rent"
            })
    void suspendsALineOfAnyOtherReference(String reference) {
        Posted posted = BankLineRules.post(line(-900, reference, null), DAY, ZONE);

        assertThat(posted.findings().getFirst().key().type())
                .isEqualTo(BreakType.BANK_LINE_UNKNOWN);
        assertThat(posted.findings().getFirst().ref()).isEqualTo("operating-2026-03-02:7");
        assertThat(posted.findings().getFirst().account()).isEqualTo(Accounts.SUSPENSE_BANK);
        assertThat(posted.findings().getFirst().amount()).isEqualTo(usd(900));
    }

    @Test
    void suspendsALineWithoutAReference() {
        Posted posted = BankLineRules.post(line(900, null, null), DAY, ZONE);

        assertThat(posted.findings()).hasSize(1);
    }

    @Test
    void knowsAReturnByItsReasonAndItsSign() {
        BankLine returned = line(900, "PAYOUT 2026-03-02:c1:USD", "AC04");

        assertThat(returned.isReturn()).isTrue();
        assertThat(BankLineRules.payoutOf(returned)).contains("2026-03-02:c1:USD");
        assertThat(line(-900, "PAYOUT 2026-03-02", "AC04").isReturn()).isFalse();
        assertThat(line(900, "PAYOUT 2026-03-02", " ").isReturn()).isFalse();
        assertThat(BankLineRules.payoutOf(line(900, "STRIPE po_1", null))).isEmpty();
    }

    @Test
    void refusesALineThatMovesNothing() {
        assertThatThrownBy(() -> line(0, "STRIPE po_1", null))
                .hasMessage("bank line operating-2026-03-02:7 moves no money");
    }

    private static BankLine line(long amount, @Nullable String reference, @Nullable String reason) {
        return new BankLine(
                "operating-2026-03-02", "7", "operating", DAY, usd(amount), reference, reason);
    }

    private static Money usd(long minor) {
        return Money.of(minor, Currency.of("USD"));
    }
}
