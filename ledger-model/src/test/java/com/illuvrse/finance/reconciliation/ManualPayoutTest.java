package com.illuvrse.finance.reconciliation;

import static org.assertj.core.api.Assertions.assertThat;

import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.Money;
import com.illuvrse.finance.reconciliation.ManualPayout.Part;
import com.illuvrse.finance.reconciliation.ManualPayout.Source;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a payout made by hand is made of. */
class ManualPayoutTest {

    @ParameterizedTest(name = "{0} of {1}")
    @CsvSource(
            delimiter = '|',
            nullValues = "none",
            textBlock =
                    """
                    # payout | sources       | parts
                    300      | 300           | 300
                    300      | 100 200 50    | 100 200
                    250      | 100 200       | 100 150
                    250      | 100 -50 300   | 100 -50 200
                    100      | -30 100 40    | -30 100 30
                    100      | 0 100         | 100
                    100      | 60            | 60
                    100      | none          | none
                    -100     | 500           | none
                    """)
    void takesTheOldestMoneyFirst(long payout, String sources, String parts) {
        List<Part> taken = payout(payout).parts(sources(sources).iterator());

        assertThat(taken.stream().map(Part::net).toList()).isEqualTo(amounts(parts));
    }

    @Test
    void asksForNoMoreSourcesThanItNeeds() {
        Iterator<Source> sources = sources("100 200 300").iterator();

        payout(300).parts(sources);

        assertThat(sources.next().net()).isEqualTo(300);
    }

    @Test
    void severalPayoutsTakeEverythingOnceWhateverTheirAmounts() {
        SplittableRandom random = new SplittableRandom(11);
        for (int round = 0; round < 200; round++) {
            List<Source> open = new ArrayList<>();
            long sum = 0;
            for (int i = 0; i < 30; i++) {
                long net = random.nextLong(-40, 100);
                open.add(new Source("txn_" + i, net));
                sum += net;
            }
            long paid = 0;
            while (paid < sum) {
                long amount = Math.min(sum - paid, random.nextLong(1, 200));
                paid += amount;
                List<Part> parts = payout(amount).parts(List.copyOf(open).iterator());
                assertThat(parts.stream().mapToLong(Part::net).sum()).isEqualTo(amount);
                for (Part part : parts) {
                    open.replaceAll(
                            source ->
                                    source.source().equals(part.source())
                                            ? new Source(source.source(), source.net() - part.net())
                                            : source);
                }
            }
            assertThat(open.stream().mapToLong(Source::net).sum()).isZero();
        }
    }

    private static ManualPayout payout(long minor) {
        return new ManualPayout("po_1", Money.of(minor, Currency.of("USD")));
    }

    private static List<Source> sources(String nets) {
        List<Source> sources = new ArrayList<>();
        for (long net : amounts(nets)) {
            sources.add(new Source("txn_" + sources.size(), net));
        }
        return sources;
    }

    private static List<Long> amounts(String text) {
        List<Long> amounts = new ArrayList<>();
        if (text != null) {
            for (String each : text.split(" ", -1)) {
                amounts.add(Long.valueOf(each));
            }
        }
        return amounts;
    }
}
