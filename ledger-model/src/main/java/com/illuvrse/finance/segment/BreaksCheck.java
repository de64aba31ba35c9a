package com.illuvrse.finance.segment;

import static com.illuvrse.finance.segment.VerificationCode.COMPLETENESS_FAIL;
import static com.illuvrse.finance.segment.VerificationCode.PERIOD_MISMATCH;

import com.illuvrse.finance.canonical.Json;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.reconciliation.AccountBalance;
import com.illuvrse.finance.reconciliation.Break;
import com.illuvrse.finance.reconciliation.BreakType;
import com.illuvrse.finance.reconciliation.Finding;
import com.illuvrse.finance.reconciliation.Severity;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * {@code breaks.jsonl} from day to day: a break that is open stays until it is resolved, ages a day
 * every day, and the open ones explain what lies on clearing and suspense accounts to the cent.
 */
final class BreaksCheck {

    /** What lies on one clearing or suspense account, and what open breaks say of it. */
    static final class Explained {
        private long balance;
        private long explained;

        long balance() {
            return balance;
        }

        long explained() {
            return explained;
        }
    }

    private record Account(String path, Currency currency) implements Comparable<Account> {

        @Override
        public int compareTo(Account other) {
            int byPath = path.compareTo(other.path);
            return byPath != 0 ? byPath : currency.compareTo(other.currency);
        }
    }

    /** One figure of the fifth control. */
    record Figure(String account, Currency currency, long balance, long explained) {}

    private static final Set<String> LOCKS =
            Arrays.stream(BreakType.values())
                    .filter(BreakType::locksPayouts)
                    .map(BreakType::name)
                    .collect(Collectors.toUnmodifiableSet());

    private final RowBreaks rowBreaks = new RowBreaks();
    private final Set<String> open = new HashSet<>();
    private final Set<String> accepted = new HashSet<>();
    private final Map<BreakRow.Key, BreakRow> acceptedRows = new HashMap<>();
    private TreeMap<BreakRow.Key, BreakRow> today = new TreeMap<>();
    private final List<Figure> figures = new ArrayList<>();

    /**
     * Reads the breaks of a day.
     *
     * @param findings what the rows of the day give by themselves
     */
    void check(Day day, List<AccountBalance> balances, List<Finding> findings)
            throws VerificationException {
        TreeMap<BreakRow.Key, BreakRow> yesterday = today;
        today = new TreeMap<>();
        try (RowReader rows = day.rows("breaks.jsonl", "breaks/1", RowShapes.BREAK)) {
            BreakRow.Key last = null;
            Json.Obj json = rows.next();
            while (json != null) {
                BreakRow row = BreakRow.of(json);
                last = rows.requireAfter(last, row.key());
                checkRow(rows, row, yesterday.get(row.key()), day.date());
                today.put(row.key(), row);
                json = rows.next();
            }
            for (BreakRow before : yesterday.values()) {
                if (before.isOpen() && !today.containsKey(before.key())) {
                    throw rows.file()
                            .refuse(
                                    COMPLETENESS_FAIL,
                                    before.key().toString(),
                                    "a row for the break that was open yesterday",
                                    "none");
                }
            }
            rowBreaks.check(rows.file(), findings, yesterday, today);
            requireExplained(rows.file(), balances);
            remember();
        }
    }

    private void remember() {
        open.clear();
        for (BreakRow row : today.values()) {
            if (row.isOpen()) {
                open.add(row.ref());
            } else if (row.status().equals("RESOLVED")) {
                accepted.add(row.ref());
                acceptedRows.put(row.key(), row);
            }
        }
    }

    private static void checkRow(
            RowReader rows, BreakRow row, @Nullable BreakRow before, LocalDate date)
            throws VerificationException {
        String item = row.key().toString();
        if (row.isResolved() != (row.resolution() != null)
                || row.isResolved() != (row.resolvedOn() != null)
                || (row.amount() == null) != (row.currency() == null)
                || (row.account() != null && row.amount() == null)) {
            throw rows.refuse(
                    VerificationCode.MALFORMED,
                    item,
                    "resolution and date exactly when resolved, an amount with its currency",
                    row);
        }
        BreakType type = BreakType.valueOf(row.type());
        boolean isNotice = type.life() == BreakType.Life.NOTICE;
        if (row.isNotice() != isNotice) {
            throw rows.refuse(
                    COMPLETENESS_FAIL,
                    item + " status",
                    isNotice ? "INFO, for it is only reported" : "OPEN or resolved",
                    row.status());
        }
        long age = ChronoUnit.DAYS.between(row.openedOn(), date);
        if (age < 0 || row.ageDays() != age) {
            throw rows.refuse(PERIOD_MISMATCH, item + " ageDays", age, row.ageDays());
        }
        if (row.resolvedOn() != null && !row.resolvedOn().equals(date.toString())) {
            throw rows.refuse(PERIOD_MISMATCH, item + " resolvedOn", date, row.resolvedOn());
        }
        boolean wasOpen = before != null && before.isOpen();
        LocalDate openedOn = before != null && wasOpen ? before.openedOn() : date;
        if (!row.openedOn().equals(openedOn)) {
            throw rows.refuse(COMPLETENESS_FAIL, item + " openedOn", openedOn, row.openedOn());
        }
        if (before != null && wasOpen) {
            requireCarried(rows, row, before);
        }
        if (type == BreakType.SOURCE_CHANGED && !row.severity().equals(Severity.HIGH.name())) {
            throw rows.refuse(COMPLETENESS_FAIL, item + " severity", Severity.HIGH, row.severity());
        }
    }

