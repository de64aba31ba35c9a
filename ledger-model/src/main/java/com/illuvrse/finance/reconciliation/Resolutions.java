package com.illuvrse.finance.reconciliation;

import com.illuvrse.finance.account.AccountId;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.Money;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which open breaks the words of persons close, and why the other words close nothing yet.
 *
 * <p>The open breaks of a clearing or suspense account explain its balance to the cent, so a break
 * that names one is closed only together with others of the same account and currency that add up
 * to zero with it. In this order, on each account and currency:
 *
 * <ol>
 *   <li>words that name journals, joined where they name the same one: their breaks and the open
 *       parts of those journals close when they add up to zero;
 *   <li>the other words: all their breaks close when they add up to zero by themselves;
 *   <li>else each of them closes with the one break that has exactly the opposite amount, another
 *       one that a person resolved or the part of a journal that nobody named, when neither of the
 *       two fits anything else.
 * </ol>
 *
 * Money is never guessed: what fits twice, or does not add up, stays open.
 */
public final class Resolutions {

    /**
     * Breaks that close together.
     *
     * @param name of the group: the first break a word was given on
     * @param members all of them, those with a word and the parts of journals
     */
    public record Group(String name, SortedSet<BreakKey> members) {

        public Group {
            members = Collections.unmodifiableSortedSet(new TreeSet<>(members));
        }
    }

    /**
     * What the words do.
     *
     * @param waiting why each of the others closes nothing
     */
    public record Outcome(List<Group> groups, SortedMap<BreakKey, String> waiting) {}

    /** An account in one currency; what is closed on it must add up to zero. */
    private record Place(AccountId account, Currency currency) implements Comparable<Place> {

        @Override
        public int compareTo(Place other) {
            int byAccount = account.compareTo(other.account);
            return byAccount != 0 ? byAccount : currency.compareTo(other.currency);
        }
    }

    private final Map<BreakKey, Break> open = new TreeMap<>();
    private final List<Group> groups = new ArrayList<>();
    private final TreeMap<BreakKey, String> waiting = new TreeMap<>();

    private Resolutions(Collection<Break> open) {
        open.forEach(row -> this.open.put(row.key(), row));
    }

    /**
     * Lets the words work on the breaks that are open without them.
     *
     * @param open the breaks of a night before anybody's word counts
     * @param given at most one word on each break; one on a break that is not open does nothing
     */
    public static Outcome on(Collection<Break> open, Collection<Resolution> given) {
        Resolutions work = new Resolutions(open.stream().filter(Break::isOpen).toList());
        TreeMap<Place, List<Resolution>> onPlaces = new TreeMap<>();
        for (Resolution word : given) {
            Break row = work.open.get(word.key());
            if (row == null) {
                continue;
            }
            String refusal = refusal(word, row);
            Optional<Place> place = place(row);
            if (refusal != null) {
                work.waiting.put(word.key(), refusal);
            } else if (place.isPresent() && !work.amount(word.key()).isZero()) {
                onPlaces.computeIfAbsent(place.get(), key -> new ArrayList<>()).add(word);
            } else {
                work.close(List.of(word.key()), word.key());
            }
        }
        onPlaces.forEach(work::bookOff);
        return new Outcome(
                List.copyOf(work.groups), Collections.unmodifiableSortedMap(work.waiting));
    }

    /** Why a word does not cover what stands open tonight; null when it does. */
    private static @Nullable String refusal(Resolution word, Break row) {
        if (row.type().standsWhileFound()) {
            return "it stands as long as the difference does and ends with it";
        }
        if (row.type().life() == BreakType.Life.EVENT && word.foundAgainOn() != null) {
            return "it was found again on %s, after it was resolved; look at it and resolve it again"
                    .formatted(word.foundAgainOn());
        }
        if (!Objects.equals(word.amount(), row.amount())) {
            return "it was resolved at %s and is %s now; look at it and resolve it again"
                    .formatted(text(word.amount()), text(row.amount()));
        }
        return null;
    }

    private static String text(@Nullable Money amount) {
        return amount == null ? "no amount" : amount.toString();
    }

    private void bookOff(Place place, List<Resolution> words) {
        SortedSet<BreakKey> named = named(place, words);
        List<Resolution> naming = new ArrayList<>();
        List<Resolution> others = new ArrayList<>();
        for (Resolution word : words) {
            boolean isNaming = !word.journals().isEmpty() || named.contains(word.key());
            (isNaming ? naming : others).add(word);
        }
        joined(place, naming).forEach(part -> bookOffNamed(place, part));
        TreeSet<BreakKey> taken = new TreeSet<>(named);
        words.forEach(word -> taken.add(word.key()));
        bookOffOthers(place, others, taken);
    }

    /** Words that name the same journal, or a journal's own part, belong together. */
    private static List<List<Resolution>> joined(Place place, List<Resolution> words) {
        List<List<Resolution>> parts = new ArrayList<>();
        List<SortedSet<BreakKey>> keys = new ArrayList<>();
        for (Resolution word : words) {
            List<Resolution> part = new ArrayList<>(List.of(word));
            TreeSet<BreakKey> reached = new TreeSet<>(journals(place, word));
            reached.add(word.key());
            for (int i = parts.size() - 1; i >= 0; i--) {
                if (!Collections.disjoint(keys.get(i), reached)) {
                    part.addAll(parts.remove(i));
                    reached.addAll(keys.remove(i));
                }
            }
            parts.add(part);
            keys.add(reached);
        }
        return parts;
    }

