package com.illuvrse.finance.segment;

import static org.assertj.core.api.Assertions.assertThat;

import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.Money;
import com.illuvrse.finance.payout.ApprovalPolicy;
import com.illuvrse.finance.payout.ApprovalStatement;
import com.illuvrse.finance.payout.ApprovalTiers;
import com.illuvrse.finance.payout.ApprovalTiers.Tier;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** How many votes a sealed batch needs: by its total and by what each creator is paid. */
class VotedBatchTest {

    private static final Currency USD = Currency.of("USD");
    private static final Currency EUR = Currency.of("EUR");

    /** A policy that asks for fewer votes for more money, so that creators decide. */
    private static final ApprovalPolicy POLICY =
            new ApprovalPolicy(
                    "payouts",
                    1,
                    new ApprovalTiers(
                            USD, List.of(new Tier(0, 0), new Tier(100, 2), new Tier(1000, 1))),
                    24,
                    List.of());

    private static ApprovalStatement statement(long total) {
        Instant from = Instant.parse("2026-11-02T07:10:00Z");
        return new ApprovalStatement(
                "", "b1", 1, total, "service", from, from.plusSeconds(86_400), POLICY.sha256());
    }

    private static PaidItem item(String payee, Currency currency, long net) {
        return new PaidItem(
                "b1:" + payee + ":" + currency,
                "b1",
                payee,
                currency,
                net,
                net,
                Money.of(net, currency),
                "acct_" + payee,
                "stripe",
                List.of(),
                new TreeMap<>());
    }

    @Test
    void theTotalDecidesWhenNoCreatorAsksForMore() {
        VotedBatch batch = new VotedBatch(statement(1000), POLICY, Map.of());
        batch.add(item("c1", USD, 99));
        batch.drawn();

        assertThat(batch.quorum(POLICY).needed(batch.statement())).isEqualTo(1);
    }

    @Test
    void aCreatorsSumOverAllCurrenciesCounts() {
        VotedBatch batch = new VotedBatch(statement(1000), POLICY, Map.of(EUR, "1.5"));
        batch.add(item("c1", EUR, 20));
        batch.add(item("c1", USD, 70));
        batch.drawn();

        assertThat(batch.quorum(POLICY).needed(batch.statement())).isEqualTo(2);
    }
}
