package com.illuvrse.finance.jobs.run;

import com.illuvrse.finance.exporters.attestation.RoleCertificate;
import com.illuvrse.finance.exporters.attestation.RoleSignature;
import com.illuvrse.finance.exporters.signing.Signer;
import com.illuvrse.finance.exporters.signing.SigningKeys;
import com.illuvrse.finance.jobs.nightly.AddedFiles;
import com.illuvrse.finance.jobs.nightly.AttestationSettings;
import com.illuvrse.finance.jobs.nightly.SealingKeys;
import com.illuvrse.finance.jobs.nightly.SettlementSettings;
import com.illuvrse.finance.jobs.nightly.TimeStamps;
import com.illuvrse.finance.jobs.postgres.Attestations;
import com.illuvrse.finance.jobs.postgres.Attestations.SealedDay;
import com.illuvrse.finance.jobs.postgres.Database;
import com.illuvrse.finance.jobs.postgres.LedgerRole;
import com.illuvrse.finance.jobs.postgres.Segment;
import com.illuvrse.finance.jobs.postgres.Segments;
import com.illuvrse.finance.jobs.postgres.Segments.Manifest;
import com.illuvrse.finance.money.Money;
import com.illuvrse.finance.segment.KeyRegistry;
import com.illuvrse.finance.segment.Note;
import com.illuvrse.finance.segment.SignatureRefusedException;
import com.illuvrse.finance.segment.VerifierKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Where accountable persons sign sealed days, and where it is seen which days lack what was
 * promised (segment format, section 10).
 *
 * <p>Order of things: intent into the table, signature outside of any transaction and verified at
 * once, signature into the table, archive, time stamp. Killed anywhere, the next call goes on with
 * the signature that is kept.
 */
public final class AttestationDesk {

    private final Database database;
    private final Segments segments;
    private final Attestations attestations;
    private final AddedFiles files;
    private final TimeStamps stamps;
    private final SealingKeys sealing;
    private final SigningKeys keys;
    private final SettlementSettings settings;
    private final AttestationSettings attestation;
    private final Clock clock;
    private final String process;

    /**
     * @param process names this process to people: host and process id
     */
    public AttestationDesk(
            Database database,
            AddedFiles files,
            TimeStamps stamps,
            SealingKeys sealing,
            SigningKeys keys,
            SettlementSettings settings,
            AttestationSettings attestation,
            Clock clock,
            String process) {
        this.database = database;
        this.segments = new Segments(database);
        this.attestations = new Attestations(database);
        this.files = files;
        this.stamps = stamps;
        this.sealing = sealing;
        this.keys = keys;
        this.settings = settings;
        this.attestation = attestation;
        this.clock = clock;
        this.process = process;
    }

    /**
     * What is about to be signed.
     *
     * @param turnover debits of the day, one amount for each currency
     */
    public record Offer(Segment cut, Manifest manifest, List<Money> turnover, long openBreaks) {

        public Offer {
            turnover = List.copyOf(turnover);
        }
    }

    /**
     * What came of it.
     *
     * @param isNew whether it was not kept before
     * @param away a sentence for each time-stamp authority that did not answer
     * @param missing promised files the day still lacks
     */
    public record Done(String path, boolean isNew, List<String> away, List<String> missing) {

        public Done {
            away = List.copyOf(away);
            missing = List.copyOf(missing);
        }
    }

    /** A sealed day and the promised files it lacks; a day that lacks none is attested. */
    public record Standing(Segment cut, List<String> missing) {

        public Standing {
            missing = List.copyOf(missing);
        }

        public boolean isAttested() {
            return missing.isEmpty();
        }
    }

    /** Whose persons sign every day, as the settings promise. */
    public List<String> roles() {
        return attestation.roles();
    }

    /** Every sealed day, the genesis first. */
    public List<Standing> standings() {
        return database.read(attestations::days).stream()
                .map(day -> new Standing(day.cut(), missing(day)))
                .toList();
    }

