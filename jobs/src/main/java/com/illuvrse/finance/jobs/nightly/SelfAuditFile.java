package com.illuvrse.finance.jobs.nightly;

import com.illuvrse.finance.canonical.Json;
import com.illuvrse.finance.exporters.report.PlainJson;
import com.illuvrse.finance.jobs.postgres.SelfAudits.Audit;
import java.time.LocalDate;
import java.util.Optional;

/**
 * {@code self-audit.json} among the daily files: which past day was worked out again before this
 * night, why that one, and what came of it. It holds no clock, so making it again gives the same
 * bytes.
 */
final class SelfAuditFile {

    static final String NAME = "self-audit.json";

    private static final String TYPE = "self-audit/1";

    private SelfAuditFile() {}

    /**
     * The bytes of the file.
     *
     * @param audit the one the seal before this night chose
     */
    static byte[] of(String ledger, LocalDate night, Optional<Audit> audit) {
        Json.Builder file =
                Json.object()
                        .put("type", TYPE)
                        .put("ledger", ledger)
                        .put("night", night.toString());
        if (audit.isEmpty()) {
            return PlainJson.bytes(
                    file.put("result", "NOT_MADE")
                            .put("detail", "no day was replayed before this night")
                            .build());
        }
        Audit made = audit.get();
        return PlainJson.bytes(
                file.put("result", made.result().name())
                        .put("chosenBySegment", made.segment())
                        .put("checkpointSha256", made.checkpointSha256())
                        .put("segment", made.audited())
                        .put("day", made.day().toString())
                        .put("entries", made.entries())
                        .put("sealedRoot", made.sealedRoot())
                        .put("replayedRoot", made.replayedRoot())
                        .put("ledgerRoot", made.keptRoot())
                        .put("detail", made.detail())
                        .build());
    }
}