    /** A break that was open stays as grave; closed by a rule, it names what it named. */
    private static void requireCarried(RowReader rows, BreakRow row, BreakRow before)
            throws VerificationException {
        if (!row.severity().equals(before.severity())) {
            throw rows.refuse(
                    COMPLETENESS_FAIL,
                    row.key() + " severity",
                    before.severity() + " as before",
                    row.severity());
        }
        boolean isClosedByRule = row.status().equals(Break.Status.AUTO_RESOLVED.name());
        if (isClosedByRule && before.account() != null && !row.hasAmountOf(before)) {
            throw rows.refuse(
                    COMPLETENESS_FAIL,
                    row.key() + " amount",
                    before.shownAmount() + " as before",
                    row.shownAmount());
        }
    }

    private void requireExplained(SegmentFile file, List<AccountBalance> balances)
            throws VerificationException {
        TreeMap<Account, Explained> sums = new TreeMap<>();
        for (AccountBalance balance : balances) {
            if (isClearing(balance.account().path())) {
                Account account = new Account(balance.account().path(), balance.currency());
                sums.computeIfAbsent(account, key -> new Explained()).balance = balance.closing();
            }
        }
        for (BreakRow row : today.values()) {
            if (row.account() == null || row.currency() == null) {
                continue;
            }
            if (!isClearing(row.account())) {
                throw file.refuse(
                        COMPLETENESS_FAIL,
                        row.key().toString(),
                        "a clearing or suspense account",
                        row.account());
            }
            if (row.isOpen()) {
                Account account = new Account(row.account(), Currency.of(row.currency()));
                Explained sum = sums.computeIfAbsent(account, key -> new Explained());
                sum.explained = Math.addExact(sum.explained, row.minor());
            }
        }
        figures.clear();
        for (Account account : sums.keySet()) {
            Explained sum = sums.getOrDefault(account, new Explained());
            if (sum.balance() != sum.explained()) {
                throw file.refuse(
                        COMPLETENESS_FAIL,
                        account.path() + " " + account.currency(),
                        "open breaks that explain " + sum.balance(),
                        sum.explained());
            }
            if (sum.balance() != 0) {
                figures.add(
                        new Figure(
                                account.path(),
                                account.currency(),
                                sum.balance(),
                                sum.explained()));
            }
        }
    }

    private static boolean isClearing(String account) {
        return account.startsWith("assets:clearing:") || account.startsWith("assets:suspense:");
    }

    /** The break of today; null when there is none, open or not. */
    @Nullable BreakRow find(String type, String ref) {
        return today.get(new BreakRow.Key(type, ref));
    }

    /**
     * Whether an open break names an order, contract or row, or a person has closed one that did:
     * what that person has accepted is said in the break.
     */
    boolean isNamed(String ref) {
        return open.contains(ref) || accepted.contains(ref);
    }

    /**
     * Whether a break of today, or one that a person closed earlier, names an amount in either
     * direction.
     */
    boolean says(String type, String ref, long amount, String currency) {
        BreakRow.Key key = new BreakRow.Key(type, ref);
        BreakRow row = today.getOrDefault(key, acceptedRows.get(key));
        return row != null
                && currency.equals(row.currency())
                && Math.absExact(amount) == Math.absExact(row.minor());
    }

    /** Whether a break of one of these types is open. */
    boolean isOpen(List<String> types) {
        return today.values().stream().anyMatch(row -> row.isOpen() && types.contains(row.type()));
    }

    /** The first open break that keeps payouts from leaving; null for none. */
    @Nullable String payoutLock() {
        for (BreakRow row : today.values()) {
            if (row.isOpen() && LOCKS.contains(row.type())) {
                return row.key().toString();
            }
        }
        return null;
    }

    /** How many breaks are open. */
    long open() {
        return today.values().stream().filter(BreakRow::isOpen).count();
    }

    /** What lies on clearing and suspense accounts, by account and currency. */
    List<Figure> figures() {
        return figures;
    }
}
