package com.illuvrse.finance.jobs.run;

import com.illuvrse.finance.canonical.Sha256;
import com.illuvrse.finance.exporters.signing.SigningUnavailableException;
import com.illuvrse.finance.jobs.batch.NightStoppedException;
import com.illuvrse.finance.jobs.nightly.Night;
import com.illuvrse.finance.jobs.postgres.Database;
import com.illuvrse.finance.jobs.postgres.LedgerRole;
import com.illuvrse.finance.jobs.postgres.Segment;
import com.illuvrse.finance.jobs.postgres.Segments;
import com.illuvrse.finance.jobs.postgres.SelfAudits;
import com.illuvrse.finance.jobs.postgres.SelfAudits.Audit;
import com.illuvrse.finance.jobs.postgres.SelfAudits.Result;
import com.illuvrse.finance.jobs.run.ReplayedDay.Difference;
import com.illuvrse.finance.jobs.run.ReplayedDay.Where;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Before a night begins, one sealed day is replayed, so that a fact, an entry or a rule that
 * changed since is found although nobody asked.
 *
 * <p>Which day says the digest of the last checkpoint: nobody knows it before that day is sealed,
 * and everybody can work it out afterwards. Of the SHA-256 of the checkpoint's bytes the first
 * eight, as an unsigned number, modulo the number of the newest segment, plus 1, is the segment
 * that is audited.
 *
 * <p>It never stops a night: what it finds is kept, written into the daily files and told by health
 * and metrics.
 */
public final class SelfAudit {

    private static final Logger LOG = LoggerFactory.getLogger(SelfAudit.class);

    private final Database database;
    private final Replays replays;
    private final SelfAuditSettings settings;
    private final Segments segments;
    private final SelfAudits audits;

    public SelfAudit(Database database, Replays replays, SelfAuditSettings settings) {
        this.database = database;
        this.replays = replays;
        this.settings = settings;
        this.segments = new Segments(database);
        this.audits = new SelfAudits(database);
    }

    /** Audits the day the last checkpoint chooses, once, when it is time for one. */
    void before(Night night) {
        Optional<LocalDate> last = segments.lastSealed();
        if (last.isEmpty()) {
            return;
        }
        Segment newest = segments.require(last.get());
        if (newest.number() > 0
                && settings.isDue(newest.number())
                && audits.of(newest.number()).isEmpty()) {
            audit(newest).ifPresent(audit -> keep(audit, night));
        }
    }

    private void keep(Audit audit, Night night) {
        database.write(
                LedgerRole.WRITER,
                night.epoch(),
                () -> audits.keep(audit, night.settings().program().sha256(), night.now()));
    }

    /**
     * Empty when another replay runs or the key store is away: then nothing is known, nor wrong.
     */
    private Optional<Audit> audit(Segment newest) {
        String checkpoint = segments.checkpoint(newest.number()).orElseThrow();
        String digest = Sha256.hexOf(checkpoint.getBytes(StandardCharsets.UTF_8));
        int chosen = chosen(digest, newest.number());
        LocalDate day = newest.day().minusDays(newest.number() - chosen);
        String sealed = segments.manifest(chosen).orElseThrow().entriesRoot();
        try {
            List<ReplayedDay> replayed = new ArrayList<>();
            replays.replay(day, day, replayed::add);
            return Optional.of(audit(newest.number(), digest, replayed.getFirst()));
        } catch (NightStoppedException asked) {
            throw asked;
        } catch (AlreadyRunningException | SigningUnavailableException away) {
            LOG.warn("the self-audit of {} is not made: {}", day, away.getMessage());
            return Optional.empty();
        } catch (RuntimeException | SQLException | IOException e) {
            LOG.error("the self-audit of {} could not be made", day, e);
            return Optional.of(
                    new Audit(
                            newest.number(),
                            digest,
                            chosen,
                            day,
                            segments.require(day).entries(),
                            Result.FAILED,
                            sealed,
                            null,
                            null,
                            "the day could not be replayed: " + e.getMessage()));
        }
    }

    private static Audit audit(int newest, String digest, ReplayedDay day) {
        boolean same = day.isReproduced();
        if (!same) {
            LOG.error(
                    "the self-audit of {} differs: {}; run finance replay --from {} --to {}",
                    day.day(),
                    inWords(day),
                    day.day(),
                    day.day());
        }
        return new Audit(
                newest,
                digest,
                day.segment(),
                day.day(),
                day.entries(),
                same ? Result.REPRODUCED : Result.DIFFERENT,
                day.sealedRoot(),
                day.replayedRoot(),
                day.keptRoot(),
                same ? null : inWords(day));
    }

    private static String inWords(ReplayedDay day) {
        Difference difference = day.difference();
        String settings =
                day.hasOtherSettings()
                        ? "; the day was settled by other settings than today's"
                        : "";
        if (difference == null) {
            return "the roots differ and no entry does" + settings;
        }
        return (difference.where() == Where.REPLAYED
                                ? "its facts give another entry %d than was sealed"
                                : "the ledger holds another entry %d than was sealed")
                        .formatted(difference.seq())
                + settings;
    }

    /** The segment a checkpoint chooses of the segments 1 to {@code newest}. */
    static int chosen(String checkpointSha256, int newest) {
        long first = Long.parseUnsignedLong(checkpointSha256.substring(0, 16), 16);
        return 1 + (int) Long.remainderUnsigned(first, newest);
    }
}
