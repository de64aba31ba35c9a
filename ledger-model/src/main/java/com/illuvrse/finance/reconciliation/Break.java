package com.illuvrse.finance.reconciliation;

import com.illuvrse.finance.account.AccountId;
import com.illuvrse.finance.canonical.Json;
import com.illuvrse.finance.money.Money;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * A break as it stands on one day: open, closed today, or only reported today.
 *
 * @param resolution the rule or the person's reason that closed it; null while it is open
 * @param account the clearing or suspense account whose balance it explains
 * @param amount signed, debit positive when there is an account
 */
public record Break(
        BreakType type,
        String ref,
        LocalDate openedOn,
        int ageDays,
        Severity severity,
        Status status,
        @Nullable String resolution,
        @Nullable LocalDate resolvedOn,
        @Nullable AccountId account,
        @Nullable Money amount) {

    /** Where a break is in its life. */
    public enum Status {
        OPEN,
        /** Closed by a rule. */
        AUTO_RESOLVED,
        /** Closed by a person. */
        RESOLVED,
        /** Reported on its day, never open. */
        INFO
    }

    public Break {
        boolean closed = status == Status.AUTO_RESOLVED || status == Status.RESOLVED;
        if (closed != (resolution != null) || closed != (resolvedOn != null)) {
            throw new IllegalArgumentException(
                    type
                            + " "
                            + ref
                            + " is "
                            + status
                            + " and must say how and when it was closed"
                            + " exactly when it is");
        }
        if (ageDays < 0) {
            throw new IllegalArgumentException(
                    type
                            + " "
                            + ref
                            + " was opened on "
                            + openedOn
                            + ", after the day it stands on");
        }
    }

    public BreakKey key() {
        return new BreakKey(type, ref);
    }

    public boolean isOpen() {
        return status == Status.OPEN;
    }

    /** A break that a finding opens, keeps open or only reports on a day. */
    static Break found(Finding finding, LocalDate openedOn, Status status, LocalDate today) {
        return new Break(
                finding.type(),
                finding.ref(),
                openedOn,
                age(openedOn, today),
                finding.type().severity(),
                status,
                null,
                null,
                finding.account(),
                finding.amount());
    }

    /** The same break one day older. */
    Break stillOpen(LocalDate today) {
        return new Break(
                type,
                ref,
                openedOn,
                age(openedOn, today),
                severity,
                Status.OPEN,
                null,
                null,
                account,
                amount);
    }

    /** The same break after it was closed for a while: open again from today. */
    Break openAgain(LocalDate today) {
        return new Break(type, ref, today, 0, severity, Status.OPEN, null, null, account, amount);
    }

    /** The same break, closed today. */
    Break closed(Status how, String resolution, LocalDate today) {
        return new Break(
                type,
                ref,
                openedOn,
                age(openedOn, today),
                severity,
                how,
                resolution,
                today,
                account,
                amount);
    }

    private static int age(LocalDate openedOn, LocalDate today) {
        return Math.toIntExact(ChronoUnit.DAYS.between(openedOn, today));
    }

    /** The row of a sealed segment (segment format, section 6). */
    public Json.Obj toJson() {
        Json.Builder json =
                Json.object()
                        .put("type", type.name())
                        .put("ref", ref)
                        .put("openedOn", openedOn.toString())
                        .put("ageDays", ageDays)
                        .put("severity", severity.name())
                        .put("status", status.name())
                        .put("resolution", resolution)
                        .put("resolvedOn", resolvedOn == null ? null : resolvedOn.toString())
                        .put("account", account == null ? null : account.path());
        if (amount != null) {
            json.putMinor("amount", amount.minor()).put("currency", amount.currency().code());
        }
        return json.build();
    }
}
