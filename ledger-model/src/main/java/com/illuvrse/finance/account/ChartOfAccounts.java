package com.illuvrse.finance.account;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which accounts exist, and the number each has in an accounting package.
 *
 * <p>A path may hold {@code <x>} for exactly one element, so that all creators share one line of
 * the chart.
 */
public final class ChartOfAccounts {

    /** One line of the chart. */
    public record Line(String number, String path, String name) {

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

    private final List<Line> lines;

    private ChartOfAccounts(List<Line> lines) {
        this.lines = lines;
    }

    public static ChartOfAccounts of(List<Line> lines) {
        return new ChartOfAccounts(new ArrayList<>(lines));
    }

    public Optional<Line> lineOf(AccountId account) {
        return lines.stream().filter(line -> line.covers(account)).findFirst();
    }

    public boolean contains(AccountId account) {
        return lineOf(account).isPresent();
    }
}
