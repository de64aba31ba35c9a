package com.illuvrse.finance.segment;

import com.illuvrse.finance.canonical.CanonicalFormException;
import com.illuvrse.finance.canonical.Json;
import com.illuvrse.finance.canonical.JsonText;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an auditor believes before reading a ledger: {@code ledger-trust/1} (segment format, section
 * 11). Nothing in a package can lower it.
 *
 * <p>The auditor writes it, so any JSON is read, with white space and members in any order; unknown
 * and doubled members, null, fractions and negative numbers are refused, because a misspelt demand
 * must not be no demand.
 *
 * @param genesis manifestId of segment 0, as the engagement letter has it
 * @param root the keys of registry 1, and how many of them must have signed it
 * @param require what every segment needs
 * @param roles who must have signed every segment when it must be attested
 * @param attestWithinHours how long after the seal signatures may come
 * @param timestamps how many authorities must have stamped each signature
 * @param tsaRoots certificates of these authorities, PEM
 * @param witness keys of witnesses, and how many of them must have signed; null for none
 * @param head the last head the auditor saw; null for none
 */
public record TrustFile(
        String ledger,
        String genesis,
        KeyRegistry.Root root,
        Requirement require,
        List<String> roles,
        int attestWithinHours,
        int timestamps,
        List<String> tsaRoots,
        KeyRegistry.@Nullable Root witness,
        @Nullable VerifiedHead head) {

    /** How much a segment must have. */
    public enum Requirement {
        /** The signature of the machine. */
        SEALED,
        /** Signatures of accountable persons, time stamps and witnesses as well. */
        ATTESTED
    }

    private static final int HOURS = 36;
    private static final int MAX_BYTES = 1 << 20;

    private static final Shape KEYS =
            Shape.object().must("keys", Shape.list(Scalar.TEXT)).must("threshold", Shape.NUMBER);
    private static final Shape SHAPE =
            Shape.object()
                    .must("type", Shape.word("ledger-trust/1"))
                    .must("ledger", Scalar.SOURCE)
                    .must("genesis", Scalar.SHA256)
                    .must("root", KEYS)
                    .may("require", Shape.word("SEALED", "ATTESTED"))
                    .may("roles", Shape.list(Scalar.ID))
                    .may("attestWithinHours", Shape.NUMBER)
                    .may("timestamps", Shape.NUMBER)
                    .may("tsaRoots", Shape.list(Scalar.TEXT))
                    .may("witness", KEYS)
                    .may(
                            "head",
                            Shape.object().must("size", Shape.NUMBER).must("root", Scalar.SHA256));

    public TrustFile {
        roles = List.copyOf(roles);
        tsaRoots = List.copyOf(tsaRoots);
    }

    /** Reads the file; says in a sentence what is wrong with another. */
    public static TrustFile parse(byte[] bytes) {
        if (bytes.length > MAX_BYTES) {
            throw new IllegalArgumentException(
                    "a trust file has at most " + MAX_BYTES + " bytes, found " + bytes.length);
        }
        Json.Obj json;
        try {
            json = JsonText.read(bytes);
            SHAPE.check(json, "");
        } catch (CanonicalFormException | ShapeException e) {
            throw new IllegalArgumentException(
                    "the trust file is no ledger-trust/1: " + e.getMessage(), e);
        }
        KeyRegistry.Root root = keys(json, "root");
        if (root == null) {
            throw new IllegalArgumentException("the trust file names no root keys");
        }
        String require = json.optionalText("require");
        Json.Obj head = json.optionalObject("head");
        TrustFile trust =
                new TrustFile(
                        json.text("ledger"),
                        json.text("genesis"),
                        root,
                        require == null ? Requirement.SEALED : Requirement.valueOf(require),
                        json.texts("roles"),
                        json.get("attestWithinHours") == null
                                ? HOURS
                                : Math.toIntExact(json.number("attestWithinHours")),
                        json.get("timestamps") == null
                                ? 0
                                : Math.toIntExact(json.number("timestamps")),
                        json.texts("tsaRoots"),
                        keys(json, "witness"),
                        head == null
                                ? null
                                : new VerifiedHead(head.number("size"), head.text("root")));
        trust.requireSound();
        return trust;
    }

    /** A demand nobody can meet, or that asks for nothing, is a mistake of whoever wrote it. */
    private void requireSound() {
        if (require == Requirement.ATTESTED && roles.isEmpty()) {
            throw new IllegalArgumentException(
                    "the trust file requires ATTESTED segments and names no roles that must sign");
        }
        if (timestamps > 2 || (timestamps > 0 && tsaRoots.isEmpty())) {
            throw new IllegalArgumentException(
                    "the trust file asks for %d time stamps; expected at most 2, with the certificates of their authorities in tsaRoots, found %d certificates"
                            .formatted(timestamps, tsaRoots.size()));
        }
    }

    private static KeyRegistry.@Nullable Root keys(Json.Obj json, String name) {
        Json.Obj keys = json.optionalObject(name);
        return keys == null ? null : KeyRegistry.Root.of(keys);
    }
}
