package com.illuvrse.finance.segment;

import com.illuvrse.finance.memory.NoRoomException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The auditor's check: a folder of segments against a trust file, with no network, no clock and no
 * database (segment format, section 13).
 *
 * <p>First what holds the segments together is checked for all of them: limits, files, digests,
 * chain, keys, signatures. Only then is anything in them read. The first thing that is wrong ends
 * it with a {@link VerificationException}; whatever else goes wrong is never a pass.
 *
 * <p>Signatures of persons and time stamps are read by an {@link AttestationReader}. Without one
 * they and the witnesses are not checked, {@link #lines()} says so, and a trust file that requires
 * them is refused.
 *
 * <p>Memory grows with the number of entries of the ledger by some 50 bytes each, for none may come
 * twice, and with the accounts and open breaks; not with the size of a day. Not for several
 * threads.
 */
public final class SegmentVerifier {

    private final LedgerFolder folder;
    private final TrustFile trust;
    private final @Nullable LocalDate now;
    private final @Nullable AttestationReader reader;
    private final List<String> lines = new ArrayList<>();
    private final List<VerifiedDay> days = new ArrayList<>();
    private @Nullable VerifiedHead head;
    private SegmentFile current = new SegmentFile(".");

    private SegmentVerifier(
            Path folder,
            TrustFile trust,
            @Nullable LocalDate now,
            @Nullable AttestationReader reader) {
        this.folder = new LedgerFolder(folder);
        this.trust = trust;
        this.now = now;
        this.reader = reader;
    }

    /**
     * A check of the ledger in a folder.
     *
     * @param now the auditor's own date: every day before it must be there; null to ask for none
     */
    public static SegmentVerifier of(Path folder, TrustFile trust, @Nullable LocalDate now) {
        if (trust.require() == TrustFile.Requirement.ATTESTED) {
            throw new IllegalArgumentException(
                    "the trust file requires ATTESTED segments; without a reader of role signatures"
                            + " and time stamps only the machine seal is checked, so this"
                            + " cannot say that a segment is attested: require SEALED, and check"
                            + " sig/, tst/ and wit/ with other tools");
        }
        return new SegmentVerifier(folder, trust, now, null);
    }

    /** The same, with signatures of persons, time stamps and witnesses. */
    public static SegmentVerifier of(
            Path folder, TrustFile trust, @Nullable LocalDate now, AttestationReader reader) {
        return new SegmentVerifier(folder, trust, now, reader);
    }

    /**
     * Checks everything; returns when nothing is wrong.
     *
     * @throws NoRoomException when the temporary folder is full: the ledger was not checked
     */
    public void verify() throws VerificationException {
        lines.clear();
        days.clear();
        head = null;
        VerifiedHead found;
        try {
            found = verifyAll();
        } catch (ArithmeticException e) {
            throw current.refuse(
                    VerificationCode.BALANCE_MISMATCH, "sums", "sums within 64 bits", e);
        } catch (NoRoomException e) {
            throw e;
        } catch (RuntimeException e) {
            throw current.malformed("content", "a segment that can be read to its end", e);
        }
        head = found;
    }

    private VerifiedHead verifyAll() throws VerificationException {
        List<SegmentFolder> segments = folder.segments();
        ChainCheck chain = new ChainCheck(trust);
        List<SealedManifest> manifests = new ArrayList<>();
        for (SegmentFolder segment : segments) {
            current = segment.file(SegmentFolder.MANIFEST);
            manifests.add(chain.check(segment));
        }
        chain.requirePinnedHead(segments.getLast());
        if (now != null) {
            chain.requireDaysBefore(now, segments.getLast(), manifests.getLast());
        }
        List<String> attestation = checkAttestation(chain, segments, manifests);
        ContentCheck content = new ContentCheck(manifests.getFirst().day());
        for (int i = 0; i < segments.size(); i++) {
            Day day = new Day(segments.get(i), manifests.get(i));
            current = day.folder().file(SegmentFolder.LEDGER);
            content.check(day, chain.registry(day.manifest().registry()));
            days.add(new VerifiedDay(day));
        }
        lines.addAll(chain.lines());
        lines.addAll(attestation);
        lines.addAll(content.lines());
        return chain.head();
    }

    private List<String> checkAttestation(
            ChainCheck chain, List<SegmentFolder> segments, List<SealedManifest> manifests)
            throws VerificationException {
        AttestationReader signatures = reader;
        if (signatures == null) {
            chain.requireLastKeyNotRevoked(segments.getLast(), null);
            return List.of(
                    "role signatures, time stamps, witnesses: %d files, not checked without a reader of them"
                            .formatted(chain.later()));
        }
        AttestationCheck check =
                new AttestationCheck(
                        trust, signatures, chain.registry(manifests.getLast().registry()), now);
        for (int i = 0; i < segments.size(); i++) {
            current = segments.get(i).file("sig");
            check.check(segments.get(i), manifests.get(i));
        }
        chain.requireLastKeyNotRevoked(segments.getLast(), check.lastCheckpointStamped());
        return check.lines();
    }

    /** How far the ledger goes, once {@link #verify()} has returned. */
    public VerifiedHead head() {
        VerifiedHead verified = head;
        if (verified == null) {
            throw new IllegalStateException("the ledger has not been verified");
        }
        return verified;
    }

    /** What was checked and what was not, a line each, once {@link #verify()} has returned. */
    public List<String> lines() {
        return List.copyOf(lines);
    }

    /** The days from the genesis on, once {@link #verify()} has returned. */
    public List<VerifiedDay> days() {
        head();
        return List.copyOf(days);
    }
}
