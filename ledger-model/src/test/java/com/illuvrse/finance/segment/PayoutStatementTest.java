package com.illuvrse.finance.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.illuvrse.finance.canonical.Sha256;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.payout.ApprovalPolicy;
import com.illuvrse.finance.payout.ApprovalTiers;
import com.illuvrse.finance.payout.Decision;
import com.illuvrse.finance.payout.PayoutDraft;
import com.illuvrse.finance.payout.PayoutItem;
import com.illuvrse.finance.payout.PayoutReason;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class PayoutStatementTest {

    private static final SampleDay DAY = new SampleDay(3);
    private static final String LOG_ROOT =
            "faa59b4eda5bb04a45220472b414c8ed2b2e28ebcd99acc016caf1a976cd84fc";

    private static PayoutStatement statement(
            List<PayoutItem> items, SortedMap<Currency, String> rates) {
        return new PayoutStatement(
                SampleDay.LEDGER,
                "sandbox",
                new PayoutDraft("2026-11-01", items),
                1,
                DAY.policy(),
                rates,
                Instant.parse("2026-11-02T07:10:00Z"),
                "service:nightly",
                3,
                LOG_ROOT);
    }

    private static PayoutItem paid(String payee, String currency, long gross) {
        return new PayoutItem(
                "2026-11-01",
                payee,
                Currency.of(currency),
                gross,
                PayoutReason.PAID,
                gross,
                List.of(),
                "acct_" + payee,
                "stripe");
    }

    @Test
    void isTheTextTheApproversOfTheSampleLedgerSigned() {
        PayoutStatement statement = statement(DAY.items(), Collections.emptySortedMap());

        assertThat(statement.text(Decision.APPROVE)).isEqualTo(DAY.statement());
        assertThat(PayoutRow.Batch.of(statement))
                .isEqualTo(new PayoutRow.Batch("2026-11-01", DAY.statement()));
    }

    @Test
    void aRejectionDiffersInTheDecisionOnly() {
        PayoutStatement statement = statement(DAY.items(), Collections.emptySortedMap());

        assertThat(statement.text(Decision.REJECT))
                .isEqualTo(DAY.statement().replace("\"APPROVE\"", "\"REJECT\""));
    }

    @Test
    void thePolicyHasTheDigestOfItsSealedRow() {
        ApprovalPolicy policy = DAY.policy();
        String row =
                new String(DAY.bytes("evidence/policies.jsonl"), StandardCharsets.UTF_8)
                        .lines()
                        .toList()
                        .getLast();

        assertThat(policy.sha256()).isEqualTo(Sha256.hexOf(row.getBytes(StandardCharsets.UTF_8)));
        assertThat(policy.name()).isEqualTo("payouts@1");
    }

    @Test
    void anotherDestinationIsAnotherBatch() {
        PayoutItem item = paid("c1", "USD", 100);
        PayoutItem elsewhere =
                new PayoutItem(
                        item.batch(),
                        item.payee(),
                        item.currency(),
                        item.available(),
                        item.reason(),
                        item.gross(),
                        item.withholdings(),
                        "acct_c2",
                        item.rail());

        String digest = statement(List.of(item), Collections.emptySortedMap()).batchDigest();
        String other = statement(List.of(elsewhere), Collections.emptySortedMap()).batchDigest();

        assertThat(other).isNotEqualTo(digest);
    }

    @Test
    void totalsOfOtherCurrenciesCountAtTheirRate() {
        TreeMap<Currency, String> rates = new TreeMap<>();
        rates.put(Currency.of("JPY"), "0.0067");
        List<PayoutItem> items = List.of(paid("c1", "JPY", 5000), paid("c2", "USD", 100));

        PayoutStatement statement = statement(items, rates);

        assertThat(statement.baseTotal()).isEqualTo(3350 + 100);
        assertThat(statement.text(Decision.APPROVE))
                .contains(
                        "\"base\":{\"currency\":\"USD\",\"rates\":{\"JPY\":\"0.0067\"},\"total\":\"3450\"}",
                        "\"totals\":{\"JPY\":\"5000\",\"USD\":\"100\"}",
                        "\"count\":2");
    }

    @Test
    void withoutARateABatchNeedsTheMostVotes() {
        List<PayoutItem> items = List.of(paid("c1", "JPY", 5000));

        PayoutStatement statement = statement(items, Collections.emptySortedMap());

        assertThat(statement.baseTotal()).isEqualTo(ApprovalTiers.UNKNOWN_TOTAL);
    }

    @Test
    void refusesToGrowBeyondWhatIsSigned() {
        TreeMap<Currency, String> rates = new TreeMap<>();
        rates.put(Currency.of("JPY"), "1".repeat(PayoutStatement.MAX_BYTES));
        PayoutStatement statement = statement(List.of(paid("c2", "USD", 100)), rates);

        assertThatThrownBy(() -> statement.text(Decision.APPROVE))
                .hasMessageContaining("must stay below 4096");
    }
}
