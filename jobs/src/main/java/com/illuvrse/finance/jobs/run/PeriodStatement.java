package com.illuvrse.finance.jobs.run;

import com.illuvrse.finance.account.AccountId;
import com.illuvrse.finance.jobs.postgres.TrialBalances.Holding;
import com.illuvrse.finance.jobs.postgres.TrialBalances.LateEntry;
import com.illuvrse.finance.jobs.postgres.TrialBalances.LateLine;
import com.illuvrse.finance.journal.Period;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.Money;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The trial balance of a period's end, twice: as the books knew it that day, and as they know it
 * now; with every late entry that lies between the two.
 *
 * <p>As sealed and late together are as now known, for every account and currency, or the statement
 * cannot be made.
 *
 * @param effective the day whose end is shown: the period's last, or the last sealed one before it
 * @param known the last sealed day
 * @param lines by account and currency: everything that holds something or was moved late
 * @param late booked after {@code effective}, effective up to it, in the order they were booked
 */
public record PeriodStatement(
        Period period,
        LocalDate effective,
        LocalDate known,
        List<Line> lines,
        List<LateEntry> late) {

    /** One account in one currency, debit positive. */
    public record Line(AccountId account, Money asSealed, Money late, Money nowKnown) {}

    private record Key(AccountId account, Currency currency) {}

    public PeriodStatement {
        lines = List.copyOf(lines);
        late = List.copyOf(late);
    }

    /**
     * Puts the three together.
     *
     * @throws IllegalStateException when the late entries do not explain the difference
     */
    public static PeriodStatement of(
            Period period,
            LocalDate effective,
            LocalDate known,
            List<Holding> asSealed,
            List<LateEntry> late,
            List<Holding> nowKnown) {
        TreeMap<Key, long[]> sums =
                new TreeMap<>(
                        Comparator.comparing((Key key) -> key.account().path())
                                .thenComparing(key -> key.currency().code()));
        for (Holding each : asSealed) {
            add(sums, each.account(), each.balance(), 0);
        }
        for (LateEntry entry : late) {
            for (LateLine line : entry.lines()) {
                add(sums, line.account(), line.amount(), 1);
            }
        }
        for (Holding each : nowKnown) {
            add(sums, each.account(), each.balance(), 2);
        }
        List<Line> lines = new ArrayList<>();
        for (Map.Entry<Key, long[]> each : sums.entrySet()) {
            Currency currency = each.getKey().currency();
            long[] amounts = each.getValue();
            Line line =
                    new Line(
                            each.getKey().account(),
                            Money.of(amounts[0], currency),
                            Money.of(amounts[1], currency),
                            Money.of(amounts[2], currency));
            requireBridge(effective, line);
            lines.add(line);
        }
        return new PeriodStatement(period, effective, known, lines, late);
    }

    private static void add(Map<Key, long[]> sums, AccountId account, Money amount, int column) {
        long[] amounts =
                sums.computeIfAbsent(new Key(account, amount.currency()), key -> new long[3]);
        amounts[column] = Math.addExact(amounts[column], amount.minor());
    }

    private static void requireBridge(LocalDate effective, Line line) {
        if (!line.asSealed().plus(line.late()).equals(line.nowKnown())) {
            throw new IllegalStateException(
                    "%s was sealed with %s at the end of %s, late entries add %s, but now it is known as %s; the books contradict themselves"
                            .formatted(
                                    line.account(),
                                    line.asSealed(),
                                    effective,
                                    line.late(),
                                    line.nowKnown()));
        }
    }
}
