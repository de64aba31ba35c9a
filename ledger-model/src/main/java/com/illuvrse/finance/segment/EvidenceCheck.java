package com.illuvrse.finance.segment;

import static com.illuvrse.finance.segment.VerificationCode.COMPLETENESS_FAIL;
import static com.illuvrse.finance.segment.VerificationCode.DUPLICATE_KEY;
import static com.illuvrse.finance.segment.VerificationCode.PERIOD_MISMATCH;

import com.illuvrse.finance.canonical.CanonicalJson;
import com.illuvrse.finance.canonical.InstantText;
import com.illuvrse.finance.canonical.Json;
import com.illuvrse.finance.canonical.Sha256;
import com.illuvrse.finance.memory.IdSet;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Order events, contracts, policies and settings: each row is whole, in its place and once, a
 * contract version never changes, and a policy is one the registry names.
 */
final class EvidenceCheck {

    private record Version(String name, long version) implements Comparable<Version> {

        @Override
        public int compareTo(Version other) {
            int byName = name.compareTo(other.name);
            return byName != 0 ? byName : Long.compare(version, other.version);
        }

        @Override
        public String toString() {
            return name + " version " + version;
        }
    }

    private final CalculationCheck calculation;
    private final ApprovalsCheck approvals;
    private final IdSet events = IdSet.ofIds();
    private final EntryDigest digest = new EntryDigest();
    private final Map<Version, String> contracts = new HashMap<>();

    EvidenceCheck(CalculationCheck calculation, ApprovalsCheck approvals) {
        this.calculation = calculation;
        this.approvals = approvals;
    }

    void check(Day day, KeyRegistry registry) throws VerificationException {
        checkOrders(day);
        checkContracts(day);
        checkPolicies(day, registry);
        checkSettings(day);
    }

    private void checkOrders(Day day) throws VerificationException {
        try (RowReader rows = day.rows("evidence/orders.jsonl", "orders/1", RowShapes.ORDER)) {
            long dayEnds = day.manifest().day().to().toEpochMilli();
            String last = null;
            Json.Obj row = rows.next();
            while (row != null) {
                String order = row.text("order");
                String occurredAt = row.text("occurredAt");
                String event = order + " " + row.text("event");
                last = rows.requireAfter(last, order + " " + occurredAt + " " + row.text("event"));
                byte[] bytes = event.getBytes(StandardCharsets.UTF_8);
                digest.of(bytes, 0, bytes.length);
                if (!events.add(digest.high(), digest.low())) {
                    throw rows.refuse(DUPLICATE_KEY, event, "a new event", "an event again");
                }
                if (InstantText.millis(occurredAt) >= dayEnds) {
                    throw rows.refuse(
                            PERIOD_MISMATCH,
                            event + " occurredAt",
                            "before " + day.manifest().to(),
                            occurredAt);
                }
                OrderRow.check(rows, row);
                calculation.event(rows, row);
                row = rows.next();
            }
        }
    }

    private void checkContracts(Day day) throws VerificationException {
        try (RowReader rows =
                day.rows("evidence/contracts.jsonl", "contracts/1", RowShapes.CONTRACT)) {
            Version last = null;
            Json.Obj row = rows.next();
            while (row != null) {
                Version version = new Version(row.text("contract"), row.number("version"));
                last = rows.requireAfter(last, version);
                String terms = Sha256.hexOf(CanonicalJson.bytes(row));
                String before = contracts.putIfAbsent(version, terms);
                if (before != null && !before.equals(terms)) {
                    throw rows.refuse(
                            COMPLETENESS_FAIL,
                            version.toString(),
                            "the terms of an earlier segment",
                            "other terms");
                }
                calculation.contract(rows, row);
                row = rows.next();
            }
        }
    }

    private void checkPolicies(Day day, KeyRegistry registry) throws VerificationException {
        try (RowReader rows = day.rows("evidence/policies.jsonl", "policies/1", RowShapes.POLICY)) {
            Version last = null;
            Json.Obj row = rows.next();
            while (row != null) {
                Version version = new Version(row.text("id"), row.number("version"));
                last = rows.requireAfter(last, version);
                String sha256 = Sha256.hexOf(CanonicalJson.bytes(row));
                boolean registered =
                        registry.approvalPolicies().stream()
                                .anyMatch(policy -> policy.sha256().equals(sha256));
                if (!registered) {
                    throw rows.refuse(
                            VerificationCode.POLICY_HASH_MISMATCH,
                            version.toString(),
                            "a policy of the registry",
                            sha256);
                }
                approvals.policy(rows, row, sha256);
                row = rows.next();
            }
        }
    }

    private static void checkSettings(Day day) throws VerificationException {
        Json.Obj json = day.object("settings.json", RowShapes.SETTINGS);
        String last = null;
        for (Json.Obj file : json.objects("files")) {
            requireAscending(day, last, file.text("name"));
            last = file.text("name");
        }
    }

    private static void requireAscending(Day day, @Nullable String last, String name)
            throws VerificationException {
        if (last != null && last.compareTo(name) >= 0) {
            throw day.folder()
                    .file("settings.json")
                    .refuse(VerificationCode.ORDER_MISMATCH, "files", "a name after " + last, name);
        }
    }
}
