package com.illuvrse.finance.scheduler.operations;

import com.illuvrse.finance.jobs.nightly.WitnessSeals;
import com.illuvrse.finance.jobs.postgres.Runs;
import com.illuvrse.finance.jobs.postgres.Runs.NightRun;
import com.illuvrse.finance.jobs.postgres.SelfAudits;
import com.illuvrse.finance.jobs.postgres.SelfAudits.Audit;
import com.illuvrse.finance.jobs.postgres.SelfAudits.Result;
import com.illuvrse.finance.jobs.report.DueReports;
import com.illuvrse.finance.jobs.run.AttestationDesk;
import java.util.List;
import java.util.Optional;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Whether the last night ended well: down when it failed or the last self-audit found a day that
 * does not follow from its facts, out of service while it is held.
 */
final class NightsHealth implements HealthIndicator {

    private final Runs runs;
    private final WitnessSeals witness;
    private final AttestationDesk attestations;
    private final SelfAudits audits;
    private final DueReports reports;

    NightsHealth(
            Runs runs,
            WitnessSeals witness,
            AttestationDesk attestations,
            SelfAudits audits,
            DueReports reports) {
        this.runs = runs;
        this.witness = witness;
        this.attestations = attestations;
        this.audits = audits;
        this.reports = reports;
    }

    @Override
    public Health health() {
        List<NightRun> nights = runs.all();
        if (nights.isEmpty()) {
            return Health.unknown().withDetail("nights", 0).build();
        }
        NightRun last = nights.getLast();
        Health.Builder health =
                switch (last.state()) {
                    case RUNNING, DONE -> Health.up();
                    case HELD -> Health.outOfService();
                    case FAILED -> Health.down();
                };
        Optional<Audit> audit = audits.newest();
        if (audit.isPresent() && audit.get().result() != Result.REPRODUCED) {
            health = Health.down();
        }
        return health.withDetail("nights", nights.size())
                .withDetail("last", last.date().toString())
                .withDetail("state", last.state().name())
                .withDetail("selfAudit", audit.map(NightsHealth::told).orElse("none yet"))
                .withDetail("openBreaks", runs.openBreaks(last.date()))
                .withDetail("reportsNotFinal", reports.notFinal())
                .withDetail("sealsNotWithTheWitness", witness.untold().size())
                .withDetail(
                        "daysWithoutAttestation",
                        attestations.standings().stream().filter(day -> !day.isAttested()).count())
                .build();
    }

    private static String told(Audit audit) {
        return audit.day() + " " + audit.result();
    }
}
