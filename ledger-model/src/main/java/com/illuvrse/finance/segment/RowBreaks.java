package com.illuvrse.finance.segment;

import static com.illuvrse.finance.segment.VerificationCode.COMPLETENESS_FAIL;

import com.illuvrse.finance.money.Money;
import com.illuvrse.finance.reconciliation.BreakType;
import com.illuvrse.finance.reconciliation.Finding;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The breaks that follow from a row of Stripe alone (posting model, section 3): each row that does
 * not add up, came late or has no rule has its break on the day it is booked, and there is no such
 * break without a row. What such a break names stays as it was until it is closed.
 */
final class RowBreaks {

    private static final Set<String> TYPES =
            EnumSet.of(
                            BreakType.UNKNOWN_BT_TYPE,
                            BreakType.UNKNOWN_FEE_TYPE,
                            BreakType.FEE_DETAIL_MISMATCH,
                            BreakType.FX_RATE_MISMATCH,
                            BreakType.LATE_ARRIVAL)
                    .stream()
                    .map(BreakType::name)
                    .collect(Collectors.toUnmodifiableSet());

    /** Closed ones; a person's word that turns out wrong opens them again as they were. */
    private final Map<BreakRow.Key, BreakRow> closed = new HashMap<>();

    void check(
            SegmentFile file,
            List<Finding> findings,
            Map<BreakRow.Key, BreakRow> yesterday,
            Map<BreakRow.Key, BreakRow> today)
            throws VerificationException {
        Set<BreakRow.Key> found = new HashSet<>();
        for (Finding finding : findings) {
            BreakRow.Key key = new BreakRow.Key(finding.type().name(), finding.ref());
            requireSaid(file, finding, today.get(key));
            found.add(key);
        }
        for (BreakRow row : today.values()) {
            if (!TYPES.contains(row.type())) {
                continue;
            }
            if (!found.contains(row.key())) {
                BreakRow before = yesterday.get(row.key());
                boolean wasOpen = before != null && before.isOpen();
                requireCarried(file, row, wasOpen ? before : closed.get(row.key()));
            }
            if (row.isResolved()) {
                closed.put(row.key(), row);
            }
        }
    }

    private static void requireSaid(SegmentFile file, Finding finding, @Nullable BreakRow row)
            throws VerificationException {
        String item = finding.type() + " " + finding.ref();
        if (row == null) {
            throw file.refuse(COMPLETENESS_FAIL, item, "a break, for " + finding.detail(), "none");
        }
        Money amount = finding.amount();
        if (amount == null) {
            return;
        }
        String account = finding.account() == null ? null : finding.account().path();
        boolean isSigned = account != null;
        if (!Objects.equals(account, row.account())
                || !amount.currency().code().equals(row.currency())
                || (isSigned
                        ? amount.minor() != row.minor()
                        : Math.absExact(amount.minor()) != Math.absExact(row.minor()))) {
            throw file.refuse(
                    COMPLETENESS_FAIL,
                    item,
                    amount + (account == null ? "" : " on " + account),
                    row.shownAmount());
        }
    }

    private static void requireCarried(SegmentFile file, BreakRow row, @Nullable BreakRow before)
            throws VerificationException {
        if (before == null) {
            throw file.refuse(
                    COMPLETENESS_FAIL,
                    row.key().toString(),
                    "no break, for no row of today gives one",
                    row.shownAmount());
        }
        if (!row.hasAmountOf(before)) {
            throw file.refuse(
                    COMPLETENESS_FAIL,
                    row.key().toString(),
                    before.shownAmount() + " as before",
                    row.shownAmount());
        }
    }
}
