package com.illuvrse.finance.jobs.run;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.illuvrse.finance.jobs.stripe.StripeBalance;
import com.illuvrse.finance.jobs.stripe.StripeFeed;
import com.illuvrse.finance.jobs.stripe.StripeKey;
import com.illuvrse.finance.jobs.stripe.StripeSettings;
import com.illuvrse.finance.journal.JournalEntry;
import com.illuvrse.finance.sandbox.stripe.StripeServer;
import com.illuvrse.finance.story.Books;
import com.illuvrse.finance.story.Laws;
import com.illuvrse.finance.story.Story;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The books of five hundred invented marketplaces beside the balance the Stripe stand-in answers
 * with, every night of each.
 */
class SeededBalancesTest {

    private static final int SEEDS = 500;
    private static final String RESERVES = "risk_reserved ";

    @Test
    void booksHoldWhatTheStandInSaysItHolds(@TempDir Path folder) throws IOException {
        for (int seed = 1; seed <= SEEDS; seed++) {
            Story story = Story.of(seed);
            Path data = Files.createDirectories(folder.resolve("seed-" + seed));
            story.writeTo(data);
            compare(story, Books.of(story).nights(), data);
        }
    }

    @Test
    void anEntryThatIsNotThereIsSeen(@TempDir Path folder) throws IOException {
        Story story = Story.of(1);
        story.writeTo(folder);
        List<Books.Night> nights = new ArrayList<>(Books.of(story).nights());
        Books.Night last = nights.removeLast();
        List<JournalEntry> fewer = new ArrayList<>(last.entries());
        fewer.removeIf(entry -> entry.source().text().startsWith("stripe:acct_platform:bt:"));
        nights.add(
                new Books.Night(
                        last.day(),
                        fewer,
                        last.breaks(),
                        last.events(),
                        last.rows(),
                        last.contracts()));

        assertThatThrownBy(() -> compare(story, nights, folder))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("tie-out: on " + last.day());
    }

    private static void compare(Story story, List<Books.Night> nights, Path data)
            throws IOException {
        Turned clock = new Turned();
        try (StripeServer server = StripeServer.start(data, data.resolve("state"), 0, clock)) {
            StripeFeed stripe =
                    new StripeFeed(
                            new StripeSettings(
                                    "acct_platform",
                                    server.endpoint(),
                                    100_000,
                                    2,
                                    Duration.ofMillis(5)),
                            new StripeKey("rk_test_pull_tests"));
            List<JournalEntry> entries = new ArrayList<>();
            for (Books.Night night : nights) {
                entries.addAll(night.entries());
                clock.now = story.clock(night.day());
                Laws.stripeAgrees(
                        story,
                        entries,
                        night.day(),
                        balances(story, night.day(), stripe.balance()));
            }
        }
    }

    /** Stripe's answer less the rows that belong to the next day; it never tells of reserves. */
    private static Map<String, Long> balances(Story story, LocalDate day, StripeBalance answer) {
        Map<String, Long> sums = new TreeMap<>();
        answer.types()
                .forEach(
                        (type, parts) ->
                                parts.forEach(
                                        (currency, part) ->
                                                sums.put(type + " " + currency, part.sum())));
        story.netAfter(day).forEach((place, net) -> sums.merge(place, -net, Long::sum));
        sums.keySet().removeIf(place -> place.startsWith(RESERVES));
        Laws.stripeByItsRows(story, day)
                .forEach(
                        (place, net) -> {
                            if (place.startsWith(RESERVES)) {
                                sums.put(place, net);
                            }
                        });
        return sums;
    }

    private static final class Turned extends Clock {
        private volatile Instant now = Instant.EPOCH;

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return Clock.fixed(now, zone);
        }

        @Override
        public Instant instant() {
            return now;
        }
    }
}
