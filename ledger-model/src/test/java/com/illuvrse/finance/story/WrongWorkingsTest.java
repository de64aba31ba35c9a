package com.illuvrse.finance.story;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.illuvrse.finance.canonical.CanonicalJson;
import com.illuvrse.finance.canonical.Json;
import com.illuvrse.finance.journal.JournalEntry;
import com.illuvrse.finance.journal.Posting;
import com.illuvrse.finance.money.Money;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No working and no entry that is changed at random is ever taken for a right one. */
class WrongWorkingsTest {

    private static final int CHANGES = 40;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void changedAtRandomIsAlwaysSeen(long seed) {
        Story story = Story.ofRefunds(seed);
        Books books = Books.of(story);
        Random random = new Random(seed);
        List<JournalEntry> traced =
                SeededMarketplacesTest.all(books).stream()
                        .filter(entry -> entry.trace() != null)
                        .toList();
        for (int i = 0; i < CHANGES && !traced.isEmpty(); i++) {
            JournalEntry right = traced.get(random.nextInt(traced.size()));
            JournalEntry wrong =
                    random.nextInt(4) == 0
                            ? withACentMoved(right, random)
                            : withATrace(right, random);

            assertThatThrownBy(
                            () ->
                                    WorkedOutAgain.of(
                                            story,
                                            books,
                                            entry -> entry.equals(right) ? wrong : entry))
                    .as("seed %d, change %d: %s instead of %s", seed, i, wrong, right)
                    .isInstanceOf(AssertionError.class)
                    .hasMessageStartingWith("worked out again");
        }
    }

    private static JournalEntry withATrace(JournalEntry entry, Random random) {
        Json.Obj trace = Objects.requireNonNull(entry.trace());
        String before = CanonicalJson.text(trace);
        Json changed = trace;
        while (CanonicalJson.text((Json.Obj) changed).equals(before)) {
            changed = changed(trace, random);
        }
        return with(entry, entry.postings(), (Json.Obj) changed);
    }

    /** Takes a unit from one line and gives it to the last other one of the same side. */
    private static JournalEntry withACentMoved(JournalEntry entry, Random random) {
        List<Posting> postings = new ArrayList<>(entry.postings());
        int at = random.nextInt(postings.size());
        Posting first = postings.get(at);
        for (int i = postings.size() - 1; i >= 0; i--) {
            Posting other = postings.get(i);
            if (i != at && other.side() == first.side() && first.amount().minor() > 1) {
                postings.set(at, plus(first, -1));
                postings.set(i, plus(other, 1));
                return with(entry, postings, entry.trace());
            }
        }
        return withATrace(entry, random);
    }

    private static Posting plus(Posting posting, long units) {
        Money amount = posting.amount();
        return new Posting(
                posting.account(),
                posting.side(),
                Money.of(amount.minor() + units, amount.currency()));
    }

    @SuppressWarnings("NullAway") // a nullable nested type is not seen through a class file
    private static JournalEntry with(
            JournalEntry entry, List<Posting> postings, Json.@Nullable Obj trace) {
        return new JournalEntry(
                entry.source(),
                entry.bookedOn(),
                entry.effectiveOn(),
                entry.occurredAt(),
                entry.ref(),
                postings,
                entry.memo(),
                entry.reverses(),
                entry.fx(),
                trace);
    }

    private static Json changed(Json value, Random random) {
        return switch (value) {
            case Json.Text text -> Json.text(changed(text.value(), random));
            case Json.Num number -> Json.number(Math.abs(number.value() + random.nextInt(3) - 1));
            case Json.Bool flag -> new Json.Bool(!flag.value());
            case Json.Arr array -> changed(array, random);
            case Json.Obj object -> changed(object, random);
        };
    }

    private static String changed(String text, Random random) {
        if (text.isEmpty()) {
            return "0";
        }
        int at = random.nextInt(text.length());
        char other = "0123456789-/ab".charAt(random.nextInt(14));
        return switch (random.nextInt(3)) {
            case 0 -> text.substring(0, at) + other + text.substring(at + 1);
            case 1 -> text.substring(0, at) + other + text.substring(at);
            default -> text.substring(0, at) + text.substring(at + 1);
        };
    }

    private static Json changed(Json.Arr array, Random random) {
        List<Json> values = new ArrayList<>(array.values());
        if (values.isEmpty()) {
            values.add(Json.text("c1"));
            return Json.array(values);
        }
        int at = random.nextInt(values.size());
        switch (random.nextInt(6)) {
            case 0 -> values.remove(at);
            case 1 -> values.add(at, values.get(at));
            default -> values.set(at, changed(values.get(at), random));
        }
        return Json.array(values);
    }

    private static Json changed(Json.Obj object, Random random) {
        Map<String, Json> members = new TreeMap<>(object.members());
        List<String> names = List.copyOf(members.keySet());
        String name = names.get(random.nextInt(names.size()));
        if (random.nextInt(10) == 0) {
            members.remove(name);
        } else {
            members.put(name, changed(Objects.requireNonNull(object.get(name)), random));
        }
        return new Json.Obj(new TreeMap<>(members));
    }
}
