package com.illuvrse.finance.payout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.illuvrse.finance.canonical.JsonFiles;
import com.illuvrse.finance.money.Currency;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ApprovalTiersTest {

    private static final Currency USD = Currency.of("USD");
    private static final Currency EUR = Currency.of("EUR");

    @Test
    void votesAreAsTheVectorsSay() {
        JsonNode vectors = JsonFiles.read("vectors/approval.json");
        List<ApprovalTiers.Tier> list = new ArrayList<>();
        for (JsonNode tier : vectors.path("policy").path("tiers")) {
            list.add(
                    new ApprovalTiers.Tier(
                            tier.path("from").longValue(), tier.path("votes").intValue()));
        }
        ApprovalTiers tiers = new ApprovalTiers(USD, list);

        assertThat(vectors.path("tiers").size()).isEqualTo(7);
        for (JsonNode vector : vectors.path("tiers")) {
            Map<Currency, Long> totals = new TreeMap<>();
            for (JsonNode item : vector.path("items")) {
                totals.merge(
                        Currency.of(item.path("currency").stringValue()),
                        item.path("amount").longValue(),
                        Long::sum);
            }

            long total = tiers.total(totals, Map.of(Currency.of("EUR"), "1.0823"));

            assertThat(tiers.votes(total))
                    .as(vector.path("name").stringValue())
                    .isEqualTo(vector.path("votes").intValue());
        }
    }

    @Test
    void missingRateNeedsTheMostVotes() {
        ApprovalTiers tiers =
                new ApprovalTiers(
                        USD,
                        List.of(new ApprovalTiers.Tier(25000001, 3), new ApprovalTiers.Tier(0, 0)));

        long total = tiers.total(Map.of(Currency.of("EUR"), 1L), Map.of());

        assertThat(total).isEqualTo(ApprovalTiers.UNKNOWN_TOTAL);
        assertThat(tiers.votes(total)).isEqualTo(3);
    }

    @Test
    void digitsOfTheCurrenciesAreTakenIntoAccount() {
        ApprovalTiers tiers = new ApprovalTiers(USD, List.of(new ApprovalTiers.Tier(0, 0)));

        assertThat(
                        tiers.total(
                                Map.of(Currency.of("JPY"), 15000L),
                                Map.of(Currency.of("JPY"), "0.0067")))
                .isEqualTo(10050);
        assertThat(
                        tiers.total(
                                Map.of(Currency.of("KWD"), 1000L),
                                Map.of(Currency.of("KWD"), "3.25")))
                .isEqualTo(325);
        assertThat(ApprovalTiers.inverse("150.00")).isEqualTo("0.006666666667");
    }

    @Test
    void firstTierStartsAtNothing() {
        assertThatThrownBy(() -> new ApprovalTiers(USD, List.of(new ApprovalTiers.Tier(1, 0))))
                .hasMessageStartingWith("the first approval tier starts at 0");
    }

    @Test
    void aRaisedBatchNeedsTheVotesOfTheNextTierThatNeedsMore() {
        ApprovalTiers tiers =
                tiers(
                        new ApprovalTiers.Tier(0, 0),
                        new ApprovalTiers.Tier(500, 0),
                        new ApprovalTiers.Tier(1_000_000, 2),
                        new ApprovalTiers.Tier(25_000_001, 3));

        assertThat(tiers.votesRaised(0)).isEqualTo(2);
        assertThat(tiers.votesRaised(999_999)).isEqualTo(2);
        assertThat(tiers.votesRaised(1_000_000)).isEqualTo(3);
        assertThat(tiers.votesRaised(25_000_000)).isEqualTo(3);
        assertThat(tiers.votesRaised(25_000_001)).isEqualTo(3);
        assertThat(tiers.votesRaised(ApprovalTiers.UNKNOWN_TOTAL)).isEqualTo(3);
    }

    @Test
    void theSumOfOneCreatorCountsWhereAPolicyWantsFewerVotesForMore() {
        ApprovalTiers odd =
                tiers(
                        new ApprovalTiers.Tier(0, 0),
                        new ApprovalTiers.Tier(1_000, 3),
                        new ApprovalTiers.Tier(2_000, 2));
        Map<String, Map<Currency, Long>> paid =
                Map.of(
                        "c1", Map.of(USD, 700L, EUR, 300L),
                        "c2", Map.of(USD, 1_200L));
        Map<Currency, String> rates = Map.of(EUR, "1");

        assertThat(odd.votes(odd.total(Map.of(USD, 1_900L, EUR, 300L), rates))).isEqualTo(2);
        assertThat(odd.votesOfCreators(paid, rates)).isEqualTo(3);
        assertThat(odd.votesOfCreators(Map.of(), rates)).isZero();
    }

    @Test
    void withMoreVotesForMoreMoneyNoCreatorAsksForMoreThanTheBatch() {
        ApprovalTiers tiers =
                tiers(
                        new ApprovalTiers.Tier(0, 0),
                        new ApprovalTiers.Tier(1_000, 2),
                        new ApprovalTiers.Tier(5_000, 3));
        Random random = new Random(27);
        Map<Currency, String> rates = Map.of(EUR, "1.0823");
        for (int round = 0; round < 500; round++) {
            Map<String, Map<Currency, Long>> paid = new TreeMap<>();
            Map<Currency, Long> totals = new TreeMap<>();
            for (int creator = 0; creator < 4; creator++) {
                long dollars = random.nextInt(2_000);
                long euros = random.nextInt(2_000);
                paid.put("c" + creator, Map.of(USD, dollars, EUR, euros));
                totals.merge(USD, dollars, Math::addExact);
                totals.merge(EUR, euros, Math::addExact);
            }

            assertThat(tiers.votesOfCreators(paid, rates))
                    .isLessThanOrEqualTo(tiers.votes(tiers.total(totals, rates)));
        }
    }

    private static ApprovalTiers tiers(ApprovalTiers.Tier... tiers) {
        return new ApprovalTiers(USD, List.of(tiers));
    }
}
