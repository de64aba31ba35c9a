package com.illuvrse.finance.account;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which accounts exist, and the number each has in an accounting package.
 *
 * <p>A path may hold {@code <x>} for exactly one element, so that all creators share one line of
 * the chart. Several paths may share a number, when they say the same of it. A name belongs to one
 * number, because one of the packages knows accounts by their names.
 */
public final class ChartOfAccounts {

    private static final Set<String> TYPES =
            Set.of("Asset", "Liability", "Equity", "Revenue", "Expense");
    private static final Pattern NUMBER = Pattern.compile("[A-Za-z0-9][A-Za-z0-9.-]{0,99}");

    /**
     * An account of an accounting package.
     *
     * @param number at most 100 letters, digits, points and hyphens
     * @param name such as {@code Stripe:Available}, the parent before the colon
     * @param type Asset, Liability, Equity, Revenue or Expense
     * @param caption line of the financial statements it belongs to
     * @param parent number of the account it is a part of
     */
    public record Numbered(
            String number,
            String name,
            String type,
            String subtype,
            String caption,
            @Nullable String parent) {

        public Numbered {
            if (!NUMBER.matcher(number).matches()) {
                throw new IllegalArgumentException(
                        "an account number has at most 100 letters, digits, points and hyphens,"
                                + " found \""
                                + number
                                + "\" for "
                                + name);
            }
            if (!TYPES.contains(type)) {
                throw new IllegalArgumentException(
                        "account %s has the type Asset, Liability, Equity, Revenue or Expense, found \"%s\""
                                .formatted(number, type));
            }
        }
    }

    /** One line of the chart: a pattern of paths and the account their postings go to. */
    public record Line(String path, Numbered account) {

        boolean covers(AccountId account) {
            String[] wanted = path.split(":", -1);
            String[] found = account.path().split(":", -1);
            if (wanted.length != found.length) {
                return false;
            }
            for (int i = 0; i < wanted.length; i++) {
                boolean any = wanted[i].startsWith("<") && wanted[i].endsWith(">");
                if (!any && !wanted[i].equals(found[i])) {
                    return false;
                }
            }
            return true;
        }
    }

    /**
     * A numbered account with the patterns of the paths that are posted to it, none for a header.
     */
    public record Entry(Numbered account, List<String> paths) {

        public Entry {
            paths = List.copyOf(paths);
        }
    }

    private final List<Line> lines;
    private final TreeMap<String, Numbered> numbered = new TreeMap<>();

    private ChartOfAccounts(Collection<Numbered> headers, List<Line> lines) {
        this.lines = List.copyOf(lines);
        Map<String, String> names = new HashMap<>();
        headers.forEach(header -> add(header, names));
        lines.forEach(line -> add(line.account(), names));
        for (Numbered each : numbered.values()) {
            if (each.parent() != null && !numbered.containsKey(each.parent())) {
                throw new IllegalArgumentException(
                        "account %s is a part of %s, which is not in the chart; add it to the headers"
                                .formatted(each.number(), each.parent()));
            }
        }
    }

    private void add(Numbered account, Map<String, String> names) {
        Numbered twin = numbered.putIfAbsent(account.number(), account);
        if (twin != null && !twin.equals(account)) {
            throw new IllegalArgumentException(
                    "account %s is in the chart as %s and as %s; paths that share a number say the same of it"
                            .formatted(account.number(), twin, account));
        }
        String number = names.putIfAbsent(account.name(), account.number());
        if (number != null && !number.equals(account.number())) {
            throw new IllegalArgumentException(
                    "accounts %s and %s have the same name \"%s\"; give each its own"
                            .formatted(number, account.number(), account.name()));
        }
    }

    /** A chart without headers. */
    public static ChartOfAccounts of(List<Line> lines) {
        return of(List.of(), lines);
    }

    /**
     * A chart of lines and headers.
     *
     * @param headers accounts nothing is posted to, which others are parts of
     */
    public static ChartOfAccounts of(Collection<Numbered> headers, List<Line> lines) {
        return new ChartOfAccounts(headers, lines);
    }

    /** The first line that covers an account. */
    public Optional<Line> lineOf(AccountId account) {
        return lines.stream().filter(line -> line.covers(account)).findFirst();
    }

    public boolean contains(AccountId account) {
        return lineOf(account).isPresent();
    }

    /** The whole chart by number. */
    public List<Entry> entries() {
        List<Entry> entries = new ArrayList<>();
        for (Numbered account : numbered.values()) {
            entries.add(
                    new Entry(
                            account,
                            lines.stream()
                                    .filter(line -> line.account().equals(account))
                                    .map(Line::path)
                                    .toList()));
        }
        return entries;
    }
}
