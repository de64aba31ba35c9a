package com.illuvrse.finance.tax;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.CurrencyMismatchException;
import com.illuvrse.finance.money.Money;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Dated rules about kinds of order lines, and amounts in other currencies than dollars. */
class TaxRulesTest {

    private static final LocalDate DAY = LocalDate.of(2026, 12, 31);
    private static final Currency EUR = Currency.of("EUR");

    private static TaxRule activity(@Nullable String kind, @Nullable String value) {
        return new TaxRule(
                "dpi.activity",
                null,
                kind,
                LocalDate.of(2023, 1, 1),
                null,
                null,
                null,
                TaxRule.DOLLARS,
                null,
                null,
                value,
                Map.of(),
                null);
    }

    @Test
    void findsTheRuleOfAKind() {
        TaxRules rules =
                new TaxRules(List.of(activity("goods", "SALE_OF_GOODS"), activity("tip", null)));
        assertThat(rules.ofKind("dpi.activity", "goods", DAY).text()).isEqualTo("SALE_OF_GOODS");
        assertThatThrownBy(() -> rules.ofKind("dpi.activity", "tip", DAY).text())
                .isInstanceOf(NoFigureException.class)
                .hasMessageContaining("rule dpi.activity has no figure");
    }

    @Test
    void refusesAKindWithNoRuleOrWithTwo() {
        TaxRules rules = new TaxRules(List.of(activity("goods", "A"), activity("goods", "B")));
        assertThatThrownBy(() -> rules.ofKind("dpi.activity", "goods", DAY))
                .hasMessageContaining("several rules dpi.activity goods are valid on 2026-12-31");
        assertThatThrownBy(() -> rules.ofKind("dpi.activity", "rental", DAY))
                .hasMessageContaining("no rule dpi.activity rental is valid on 2026-12-31");
    }

    @Test
    void aRuleOfAKindIsNoRuleAboutEverything() {
        assertThatThrownBy(
                        () -> new TaxRules(List.of(activity("goods", "A"))).on("dpi.activity", DAY))
                .hasMessageContaining("no rule dpi.activity is valid");
    }

    @Test
    void comparesAnAmountInItsOwnCurrencyOnly() {
        TaxRule most =
                new TaxRule(
                        "dpi.goods.exclusion",
                        "EU",
                        null,
                        null,
                        null,
                        "2000.00",
                        "lte",
                        EUR,
                        30L,
                        "lt",
                        null,
                        Map.of(),
                        "A");
        assertThat(most.isReachedBy(Money.of(200_000, EUR))).isTrue();
        assertThat(most.isReachedBy(Money.of(200_001, EUR))).isFalse();
        assertThatThrownBy(() -> most.isReachedBy(Money.of(1, TaxRule.DOLLARS)))
                .isInstanceOf(CurrencyMismatchException.class);
    }
}