    private List<String> missing(SealedDay day) {
        return attestation.promised().stream().filter(path -> !day.hasDelivered(path)).toList();
    }

    /**
     * What a person would sign.
     *
     * @param day null for the newest sealed day
     * @throws AttestationRefusedException when the day is not sealed and delivered
     */
    public Offer offer(@Nullable LocalDate day) {
        return database.read(
                () -> {
                    Segment cut = require(day);
                    return new Offer(
                            cut,
                            segments.manifest(cut.number()).orElseThrow(),
                            attestations.turnover(cut.day()),
                            segments.openBreaks(cut.day()));
                });
    }

    private Segment require(@Nullable LocalDate asked) {
        LocalDate day =
                asked != null
                        ? asked
                        : segments.lastSealed()
                                .orElseThrow(
                                        () ->
                                                new AttestationRefusedException(
                                                        "no day of this ledger is sealed yet"));
        if (!segments.isSealed(day) || !files.isPackageDelivered(segments.require(day))) {
            throw new AttestationRefusedException(
                    "day %s is not sealed and in the archive; settle it first (finance night)"
                            .formatted(day));
        }
        return segments.require(day);
    }

    /**
     * Signs the manifest of a sealed day with the key of a role, has the signature stamped and
     * delivers both. A signature that is kept is not made again.
     *
     * @throws AttestationRefusedException when the registry knows no such role for the day, or
     *     another key, or it is too late
     * @throws com.illuvrse.finance.exporters.signing.SigningUnavailableException when the key store
     *     is away; nothing was signed
     * @throws AlreadyRunningException when a night runs elsewhere
     */
    public Done sign(String role, LocalDate day) throws SQLException, IOException {
        Segment cut = database.read(() -> require(day));
        return add(cut, AttestationSettings.signature(role), epoch -> signature(role, cut, epoch));
    }

    /**
     * Adds the cosignatures of witnesses to a sealed day and delivers them. What was added before
     * stays.
     *
     * @param file the checkpoint of the day with a line more for each witness
     * @throws AttestationRefusedException when it is another checkpoint, or not cosigned by the
     *     witnesses of the settings
     * @throws AlreadyRunningException when a night runs elsewhere
     */
    public Done cosign(byte[] file, LocalDate day) throws SQLException, IOException {
        Segment cut = database.read(() -> require(day));
        requireCosigned(file, cut);
        return add(cut, AttestationSettings.COSIGNED, epoch -> file);
    }

    private Done add(Segment cut, String path, LongFunction<byte[]> made)
            throws SQLException, IOException {
        try (WritingTurn turn = WritingTurn.take(database, process, clock)) {
            boolean isNew = attestations.find(cut.number(), path).isEmpty();
            if (isNew) {
                files.keep(cut, path, made.apply(turn.epoch()), turn.epoch(), clock.instant());
            }
            return finish(cut, path, isNew, turn.epoch());
        }
    }

    /** Delivers what is kept and gets the stamps that are missing, of all days. */
    private Done finish(Segment cut, String path, boolean isNew, long epoch) throws IOException {
        List<String> away = stamps.complete(settings, epoch, clock.instant());
        List<String> missing =
                standings().stream()
                        .filter(standing -> standing.cut().equals(cut))
                        .findFirst()
                        .map(Standing::missing)
                        .orElseThrow();
        return new Done(path, isNew, away, missing);
    }

