package com.illuvrse.finance.segment;

import com.illuvrse.finance.canonical.CanonicalFormException;
import com.illuvrse.finance.canonical.CanonicalReader;
import com.illuvrse.finance.canonical.Json;
import com.illuvrse.finance.canonical.Sha256;
import com.illuvrse.finance.journal.AccountingDay;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The manifest of a segment as it was read: the one file that is signed, and through it all others
 * (segment format, section 5).
 *
 * @param id digest of its bytes
 * @param from text of the first instant of the day, as entries have it
 * @param to text of the first instant of the next day
 * @param currencies digits of the minor unit, by code
 * @param files size and digest by path
 */
record SealedManifest(
        String id,
        long segment,
        String kind,
        String ledger,
        AccountingDay day,
        String from,
        String to,
        Instant sealedAt,
        Map<String, Long> currencies,
        Entries entries,
        Chain chain,
        int registry,
        SortedMap<String, Listed> files) {

    record Entries(long count, String root, long seqBefore, long seqAfter) {}

    record Chain(long size, String prev, String root) {}

    record Listed(long bytes, String sha256) {}

    private static final Shape SHAPE =
            Shape.object()
                    .must("type", Shape.word("ledger-segment/1"))
                    .must("segment", Shape.NUMBER)
                    .must("kind", Shape.word("genesis", "daily"))
                    .must("ledger", Scalar.SOURCE)
                    .must(
                            "period",
                            Shape.object()
                                    .must("date", Scalar.DATE)
                                    .must("zone", Scalar.WORD)
                                    .must("from", Scalar.INSTANT)
                                    .must("to", Scalar.INSTANT))
                    .must("sealedAt", Scalar.INSTANT)
                    .must("currencies", Shape.map(Shape.NUMBER))
                    .must(
                            "entries",
                            Shape.object()
                                    .must("count", Shape.NUMBER)
                                    .must("root", Scalar.SHA256)
                                    .must("seqBefore", Shape.NUMBER)
                                    .must("seqAfter", Shape.NUMBER))
                    .must(
                            "chain",
                            Shape.object()
                                    .must("size", Shape.NUMBER)
                                    .must("prev", Scalar.SHA256)
                                    .must("root", Scalar.SHA256))
                    .must("registry", Shape.NUMBER)
                    .must(
                            "files",
                            Shape.list(
                                    Shape.object()
                                            .must("path", Scalar.WORD)
                                            .must("bytes", Shape.NUMBER)
                                            .must("sha256", Scalar.SHA256)))
                    .must(
                            "policy",
                            Shape.object()
                                    .must("signatures", Shape.list(Scalar.ID))
                                    .must("timestamps", Shape.NUMBER))
                    .may("note", Scalar.TEXT);

    static SealedManifest read(SegmentFolder folder) throws VerificationException {
        return read(
                folder.file(SegmentFolder.MANIFEST),
                folder.read(SegmentFolder.MANIFEST, SegmentFolder.MAX_MANIFEST_BYTES));
    }

    static SealedManifest read(SegmentFile file, byte[] bytes) throws VerificationException {
        try {
            Json.Obj json = CanonicalReader.read(bytes);
            SHAPE.check(json, "");
            requireRolesOnce(file, json);
            return of(file, Sha256.hexOf(bytes), json);
        } catch (CanonicalFormException e) {
            throw file.refuse("", e);
        } catch (ShapeException e) {
            throw file.refuse("", e);
        }
    }

    private static void requireRolesOnce(SegmentFile file, Json.Obj json)
            throws VerificationException {
        Set<String> roles = new HashSet<>();
        for (String role : member(json, "policy").texts("signatures")) {
            if (!roles.add(role)) {
                throw file.malformed("policy.signatures", "each role once", role + " again");
            }
        }
    }

    private static SealedManifest of(SegmentFile file, String id, Json.Obj json)
            throws VerificationException {
        Json.Obj period = member(json, "period");
        Json.Obj entries = member(json, "entries");
        Json.Obj chain = member(json, "chain");
        TreeMap<String, Long> currencies = new TreeMap<>();
        Json.Obj digits = member(json, "currencies");
        digits.members().keySet().forEach(code -> currencies.put(code, digits.number(code)));
        return new SealedManifest(
                id,
                json.number("segment"),
                json.text("kind"),
                json.text("ledger"),
                day(file, period),
                period.text("from"),
                period.text("to"),
                Instant.parse(json.text("sealedAt")),
                currencies,
                new Entries(
                        entries.number("count"),
                        entries.text("root"),
                        entries.number("seqBefore"),
                        entries.number("seqAfter")),
                new Chain(chain.number("size"), chain.text("prev"), chain.text("root")),
                (int) Math.min(json.number("registry"), Integer.MAX_VALUE),
                listed(file, json));
    }

    private static AccountingDay day(SegmentFile file, Json.Obj period)
            throws VerificationException {
        String zone = period.text("zone");
        try {
            return AccountingDay.of(LocalDate.parse(period.text("date")), ZoneId.of(zone));
        } catch (DateTimeException e) {
            throw file.refuse(
                    VerificationCode.PERIOD_MISMATCH, "period.zone", "a known time zone", zone);
        }
    }

    private static SortedMap<String, Listed> listed(SegmentFile file, Json.Obj json)
            throws VerificationException {
        TreeMap<String, Listed> files = new TreeMap<>();
        String previous = "";
        for (Json.Obj row : json.objects("files")) {
            String path = row.text("path");
            if (path.compareTo(previous) <= 0) {
                throw file.refuse(
                        VerificationCode.ORDER_MISMATCH, "files", "a path after " + previous, path);
            }
            previous = path;
            files.put(path, new Listed(row.number("bytes"), row.text("sha256")));
        }
        return files;
    }

    private static Json.Obj member(Json.Obj json, String name) {
        Json.Obj member = json.optionalObject(name);
        if (member == null) {
            throw new IllegalStateException("the shape of a manifest demands " + name);
        }
        return member;
    }

    boolean isGenesis() {
        return segment == 0;
    }
}
