package com.illuvrse.finance.jobs.report;

import com.illuvrse.finance.jobs.postgres.BookFacts.ToldRate;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.DayRate;
import com.illuvrse.finance.money.DayRates;
import com.illuvrse.finance.money.ReferenceRate;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The rates the books of every month are converted by.
 *
 * <p>An entry is converted by what was known when the month it is booked in was over. Where nothing
 * was known then, the first rate told later counts. So what comes late completes a month and never
 * changes one that was complete, and a month begins with the figures the one before ended with.
 */
final class BookRates {

    private static final int DAYS_KEPT = 4;

    private final List<ToldRate> told;
    private final Currency reporting;
    private final int maxAgeDays;
    private final TreeSet<LocalDate> tellingDays = new TreeSet<>();
    private final Map<LocalDate, DayRates> knownOn =
            new LinkedHashMap<>() {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<LocalDate, DayRates> eldest) {
                    return size() > DAYS_KEPT;
                }
            };
    private final Map<Question, Optional<DayRate>> answers = new HashMap<>();
    private final Set<ReferenceRate> used = new LinkedHashSet<>();

    private record Question(Currency currency, LocalDate day, LocalDate monthEnd) {}

    BookRates(Collection<ToldRate> told, Currency reporting, int maxAgeDays) {
        this.told = List.copyOf(told);
        this.reporting = reporting;
        this.maxAgeDays = maxAgeDays;
        told.forEach(rate -> tellingDays.add(rate.acceptedOn()));
    }

    /**
     * The rate of a day into the reporting currency.
     *
     * @param bookedOn a day of the month whose knowledge counts
     */
    Optional<DayRate> of(Currency currency, LocalDate day, LocalDate bookedOn) {
        LocalDate monthEnd = YearMonth.from(bookedOn).atEndOfMonth();
        Optional<DayRate> rate =
                answers.computeIfAbsent(new Question(currency, day, monthEnd), this::answer);
        rate.ifPresent(known -> used.addAll(known.used()));
        return rate;
    }

    /** Published rates that were used since this was asked last. */
    List<ReferenceRate> takeUsed() {
        List<ReferenceRate> taken = List.copyOf(used);
        used.clear();
        return taken;
    }

    private Optional<DayRate> answer(Question question) {
        Optional<DayRate> then =
                known(question.monthEnd()).of(question.currency(), reporting, question.day());
        if (then.isPresent()) {
            return then;
        }
        for (LocalDate later : tellingDays.tailSet(question.monthEnd(), false)) {
            Optional<DayRate> told =
                    known(later).of(question.currency(), reporting, question.day());
            if (told.isPresent()) {
                return told;
            }
        }
        return Optional.empty();
    }

    private DayRates known(LocalDate day) {
        return knownOn.computeIfAbsent(
                day,
                until ->
                        new DayRates(
                                told.stream()
                                        .filter(rate -> !rate.acceptedOn().isAfter(until))
                                        .map(ToldRate::rate)
                                        .toList(),
                                maxAgeDays));
    }
}