    private void requireCosigned(byte[] file, Segment cut) {
        if (attestation.witnesses().isEmpty()) {
            throw new AttestationRefusedException(
                    "the settings name no witness whose cosignatures are taken, see attestation.witness");
        }
        byte[] ours =
                segments.checkpoint(cut.number()).orElseThrow().getBytes(StandardCharsets.UTF_8);
        if (!Arrays.equals(file, 0, Math.min(ours.length, file.length), ours, 0, ours.length)) {
            throw new AttestationRefusedException(
                    "the file should begin with the bytes of the checkpoint of segment %d, %s, and is another one"
                            .formatted(cut.number(), cut.day()));
        }
        try {
            Note note = Note.parse(file);
            int added = note.signatures().size() - Note.parse(ours).signatures().size();
            int good = 0;
            for (VerifierKey key : attestation.witnesses()) {
                if (note.namesKey(key)) {
                    note.verify(key);
                    good++;
                }
            }
            if (good < attestation.witnessesNeeded() || good != added) {
                throw new AttestationRefusedException(
                        "the checkpoint should have %d or more lines, each of another witness of the settings, found %d lines more than ours, of %d of them"
                                .formatted(attestation.witnessesNeeded(), added, good));
            }
        } catch (IllegalArgumentException | SignatureRefusedException e) {
            throw new AttestationRefusedException(
                    "the cosigned checkpoint of segment %d is not taken: %s"
                            .formatted(cut.number(), e.getMessage()));
        }
    }

    private byte[] signature(String role, Segment cut, long epoch) {
        KeyRegistry.Signer registered = registered(role, cut);
        Instant now = clock.instant();
        if (now.isAfter(cut.sealedAt().plus(attestation.within()))) {
            throw new AttestationRefusedException(
                    "day %s was sealed at %s and is signed within %d hours, it is %s; a signature or stamp that comes later no auditor takes"
                            .formatted(
                                    cut.day(),
                                    cut.sealedAt(),
                                    attestation.within().toHours(),
                                    now));
        }
        Signer key = requireRegistered(registered);
        database.write(
                LedgerRole.SEALER,
                epoch,
                () -> attestations.intend(cut.number(), role, registered.keyId(), now));
        Path file = attestation.certificates().get(role);
        RoleCertificate certificate =
                file == null
                        ? RoleCertificate.selfSigned(role, settings.ledger(), key, now)
                        : RoleCertificate.read(file);
        byte[] manifest =
                segments.manifest(cut.number())
                        .orElseThrow()
                        .text()
                        .getBytes(StandardCharsets.UTF_8);
        return RoleSignature.sign(manifest, certificate, key, now);
    }

    /** The key the newest registry lists for a role in a segment. */
    private KeyRegistry.Signer registered(String role, Segment cut) {
        KeyRegistry registry = sealing.newestRegistry();
        return registry.signers().stream()
                .filter(signer -> signer.role().equals(role))
                .filter(signer -> isFor(signer, cut.number()))
                .findFirst()
                .orElseThrow(
                        () ->
                                new AttestationRefusedException(
                                        "version %d of the key registry lists no key of role %s for segment %d, only of %s"
                                                .formatted(
                                                        registry.version(),
                                                        role,
                                                        cut.number(),
                                                        registry.signers().stream()
                                                                .filter(
                                                                        each ->
                                                                                isFor(
                                                                                        each,
                                                                                        cut
                                                                                                .number()))
                                                                .map(KeyRegistry.Signer::role)
                                                                .distinct()
                                                                .toList())));
    }

    private static boolean isFor(KeyRegistry.Signer signer, long segment) {
        Long to = signer.toSegment();
        return signer.revoked() == null
                && signer.fromSegment() <= segment
                && (to == null || segment <= to);
    }

    private Signer requireRegistered(KeyRegistry.Signer registered) {
        Signer key;
        try {
            key = keys.signer(registered.role());
        } catch (IllegalArgumentException e) {
            throw new AttestationRefusedException(
                    "the key store has no key of role %s: %s"
                            .formatted(registered.role(), e.getMessage()));
        }
        String ours =
                Base64.getEncoder()
                        .encodeToString(VerifierKey.of(registered.role(), key.publicKey()).spki());
        if (!ours.equals(registered.spki())) {
            throw new AttestationRefusedException(
                    "the key registry says that the key of role %s is %s, the key store has %s; nothing was signed"
                            .formatted(registered.role(), registered.spki(), ours));
        }
        return key;
    }
}
