package com.illuvrse.finance.sandbox.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import com.illuvrse.finance.sandbox.marketplace.GeneratedMonth;
import com.illuvrse.finance.sandbox.marketplace.GeneratorSettings;
import com.illuvrse.finance.sandbox.marketplace.Marketplace;
import com.stripe.StripeClient;
import com.stripe.exception.StripeException;
import com.stripe.model.Balance;
import com.stripe.model.BalanceTransaction;
import com.stripe.model.Charge;
import com.stripe.model.Payout;
import com.stripe.model.StripeCollection;
import com.stripe.param.BalanceTransactionListParams;
import com.stripe.param.PayoutListParams;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A generated month, read as the nightly pull reads it. */
class MonthTest {
    @TempDir static Path folder;
    private static GeneratedMonth month;
    private static RunningStripe stripe;

    @BeforeAll
    static void start() throws IOException {
        month =
                Marketplace.generate(
                        GeneratorSettings.of(
                                        7, LocalDate.parse("2026-10-01"), 12, 30, ZoneOffset.UTC)
                                .withoutAnomalies(),
                        folder.resolve("data"));
        stripe = new RunningStripe(month.folder(), folder.resolve("state"), "2026-10-13T02:00:00Z");
    }

    @AfterAll
    static void stop() throws IOException {
        stripe.close();
    }

    /** All pages of a window, as the pull reads them. */
    private static List<BalanceTransaction> rows(String from, String to) throws StripeException {
        return rows(
                BalanceTransactionListParams.builder()
                        .setCreated(
                                BalanceTransactionListParams.Created.builder()
                                        .setGte(Instant.parse(from).getEpochSecond())
                                        .setLt(Instant.parse(to).getEpochSecond())
                                        .build()));
    }

    private static List<BalanceTransaction> rows(BalanceTransactionListParams.Builder params)
            throws StripeException {
        StripeClient client = stripe.pull();
        params.setLimit(100L).addExpand("data.source");
        List<BalanceTransaction> rows = new ArrayList<>();
        boolean more = true;
        while (more) {
            if (!rows.isEmpty()) {
                params.setStartingAfter(rows.get(rows.size() - 1).getId());
            }
            StripeCollection<BalanceTransaction> page =
                    client.v1().balanceTransactions().list(params.build());
            rows.addAll(page.getData());
            more = page.getHasMore();
        }
        return rows;
    }

    @Test
    void pagesOfAWindowHoldEachOfItsRowsOnceAndNewestFirst() throws StripeException {
        List<BalanceTransaction> all = rows("2020-01-01T00:00:00Z", "2030-01-01T00:00:00Z");
        List<BalanceTransaction> first = rows("2020-01-01T00:00:00Z", "2026-10-05T00:00:00Z");
        List<BalanceTransaction> second = rows("2026-10-05T00:00:00Z", "2030-01-01T00:00:00Z");

        second.addAll(first);

        assertThat(all).hasSize((int) month.rows()).hasSizeGreaterThan(300);
        assertThat(all).extracting(BalanceTransaction::getId).doesNotHaveDuplicates();
        assertThat(all)
                .extracting(BalanceTransaction::getCreated)
                .isSortedAccordingTo((one, other) -> Long.compare(other, one));
        assertThat(second)
                .extracting(BalanceTransaction::getId)
                .containsExactlyElementsOf(all.stream().map(BalanceTransaction::getId).toList());
    }

    @Test
    void chargesNameTheirOrder() throws StripeException {
        List<BalanceTransaction> rows = rows("2026-10-05T00:00:00Z", "2026-10-06T00:00:00Z");

        assertThat(rows)
                .filteredOn(row -> row.getType().equals("charge"))
                .isNotEmpty()
                .allSatisfy(
                        row ->
                                assertThat(((Charge) row.getSourceObject()).getMetadata())
                                        .containsKey("order_id"));
    }

    @Test
    void theBalanceIsTheSumOfTheRowsThatAreShown() throws StripeException {
        Map<String, Long> sums = new HashMap<>();
        for (BalanceTransaction row : rows("2020-01-01T00:00:00Z", "2030-01-01T00:00:00Z")) {
            sums.merge(row.getCurrency() + " " + row.getStatus(), row.getNet(), Long::sum);
        }

        Balance balance = stripe.pull().v1().balance().retrieve();

        assertThat(balance.getLivemode()).isFalse();
        assertThat(balance.getAvailable())
                .hasSizeGreaterThan(2)
                .allSatisfy(
                        each ->
                                assertThat(each.getAmount())
                                        .isEqualTo(
                                                sums.getOrDefault(
                                                        each.getCurrency() + " available", 0L)));
        assertThat(balance.getPending())
                .hasSameSizeAs(balance.getAvailable())
                .allSatisfy(
                        each ->
                                assertThat(each.getAmount())
                                        .isEqualTo(
                                                sums.getOrDefault(
                                                        each.getCurrency() + " pending", 0L)));
    }

    @Test
    void theRowsOfAnAutomaticPayoutAddUpToZero() throws StripeException {
        List<Payout> payouts =
                stripe.pull()
                        .v1()
                        .payouts()
                        .list(PayoutListParams.builder().setLimit(100L).build())
                        .getData();

        assertThat(payouts).isNotEmpty();
        for (Payout payout : payouts) {
            List<BalanceTransaction> rows =
                    rows(BalanceTransactionListParams.builder().setPayout(payout.getId()));
            assertThat(rows)
                    .extracting(BalanceTransaction::getId)
                    .contains(payout.getBalanceTransaction());
            assertThat(rows.stream().mapToLong(BalanceTransaction::getNet).sum()).isZero();
        }
    }
}
