package com.illuvrse.finance.payout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.illuvrse.finance.journal.AccountingDay;
import com.illuvrse.finance.journal.JournalEntry;
import com.illuvrse.finance.journal.Posting;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.DayRates;
import com.illuvrse.finance.money.Money;
import com.illuvrse.finance.money.ReferenceRate;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Creators paid in another currency than they are owed in. */
class ExchangedPayoutsTest {

    private static final LocalDate DATE = LocalDate.of(2026, 11, 6);
    private static final AccountingDay DAY = AccountingDay.of(DATE, ZoneId.of("UTC"));
    private static final Withholding QUARTER =
            new Withholding("US", "24%", Withholding.Regime.BACKUP, "24%", 1);

    private static final DayRates RATES =
            new DayRates(
                    List.of(
                            published(0, "EUR", "USD", "1.08"),
                            published(0, "EUR", "GBP", "0.8421"),
                            published(0, "EUR", "JPY", "162"),
                            published(1, "EUR", "ISK", "149.3"),
                            published(0, "KWD", "USD", "3.2563"),
                            published(0, "USD", "HUF", "355.5"),
                            published(0, "EUR", "HUF", "383.94"),
                            published(7, "EUR", "SEK", "11.2"),
                            published(8, "EUR", "NOK", "11.9"),
                            published(-1, "EUR", "DKK", "7.46")),
                    7);

    private static ReferenceRate published(int daysBefore, String base, String quote, String rate) {
        return new ReferenceRate(
                DATE.minusDays(daysBefore), Currency.of(base), Currency.of(quote), rate, "ECB");
    }

    private static PayoutItem draft(
            String owed, long payable, String paid, long minimum, @Nullable Withholding tax) {
        return draft(owed, payable, payee(paid, minimum, true), tax);
    }

    private static PayoutItem draft(
            String owed, long payable, Payee payee, @Nullable Withholding tax) {
        return PayoutDraft.of(
                        DATE,
                        List.of(new CreatorBalance("c1", Currency.of(owed), payable, 0, 0)),
                        Map.of("c1", payee),
                        Set.of(),
                        (who, balance, gross) -> tax == null ? List.of() : List.of(tax),
                        (from, to) -> RATES.of(from, to, DATE))
                .items()
                .getFirst();
    }

    private static Map<String, Long> postings(JournalEntry entry) {
        TreeMap<String, Long> sums = new TreeMap<>();
        for (Posting posting : entry.postings()) {
            sums.merge(
                    posting.account().path() + " " + posting.amount().currency(),
                    posting.signedMinor(),
                    Math::addExact);
        }
        sums.values().removeIf(sum -> sum == 0);
        return sums;
    }

    @ParameterizedTest(name = "{1} {0} as {2}")
    @CsvSource({
        // owed, payable, paid in, pay, gross, rate
        "EUR, 10005, USD, 10805, 10005, 1.08",
        "USD, 10800, EUR, 10000, 10800, 25/27",
        "JPY, 15000, USD, 10000, 15000, 1/150",
        "USD, 100000, GBP, 77972, 100000, 2807/3600",
        "KWD, 1234, USD, 402, 1234, 3.2563",
        "USD, 10000, KWD, 30710, 10000, 10000/32563",
        "USD, 10005, KWD, 30720, 10004, 10000/32563",
        "USD, 1001, HUF, 355800, 1001, 355.5",
        "JPY, 1001, HUF, 237200, 1001, 237/100",
        "EUR, 1003, ISK, 149700, 1003, 149.3",
        "USD, 9, ISK, 1200, 9, 7465/54"
    })
    void whatIsPaidIsTheNetAtTheRateInStepsOfTheRail(
            String owed, long payable, String paid, long pay, long gross, String rate) {
        PayoutItem item = draft(owed, payable, paid, 0, null);

        assertThat(item.reason()).isEqualTo(PayoutReason.PAID);
        assertThat(item.pay()).isEqualTo(Money.of(pay, Currency.of(paid)));
        assertThat(item.gross()).isEqualTo(gross);
        assertThat(Objects.requireNonNull(item.exchange()).rate()).isEqualTo(rate);
    }

