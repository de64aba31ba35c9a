package com.illuvrse.finance.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.illuvrse.finance.journal.JournalEntry;
import com.illuvrse.finance.reconciliation.Break;
import com.illuvrse.finance.segment.Salts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * Five hundred invented marketplaces, each against every law. A seed that breaks one is told with
 * the smallest part of its story that still does.
 */
class SeededMarketplacesTest {

    private static final long SEEDS = 500;
    private static final Salts SALTS = Salts.of(new byte[32]);

    @Test
    void everyMarketplaceKeepsTheLaws() {
        Shrunk.check(
                LongStream.rangeClosed(1, SEEDS),
                Story::of,
                story -> {
                    Books books = Books.of(story);
                    keepsTheLaws(story, books);
                    WorkedOutAgain.of(story, books);
                    arrivalDoesNotMatter(story, books);
                    nightsDoNotMatter(story, books);
                });
    }

    @Test
    void whatWasRefundedWhollyIsGone() {
        Shrunk.check(
                LongStream.rangeClosed(1, SEEDS),
                Story::ofRefunds,
                story -> {
                    Books books = Books.of(story);
                    keepsTheLaws(story, books);
                    WorkedOutAgain.of(story, books);
                    Laws.nothingIsLeft(Line.of(all(books)));
                });
    }

    private static void keepsTheLaws(Story story, Books books) {
        List<JournalEntry> entries = new ArrayList<>();
        for (Books.Night night : books.nights()) {
            entries.addAll(night.entries());
            List<Line> lines = Line.of(entries);
            Laws.entriesBalance(lines);
            Laws.clearingIsExplained(lines, night.breaks());
            Laws.linesAgree(story, lines, night.day(), Laws.stripeByItsRows(story, night.day()));
            Laws.everyRowIsBookedOnce(story, lines, night.day());
            Laws.nothingIsOwedTwice(lines, night.breaks());
        }
        Laws.ordersAreConserved(story.tales().values(), Line.of(entries));
    }

    /** Facts that come within a night in another order give the same roots and breaks. */
    private static void arrivalDoesNotMatter(Story story, Books books) {
        Books again = Books.of(story.shuffled(story.seed()));
        if (!again.roots(SALTS).equals(books.roots(SALTS))) {
            throw Laws.broken("arrival", "other roots: %s".formatted(difference(books, again)));
        }
        if (!breaks(again).equals(breaks(books))) {
            throw Laws.broken("arrival", "%s, before %s".formatted(breaks(again), breaks(books)));
        }
    }

    /** Facts that come in one night instead of several end at the same totals. */
    private static void nightsDoNotMatter(Story story, Books books) {
        Laws.nightsDoNotMatter(story, Line.of(all(books)), Line.of(all(Books.inOneNight(story))));
    }

    private static String difference(Books books, Books again) {
        for (int i = 0; i < books.nights().size(); i++) {
            Map<String, JournalEntry> left = byKey(books.nights().get(i));
            Map<String, JournalEntry> right = byKey(again.nights().get(i));
            for (Map.Entry<String, JournalEntry> entry : left.entrySet()) {
                if (!entry.getValue().equals(right.get(entry.getKey()))) {
                    return entry.getValue() + " is now " + right.get(entry.getKey());
                }
            }
        }
        return "entries are added";
    }

    private static Map<String, JournalEntry> byKey(Books.Night night) {
        Map<String, JournalEntry> entries = new TreeMap<>();
        night.entries().forEach(entry -> entries.put(entry.source().text(), entry));
        return entries;
    }

    private static List<List<Break>> breaks(Books books) {
        return books.nights().stream().map(Books.Night::breaks).toList();
    }

    static List<JournalEntry> all(Books books) {
        return books.nights().stream().flatMap(night -> night.entries().stream()).toList();
    }

    @Test
    void arrivalThatMattersIsSeen() {
        Story story = Story.of(4);
        Books books = Books.of(story);
        Story other = story.without("o-2"::equals);

        assertThat(Books.of(other).roots(SALTS)).isNotEqualTo(books.roots(SALTS));
        assertThatThrownBy(() -> arrivalDoesNotMatter(other, books))
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("arrival");
    }

    @Test
    void aFailureIsToldWithTheSmallestStory() {
        Consumer<Story> law =
                story -> {
                    if (story.tales().containsKey("o-3")) {
                        throw Laws.broken("no third order", "there is one");
                    }
                };

        Story small = Shrunk.of(Story.of(1), law);

        assertThat(small.tales()).containsOnlyKeys("o-3");
        assertThat(small.facts()).isEmpty();
    }
}
