package com.illuvrse.finance.payout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.payout.WithholdingRules.DatedRate;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WithholdingRulesTest {

    private static final LocalDate DAY = LocalDate.of(2026, 3, 2);
    private static final WithholdingRules RULES =
            new WithholdingRules(
                    List.of(
                            new DatedRate(
                                    LocalDate.of(2018, 1, 1), LocalDate.of(2026, 12, 31), "0.24"),
                            new DatedRate(LocalDate.of(2028, 1, 1), null, "0.285")));

    @Test
    void nothingIsWithheldOfAUsPersonWithoutANotice() {
        assertThat(RULES.of(payee("W-9", false), DAY)).isEmpty();
    }

    @Test
    void theBackupRateOfTheDayIsWithheldWhenTheMarketplaceSaysSo() {
        Payee payee = payee("W-9", true);

        assertThat(RULES.of(payee, DAY)).containsExactly(new Withholding("US", "24%"));
        assertThat(RULES.of(payee, LocalDate.of(2028, 1, 1)))
                .containsExactly(new Withholding("US", "28.5%"));
    }

    @Test
    void aDayWithoutARateIsNotDecided() {
        LocalDate between = LocalDate.of(2027, 6, 1);

        assertThat(RULES.isDecided(payee("W-9", true), between)).isFalse();
        assertThatThrownBy(() -> RULES.of(payee("W-9", true), between))
                .hasMessageContaining("payee c1 with form W-9 on 2027-06-01 is not decided");
    }

    @Test
    void whoIsNoUsPersonIsNotDecided() {
        assertThat(RULES.isDecided(payee("W-8BEN", false), DAY)).isFalse();
        assertThat(RULES.isDecided(payee(null, false), DAY)).isFalse();
    }

    @Test
    void refusesARateAboveOne() {
        assertThatThrownBy(() -> new DatedRate(DAY, null, "24"))
                .hasMessage("a withholding rate goes from 0 to 1, found \"24\"");
    }

    private static Payee payee(@Nullable String form, boolean backup) {
        return new Payee(
                "c1",
                1,
                DAY,
                Currency.of("USD"),
                0,
                Payee.STRIPE_RAIL,
                "acct_c1",
                null,
                form,
                backup,
                null);
    }
}
