package com.illuvrse.finance.segment;

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
 * <p>What this version does not check it says in {@link #lines()}: signatures of persons, time
 * stamps and witnesses. A trust file that requires these is refused.
 *
 * <p>Memory grows with the number of entries of the ledger by some 50 bytes each, for none may come
 * twice, and with the accounts and open breaks; not with the size of a day. Not for several
 * threads.
 */
public final class SegmentVerifier {

    private final LedgerFolder folder;
    private final TrustFile trust;
    private final @Nullable LocalDate now;
    private final List<String> lines = new ArrayList<>();
    private @Nullable VerifiedHead head;
    private SegmentFile current = new SegmentFile(".");

    private SegmentVerifier(Path folder, TrustFile trust, @Nullable LocalDate now) {
        this.folder = new LedgerFolder(folder);
        this.trust = trust;
        this.now = now;
    }

    /**
     * A check of the ledger in a folder.
     *
     * @param now the auditor's own date: every day before it must be there; null to ask for none
     */
    public static SegmentVerifier of(Path folder, TrustFile trust, @Nullable LocalDate now) {
        if (trust.require() == TrustFile.Requirement.ATTESTED) {
            throw new IllegalArgumentException(
                    "the trust file requires ATTESTED segments; this version checks the machine"
                            + " seal only, not role signatures, time stamps and witnesses, so it"
                            + " cannot say that a segment is attested: require SEALED, and check"
                            + " sig/, tst/ and wit/ with other tools");
        }
        return new SegmentVerifier(folder, trust, now);
    }

    /** Checks everything; returns when nothing is wrong. */
    public void verify() throws VerificationException {
        lines.clear();
        head = null;
        VerifiedHead found;
        try {
            found = verifyAll();
        } catch (ArithmeticException e) {
            throw current.refuse(
                    VerificationCode.BALANCE_MISMATCH, "sums", "sums within 64 bits", e);
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
        chain.requireLastKeyNotRevoked(segments.getLast());
        ContentCheck content = new ContentCheck(manifests.getFirst().day());
        for (int i = 0; i < segments.size(); i++) {
            Day day = new Day(segments.get(i), manifests.get(i));
            current = day.folder().file(SegmentFolder.LEDGER);
            content.check(day, chain.registry(day.manifest().registry()));
        }
        lines.addAll(chain.lines());
        lines.addAll(content.lines());
        return chain.head();
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
}
