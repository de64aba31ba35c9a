package com.illuvrse.finance.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.illuvrse.finance.canonical.CanonicalJson;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.reconciliation.StripeBalanceFigures;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class StripeBalanceTest {

    private static StripeBalance.Row row(String type, String currency, long opening, long net) {
        return new StripeBalance.Row(
                new StripeBalanceFigures(type, Currency.of(currency), 100, 70, 40, 5),
                opening,
                0,
                1,
                net);
    }

    @Test
    void writesBalancesByCurrencyAndType() {
        StripeBalance balance =
                new StripeBalance(
                        "acct_1",
                        Instant.parse("2026-11-02T07:00:00Z"),
                        List.of(
                                row("payments", "USD", 90, 10),
                                row("issuing", "USD", 110, -10),
                                row("payments", "EUR", 0, 100)));

        String json = CanonicalJson.text(balance.toJson());

        assertThat(json)
                .startsWith(
                        "{\"account\":\"acct_1\",\"balances\":[{\"after\":\"5\",\"available\":\"70\",\"balance_type\":\"payments\","
                                + "\"closing\":\"100\",\"currency\":\"EUR\",\"difference\":\"-5\",\"journals\":\"0\","
                                + "\"net\":\"100\",\"opening\":\"0\",\"pending\":\"40\",\"rows\":1},")
                .endsWith("],\"observedAt\":\"2026-11-02T07:00:00.000Z\"}")
                .matches(".*EUR.*issuing.*payments.*");
    }

    @Test
    void refusesABalanceThatDoesNotRollForward() {
        assertThatThrownBy(() -> row("payments", "USD", 90, 11))
                .hasMessage(
                        "our payments balance in USD closes at 100, but opening 90, journals 0 and rows 11 make 101");
    }
}
