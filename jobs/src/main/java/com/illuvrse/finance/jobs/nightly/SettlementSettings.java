package com.illuvrse.finance.jobs.nightly;

import com.illuvrse.finance.account.ChartOfAccounts;
import com.illuvrse.finance.payout.ApprovalTiers;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;

/**
 * What one ledger is settled by: {@code settlement.*} of the settings and the dated files beside
 * them.
 *
 * @param ledger log origin such as {@code ledger.example.com/marketplace-prod}
 * @param environment {@code sandbox}, {@code test} or {@code production}, as approvers see it
 * @param zone its midnights part the accounting days
 * @param firstDay the first day that is settled; the day before is the genesis of the chain
 * @param stripeAccount the one Stripe account of the ledger
 * @param overlapDays how many days before the day are pulled again each night
 * @param searchDays how many days before the day are read once, newest first, when the balance does
 *     not agree
 * @param payoutArrivalDays business days until a payout must be at the bank
 * @param chunk how many facts one transaction posts
 * @param approvals how many votes a payout batch needs
 * @param pinned digests of all files a night is settled by, by name
 */
public record SettlementSettings(
        String ledger,
        String environment,
        ZoneId zone,
        LocalDate firstDay,
        PayoutDays payoutDays,
        String stripeAccount,
        int overlapDays,
        int searchDays,
        int payoutArrivalDays,
        int chunk,
        ChartOfAccounts chart,
        ApprovalPolicy approvals,
        Lock lock,
        List<PinnedFile> pinned,
        Program program) {

    /**
     * How long sealed packages cannot be deleted.
     *
     * @param mode {@code COMPLIANCE}, or {@code GOVERNANCE} in tests and sandboxes
     */
    public record Lock(String mode, Duration retention) {}

    /** A file of settings as the night found it. */
    public record PinnedFile(String name, String sha256) {}

    /**
     * The runnable.
     *
     * @param sha256 64 zeros when it is not a released build
     */
    public record Program(String name, String version, String sha256) {}

    /**
     * The approval policy in force.
     *
     * @param canonical its row as it is sealed
     */
    public record ApprovalPolicy(
            String id, int version, int expiresHours, ApprovalTiers tiers, String canonical) {}

    public SettlementSettings {
        pinned = List.copyOf(pinned);
        if (overlapDays < 0 || searchDays < 0 || chunk < 1 || payoutArrivalDays < 1) {
            throw new IllegalArgumentException(
                    "overlap and search days must be 0 or more, chunk and payout arrival days 1 or more, found "
                            + overlapDays
                            + ", "
                            + searchDays
                            + ", "
                            + chunk
                            + " and "
                            + payoutArrivalDays);
        }
    }
}