    @Test
    void theEntryIsTwoBalancedHalvesThroughTrading() {
        PayoutItem item = draft("JPY", 15_000, "USD", 0, QUARTER);

        JournalEntry entry = item.entry(DAY);

        assertThat(postings(entry))
                .isEqualTo(
                        Map.of(
                                "liabilities:creator:c1:payable JPY", 15_000L,
                                "liabilities:withholding:US JPY", -3_600L,
                                "equity:trading:fx JPY", -11_400L,
                                "equity:trading:fx USD", 7_600L,
                                "liabilities:payouts:clearing USD", -7_600L));
        assertThat(entry.fx())
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of(
                                "date", "2026-11-06",
                                "payAmount", "7600",
                                "payCurrency", "USD",
                                "rate", "1/150",
                                "source", "ECB EUR/JPY 162, ECB EUR/USD 1.08"));
        assertThat(item.toJson().optionalObject("fx")).isNotNull();
        TreeMap<String, Long> both = new TreeMap<>(postings(entry));
        postings(item.cancelled(DAY))
                .forEach((place, amount) -> both.merge(place, amount, Math::addExact));
        assertThat(both.values()).containsOnly(0L);
    }

    @Test
    void theMinimumIsInTheCurrencyItIsPaidIn() {
        assertThat(draft("JPY", 20_000, "USD", 13_334, null).reason())
                .isEqualTo(PayoutReason.BELOW_MINIMUM);
        assertThat(draft("JPY", 20_000, "USD", 13_333, null).reason()).isEqualTo(PayoutReason.PAID);
    }

    @Test
    void lessThanAStepIsCarriedForward() {
        assertThat(draft("JPY", 1, "ISK", 0, null).reason())
                .isEqualTo(PayoutReason.GRANULARITY_REST);
        assertThat(draft("USD", 1, "HUF", 0, QUARTER).reason()).isEqualTo(PayoutReason.PAID);
        assertThat(draft("JPY", 1, "HUF", 0, QUARTER).reason()).isEqualTo(PayoutReason.PAID);
    }

    @Test
    void withoutARateNobodyIsPaidAndAFormIsAskedForFirst() {
        assertThat(draft("EUR", 9_000, "SEK", 0, null).reason()).isEqualTo(PayoutReason.PAID);
        assertThat(draft("EUR", 9_000, "NOK", 0, null).reason())
                .isEqualTo(PayoutReason.RATE_MISSING);
        assertThat(draft("EUR", 9_000, "DKK", 0, null).reason())
                .isEqualTo(PayoutReason.RATE_MISSING);
        assertThat(draft("NOK", 9_000, "NOK", 0, null).reason()).isEqualTo(PayoutReason.PAID);
        assertThat(draft("EUR", 9_000, payee("NOK", 0, false), null).reason())
                .isEqualTo(PayoutReason.TAX_FORM_MISSING);
        assertThat(draft("EUR", -1, "NOK", 0, null).reason())
                .isEqualTo(PayoutReason.NEGATIVE_BALANCE);
    }

    @Test
    void whatIsOwedIsMovedExactlyAndTheLeastThatPaysTheSame() {
        Random random = new Random(6);
        int compared = 0;
        List<String> currencies = List.of("USD", "EUR", "GBP", "JPY", "KWD", "HUF", "ISK");
        for (int round = 0; round < 400; round++) {
            String owed = currencies.get(random.nextInt(currencies.size()));
            String paid = currencies.get(random.nextInt(currencies.size()));
            if (owed.equals(paid)) {
                continue;
            }
            long payable = 1L + random.nextInt(5_000_000);
            PayoutItem item = draft(owed, payable, paid, 0, random.nextBoolean() ? QUARTER : null);
            if (!item.isPaid()) {
                continue;
            }
            PayoutExchange rate = Objects.requireNonNull(item.exchange());
            long step = Currency.of(paid).payoutStep();

            assertThat(item.pay().minor() % step).isZero();
            assertThat(item.gross()).isBetween(1L, payable);
            PayoutItem whole =
                    new PayoutItem(
                            item.batch(),
                            "c1",
                            item.currency(),
                            payable,
                            PayoutReason.PAID,
                            payable,
                            item.withholdings(),
                            "acct_c1",
                            "stripe",
                            rate);
            assertThat(item.pay()).isEqualTo(whole.pay());
            if (step == 1) {
                assertThat(item.gross()).isEqualTo(payable);
            } else {
                Money less = Money.of(item.net() - 1, item.currency());
                assertThat(rate.of(less)).isLessThan(item.pay().minor());
            }
            compared++;
        }
        assertThat(compared).isGreaterThan(250);
    }

    @Test
    void partsThatComeBackAreTheWholeHoweverItIsSplit() {
        Random random = new Random(27);
        List<String> currencies = List.of("USD", "EUR", "GBP", "JPY", "KWD", "HUF", "ISK");
        int parts = 0;
        for (int round = 0; round < 200; round++) {
            String owed = currencies.get(random.nextInt(currencies.size()));
            String paid = currencies.get(random.nextInt(currencies.size()));
            PayoutItem item = draft(owed, 1L + random.nextInt(900_000), paid, 0, QUARTER);
            if (!item.isPaid() || owed.equals(paid)) {
                continue;
            }
            TreeMap<String, Long> left = new TreeMap<>(postings(item.entry(DAY)));
            long before = 0;
            while (before < item.pay().minor()) {
                long rest = item.pay().minor() - before;
                long amount = 1 + random.nextInt(1_000) * (rest - 1) / 1_000;
                amount = random.nextInt(4) == 0 ? rest : amount;
                JournalEntry back =
                        item.returned(before, amount, "bt" + parts, DAY.lastMillisecond(), DAY);
                postings(back).forEach((place, part) -> left.merge(place, part, Math::addExact));
                before += amount;
                parts++;
            }

            assertThat(left.values()).as(item.toString()).allMatch(sum -> sum == 0);
        }
        assertThat(parts).isGreaterThan(400);
    }

    @Test
    void noMoreComesBackThanWasPaid() {
        PayoutItem item = draft("JPY", 15_000, "USD", 0, null);

        assertThatThrownBy(() -> item.returned(9_000, 1_001, "bt", DAY.lastMillisecond(), DAY))
                .hasMessageContaining("came back 9000, and now 1001 more");
    }

    @Test
    void anItemIsNotBuiltWithARateItCannotHave() {
        PayoutExchange dollars = new PayoutExchange(Currency.of("USD"), "1/150", DATE, "ECB");

        assertThatThrownBy(() -> item("USD", 100, PayoutReason.PAID, dollars))
                .hasMessageContaining("only what is paid in another currency than USD has a rate");
        assertThatThrownBy(() -> item("JPY", 0, PayoutReason.ON_HOLD, dollars))
                .hasMessageContaining("only what is paid in another currency");
        assertThatThrownBy(
                        () ->
                                item(
                                        "JPY",
                                        1,
                                        PayoutReason.PAID,
                                        new PayoutExchange(
                                                Currency.of("USD"), "1/1500", DATE, "ECB")))
                .hasMessage("a gross of 1 JPY pays nothing in USD");
        assertThatThrownBy(() -> new PayoutExchange(Currency.of("USD"), "0", DATE, "ECB"))
                .hasMessage("a rate is above 0, found \"0\"");
    }

    private static PayoutItem item(
            String owed, long gross, PayoutReason reason, PayoutExchange exchange) {
        boolean paid = reason == PayoutReason.PAID;
        return new PayoutItem(
                "2026-11-06",
                "c1",
                Currency.of(owed),
                gross,
                reason,
                gross,
                List.of(),
                paid ? "acct_c1" : null,
                paid ? "stripe" : null,
                exchange);
    }

    private static Payee payee(String currency, long minimum, boolean form) {
        return new Payee(
                "c1",
                1,
                LocalDate.of(2026, 1, 1),
                "US",
                null,
                Currency.of(currency),
                minimum,
                "stripe",
                "acct_c1",
                null,
                new TaxStatus(form ? "W-9" : null, "vault:c1", null, null, null, null, false, null),
                null);
    }
}