    private static SortedSet<BreakKey> journals(Place place, Resolution word) {
        TreeSet<BreakKey> keys = new TreeSet<>();
        for (String journal : word.journals()) {
            keys.add(ClearingJournals.key(journal, place.account(), place.currency()));
        }
        return keys;
    }

    private static SortedSet<BreakKey> named(Place place, List<Resolution> words) {
        TreeSet<BreakKey> keys = new TreeSet<>();
        words.forEach(word -> keys.addAll(journals(place, word)));
        return keys;
    }

    private void bookOffNamed(Place place, List<Resolution> words) {
        TreeSet<BreakKey> members = new TreeSet<>(named(place, words));
        words.forEach(word -> members.add(word.key()));
        List<BreakKey> missing = members.stream().filter(key -> !open.containsKey(key)).toList();
        if (!missing.isEmpty()) {
            String sentence =
                    "no open break %s: the journal is not in the books yet, moved nothing there, or is used up"
                            .formatted(missing.getFirst());
            words.forEach(word -> waiting.put(word.key(), sentence));
            return;
        }
        Money rest = sum(place, members);
        if (rest.isZero()) {
            close(members, first(words));
            return;
        }
        String sentence =
                "with the journals named %s would still lie on %s; book the rest and name that journal too"
                        .formatted(rest, place.account());
        words.forEach(word -> waiting.put(word.key(), sentence));
    }

    /**
     * @param taken parts of journals that belong to a word already
     */
    private void bookOffOthers(Place place, List<Resolution> words, SortedSet<BreakKey> taken) {
        List<BreakKey> keys = words.stream().map(Resolution::key).toList();
        if (!keys.isEmpty() && sum(place, keys).isZero()) {
            close(keys, first(words));
            return;
        }
        List<BreakKey> free = new ArrayList<>();
        for (Break row : open.values()) {
            boolean isPart = row.type() == BreakType.CLEARING_JOURNAL && onPlace(place, row);
            if (isPart && !taken.contains(row.key())) {
                free.add(row.key());
            }
        }
        Map<BreakKey, List<BreakKey>> fits = new LinkedHashMap<>();
        keys.forEach(key -> fits.put(key, opposite(key, keys, free)));
        free.forEach(key -> fits.put(key, opposite(key, keys, List.of())));
        for (BreakKey key : keys) {
            List<BreakKey> fitting = fits.getOrDefault(key, List.of());
            boolean onlyEachOther =
                    fitting.size() == 1
                            && fits.getOrDefault(fitting.getFirst(), List.of()).size() == 1;
            if (!onlyEachOther) {
                waiting.put(key, undecided(place, key, fitting));
            } else if (!isClosed(key)) {
                close(List.of(key, fitting.getFirst()), key);
            }
        }
    }

    private List<BreakKey> opposite(BreakKey key, List<BreakKey> some, List<BreakKey> others) {
        List<BreakKey> found = new ArrayList<>();
        for (List<BreakKey> list : List.of(some, others)) {
            for (BreakKey other : list) {
                if (amount(other).equals(amount(key).negated())) {
                    found.add(other);
                }
            }
        }
        return found;
    }

    private String undecided(Place place, BreakKey key, List<BreakKey> fitting) {
        if (fitting.isEmpty()) {
            return "%s still lie on %s; book a journal that moves them away and name it"
                    .formatted(amount(key), place.account());
        }
        if (fitting.size() == 1) {
            return "%s fits other resolved breaks as well; name the journal that belongs to each"
                    .formatted(fitting.getFirst());
        }
        return "%s fit; name the journal that belongs to it"
                .formatted(
                        fitting.stream().map(BreakKey::toString).collect(Collectors.joining(", ")));
    }

    private Money sum(Place place, Collection<BreakKey> keys) {
        Money sum = Money.zero(place.currency());
        for (BreakKey key : keys) {
            sum = sum.plus(amount(key));
        }
        return sum;
    }

    private Money amount(BreakKey key) {
        return Objects.requireNonNull(Objects.requireNonNull(open.get(key)).amount());
    }

    private static BreakKey first(List<Resolution> words) {
        return words.stream().map(Resolution::key).min(BreakKey::compareTo).orElseThrow();
    }

    private void close(Collection<BreakKey> members, BreakKey first) {
        groups.add(new Group(first.toString(), new TreeSet<>(members)));
    }

    private boolean isClosed(BreakKey key) {
        return groups.stream().anyMatch(group -> group.members().contains(key));
    }

    private static Optional<Place> place(Break row) {
        AccountId account = row.account();
        Money amount = row.amount();
        return account == null || amount == null
                ? Optional.empty()
                : Optional.of(new Place(account, amount.currency()));
    }

    private static boolean onPlace(Place place, Break row) {
        return place(row).filter(place::equals).isPresent();
    }
}
