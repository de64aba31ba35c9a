package com.illuvrse.finance.jobs.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.Money;
import com.illuvrse.finance.sandbox.marketplace.GeneratorSettings;
import com.illuvrse.finance.sandbox.marketplace.Marketplace;
import com.illuvrse.finance.sandbox.stripe.Fault;
import com.illuvrse.finance.sandbox.stripe.Operation;
import com.illuvrse.finance.sandbox.stripe.StripeServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pulling and paying, against the sandbox's Stripe on a generated week. */
class StripeClientTest {
    private static final Instant BEGINNING = Instant.parse("2000-01-01T00:00:00Z");
    private static final Instant NOW = Instant.parse("2026-10-08T02:00:00Z");
    private static final Instant END = NOW.plusSeconds(1);
    private static final Currency USD = Currency.of("USD");

    @TempDir static Path folder;
    private static StripeServer server;
    private static StripeFeed feed;
    private static StripeTransfers transfers;

    @BeforeAll
    static void start() throws IOException {
        Marketplace.generate(
                GeneratorSettings.of(7, LocalDate.parse("2026-10-01"), 7, 30, ZoneOffset.UTC),
                folder.resolve("data"));
        server =
                StripeServer.start(
                        folder.resolve("data"),
                        folder.resolve("state"),
                        0,
                        Clock.fixed(NOW, ZoneOffset.UTC));
        StripeSettings settings =
                new StripeSettings("acct_us", server.endpoint(), 500, 3, Duration.ofMillis(1));
        feed = new StripeFeed(settings, new StripeKey("rk_test_pull_1"));
        transfers = new StripeTransfers(settings, new StripeKey("rk_test_pay_1"));
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }

    @BeforeEach
    void forgetFaults() {
        server.faults().clear();
    }

    private static List<StripeRow> allRows() {
        List<StripeRow> rows = new ArrayList<>();
        StripeFeed.Page page = feed.balanceTransactions(BEGINNING, END, null);
        rows.addAll(page.rows());
        while (page.hasMore()) {
            page = feed.balanceTransactions(BEGINNING, END, page.lastId());
            rows.addAll(page.rows());
        }
        return rows;
    }

    private static StripeTransfers.Order order(String payee, long amount) {
        return new StripeTransfers.Order(
                "2026-10-07:" + payee + ":USD",
                "2026-10-07",
                "acct_" + payee,
                Money.of(amount, USD));
    }

    @Test
    void allRowsTogetherAreTheBalance() {
        Map<Currency, Long> sums = new TreeMap<>();
        for (StripeRow row : allRows()) {
            sums.merge(row.currency(), row.net(), Math::addExact);
        }

        StripeBalance balance = feed.balance();

        assertThat(sums).hasSizeGreaterThan(2);
        sums.forEach(
                (currency, sum) ->
                        assertThat(balance.sum("payments", currency))
                                .as(currency.code())
                                .isEqualTo(sum));
    }

    @Test
    void anAutomaticPayoutNamesItsOwnRow() {
        List<StripePayout> payouts = feed.payouts(BEGINNING, END);

        assertThat(payouts).isNotEmpty().allMatch(StripePayout::isReconciled);
        assertThat(feed.rowsOf(payouts.get(0).id(), null).rows())
                .extracting(StripeRow::id)
                .contains("txn_" + payouts.get(0).id());
    }

    @Test
    void aDisputeNobodyKnowsHasNoStatus() {
        assertThat(feed.dispute("du_unknown")).isEmpty();
    }

    @Test
    void goesOnWhenStripeIsBusyForAMoment() {
        server.faults()
                .next(1, Operation.GET_BALANCE, Fault.RATE_LIMITED)
                .next(1, Operation.GET_BALANCE, Fault.INTERNAL_ERROR);

        assertThat(feed.balance().payments()).isNotEmpty();

        server.faults().next(3, Operation.GET_BALANCE, Fault.RATE_LIMITED);
        assertThatThrownBy(feed::balance).isInstanceOf(StripeUnavailableException.class);
    }

    @Test
    void aTransferWhoseAnswerIsLostIsMadeOnce() {
        long before = server.faults().transfersMade();
        server.faults().next(4, Operation.CREATE_TRANSFER, Fault.CUT_AFTER);

        StripeTransfers.Made made = transfers.send(order("c1", 700), "po_c1_1");

        assertThat(server.faults().transfersMade()).isEqualTo(before + 1);
        assertThat(transfers.ofGroup("2026-10-07")).contains(made);
        assertThat(allRows())
                .filteredOn(row -> made.transfer().equals(row.transfer()))
                .singleElement()
                .satisfies(row -> assertThat(row.net()).isEqualTo(-700))
                .satisfies(row -> assertThat(row.intent()).isEqualTo("2026-10-07:c1:USD"))
                .satisfies(row -> assertThat(row.transferDestination()).isEqualTo("acct_c1"));
    }

    @Test
    void theKeyThatReadsMakesNoTransferAndTheKeyThatPaysReadsNoBalance() {
        long before = server.faults().transfersMade();
        StripeSettings settings =
                new StripeSettings("acct_us", server.endpoint(), 500, 3, Duration.ofMillis(1));
        StripeTransfers reader = new StripeTransfers(settings, new StripeKey("rk_test_pull_1"));
        StripeFeed payer = new StripeFeed(settings, new StripeKey("rk_test_pay_1"));

        assertThatThrownBy(() -> reader.send(order("c3", 1), "po_c3_1"))
                .isInstanceOfSatisfying(
                        StripeRefusedException.class,
                        refused -> assertThat(refused.concernsTheRequest()).isFalse())
                .hasMessageContaining("status 403");
        assertThatThrownBy(payer::balance).hasMessageContaining("status 403");
        assertThat(server.faults().transfersMade()).isEqualTo(before);
    }

    @Test
    void aTransferAboveTheBalanceIsRefused() {
        assertThatThrownBy(() -> transfers.send(order("c2", 900_000_000_000L), "po_c2_1"))
                .isInstanceOfSatisfying(
                        StripeRefusedException.class,
                        refused -> assertThat(refused.code()).isEqualTo("balance_insufficient"));
    }
}
