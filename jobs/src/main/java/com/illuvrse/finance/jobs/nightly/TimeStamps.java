package com.illuvrse.finance.jobs.nightly;

import com.illuvrse.finance.exporters.attestation.TimeStampAuthority;
import com.illuvrse.finance.exporters.attestation.TimeStampUnavailableException;
import com.illuvrse.finance.jobs.postgres.Attestations;
import com.illuvrse.finance.jobs.postgres.Attestations.Added;
import com.illuvrse.finance.jobs.postgres.Attestations.SealedDay;
import com.illuvrse.finance.jobs.postgres.Database;
import com.illuvrse.finance.jobs.postgres.Segment;
import com.illuvrse.finance.jobs.postgres.Segments;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Gets the time stamps sealed days still lack: of their checkpoints and of the signatures of
 * persons. What was kept and never got into the archive is delivered with them.
 *
 * <p>An authority that is away stops nobody; the next call asks again, as long as a stamp would
 * still be in time.
 */
public final class TimeStamps {

    /** How much the clock of an authority may be behind ours. */
    private static final Duration EARLIER = Duration.ofMinutes(5);

    private final Segments segments;
    private final Attestations attestations;
    private final AddedFiles files;
    private final AttestationSettings attestation;

    public TimeStamps(Database database, AddedFiles files, AttestationSettings attestation) {
        this.segments = new Segments(database);
        this.attestations = new Attestations(database);
        this.files = files;
        this.attestation = attestation;
    }

    /** All sealed days with what was added to them, the genesis first. */
    public List<SealedDay> days() {
        return attestations.days();
    }

    /**
     * Completes every sealed day as far as that is possible now.
     *
     * @return a sentence for each authority that is away
     * @throws com.illuvrse.finance.exporters.s3.ArchiveConflictException when the archive has
     *     another file in a place
     */
    public List<String> complete(SettlementSettings settings, long epoch, Instant now)
            throws IOException {
        Map<TimeStampAuthority, String> away = new HashMap<>();
        for (SealedDay day : attestations.days()) {
            List<Stamp> wanted = wanted(day, now);
            List<String> undelivered =
                    day.added().stream()
                            .filter(file -> !file.delivered())
                            .map(Added::path)
                            .toList();
            if ((wanted.isEmpty() && undelivered.isEmpty())
                    || !files.isPackageDelivered(day.cut())) {
                continue;
            }
            for (String path : undelivered) {
                files.deliver(day.cut(), path, settings, epoch);
            }
            for (Stamp stamp : wanted) {
                add(day.cut(), stamp, settings, epoch, now, away);
            }
        }
        return List.copyOf(away.values());
    }

    /** One stamp that is missing. */
    private record Stamp(String of, String path, TimeStampAuthority authority) {}

    private List<Stamp> wanted(SealedDay day, Instant now) {
        List<Stamp> wanted = new ArrayList<>();
        if (now.isAfter(day.cut().sealedAt().plus(attestation.within()))) {
            return wanted;
        }
        List<String> stamped = new ArrayList<>(List.of(AttestationSettings.CHECKPOINT));
        day.added().stream()
                .map(Added::path)
                .filter(p -> p.startsWith("sig/"))
                .forEach(stamped::add);
        for (String of : stamped) {
            List<String> paths = attestation.stamps(of);
            for (int n = 0; n < paths.size(); n++) {
                if (!day.has(paths.get(n))) {
                    wanted.add(new Stamp(of, paths.get(n), attestation.authorities().get(n)));
                }
            }
        }
        return wanted;
    }

    private void add(
            Segment cut,
            Stamp stamp,
            SettlementSettings settings,
            long epoch,
            Instant now,
            Map<TimeStampAuthority, String> away)
            throws IOException {
        if (away.containsKey(stamp.authority())) {
            return;
        }
        try {
            byte[] response =
                    stamp.authority()
                            .stamp(
                                    content(cut, stamp.of()),
                                    cut.sealedAt().minus(EARLIER),
                                    cut.sealedAt().plus(attestation.within()));
            files.keep(cut, stamp.path(), response, epoch, now);
        } catch (TimeStampUnavailableException e) {
            away.put(stamp.authority(), String.valueOf(e.getMessage()));
            return;
        }
        files.deliver(cut, stamp.path(), settings, epoch);
    }

    private byte[] content(Segment cut, String path) {
        return path.equals(AttestationSettings.CHECKPOINT)
                ? segments.checkpoint(cut.number()).orElseThrow().getBytes(StandardCharsets.UTF_8)
                : attestations.find(cut.number(), path).orElseThrow();
    }
}
