package com.illuvrse.finance.exporters.audit;

import com.illuvrse.finance.exporters.s3.ArchiveBucket;
import com.illuvrse.finance.exporters.s3.ArchiveException;
import com.illuvrse.finance.exporters.s3.FileDigest;
import com.illuvrse.finance.exporters.s3.ObjectLock;
import com.illuvrse.finance.exporters.s3.StoredObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Puts sealed segments into the audit bucket (segment format, section 12): the payload first, then
 * the manifest, the checkpoint last, each once and locked from its first moment.
 *
 * <p>Ledger, number and time of the seal come from the manifest itself. After a kill the same call
 * goes on where the other ended; files that are signed later are delivered by calling it again.
 * Other bytes under a key are a conflict, a missing or weaker lock is an alarm; nothing is
 * replaced.
 */
public final class SegmentDelivery {

    private final ArchiveBucket audit;
    private final ObjectLock.Mode mode;
    private final Period retention;

    /**
     * @param mode COMPLIANCE in production, where nobody can lift a lock
     * @param retention how long after its seal a segment stays locked, such as ten years
     */
    public SegmentDelivery(ArchiveBucket audit, ObjectLock.Mode mode, Period retention) {
        if (retention.isNegative() || retention.isZero()) {
            throw new IllegalArgumentException(
                    "a sealed segment is kept for a time, found a retention of " + retention);
        }
        this.audit = audit;
        this.mode = mode;
        this.retention = retention;
    }

    /**
     * Delivers the package in a folder such as {@code segment-000061}.
     *
     * @return what is in the archive now, in the order of delivery
     */
    public List<StoredObject> deliver(Path folder) throws IOException {
        SealedPackage sealed = SealedPackage.open(folder);
        ObjectLock lock = lock(sealed);
        List<StoredObject> stored = new ArrayList<>();
        for (String path : sealed.paths()) {
            stored.add(audit.putOnce(sealed.prefix() + path, sealed.file(path), lock));
        }
        return stored;
    }

    /** Reads the package back and compares it: bytes, one version, the lock, nothing else. */
    public void verify(Path folder) throws IOException {
        SealedPackage sealed = SealedPackage.open(folder);
        ObjectLock lock = lock(sealed);
        Set<String> keys = new HashSet<>();
        for (String path : sealed.paths()) {
            String key = sealed.prefix() + path;
            FileDigest digest = FileDigest.of(sealed.file(path));
            keys.add(key);
            audit.verifyDelivered(
                    new StoredObject(
                            key, digest.bytes(), digest.sha256(), audit.head(key).versionId()),
                    lock);
        }
        List<String> others =
                audit.keys(sealed.prefix()).stream()
                        .filter(key -> !keys.contains(key))
                        .filter(
                                key ->
                                        !SealedPackage.mayComeLater(
                                                key.substring(sealed.prefix().length())))
                        .toList();
        if (!others.isEmpty()) {
            throw new ArchiveException(
                    "%s/%s holds what %s does not have: %s"
                            .formatted(audit.name(), sealed.prefix(), folder, others));
        }
    }

    private ObjectLock lock(SealedPackage sealed) {
        return new ObjectLock(
                mode, sealed.sealedAt().atOffset(ZoneOffset.UTC).plus(retention).toInstant());
    }
}
