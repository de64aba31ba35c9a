package com.illuvrse.finance.sandbox.s3;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;

/** The rules of Object Lock: which protection a version gets, and what it then refuses. */
final class ObjectLock {
    static final String MODE = "x-amz-object-lock-mode";
    static final String UNTIL = "x-amz-object-lock-retain-until-date";
    static final String LEGAL_HOLD = "x-amz-object-lock-legal-hold";

    private ObjectLock() {}

    /** The protection a new version gets: what its request asks for, else the bucket's default. */
    static Protection ofNew(S3Request request, BucketSettings settings, Instant now) {
        String mode = request.header(MODE);
        String until = request.header(UNTIL);
        String hold = request.header(LEGAL_HOLD);
        if (mode == null && until == null && hold == null) {
            DefaultRetention retention = settings.defaultRetention();
            return retention == null ? Protection.NONE : new Protection(retention.from(now), false);
        }
        requireLockable(settings);
        if ((mode == null) != (until == null)) {
            throw S3Error.INVALID_ARGUMENT.because(MODE + " and " + UNTIL + " come together");
        }
        DefaultRetention byDefault = settings.defaultRetention();
        Retention retention =
                mode != null && until != null
                        ? new Retention(mode(mode), future(until, now))
                        : byDefault == null ? null : byDefault.from(now);
        return new Protection(retention, hold != null && isOn(hold));
    }

    /** Whether a request asks for a protection by itself. */
    static boolean isAskedFor(S3Request request) {
        return !request.headersFrom("x-amz-object-lock-").isEmpty();
    }

    static void requireLockable(BucketSettings settings) {
        if (!settings.objectLock()) {
            throw S3Error.INVALID_REQUEST.because("Object Lock is not enabled on this bucket");
        }
    }

    /** Refuses to remove a version that is held, or retained and not lawfully bypassed. */
    static void requireRemovable(ObjectVersion version, boolean bypassGovernance, Instant now) {
        Protection protection = version.protection();
        if (protection.legalHold()) {
            throw denied(version, "is under a legal hold");
        }
        Retention retention = protection.retention();
        if (retention == null || !retention.isActive(now)) {
            return;
        }
        boolean refused =
                switch (retention.mode()) {
                    case COMPLIANCE -> true;
                    case GOVERNANCE -> !bypassGovernance;
                };
        if (refused) {
            throw denied(
                    version,
                    "is retained until %s (%s)".formatted(retention.until(), retention.mode()));
        }
    }

    /** Refuses a retention, or none, that is weaker than the one in force. */
    static void requireChangeable(
            ObjectVersion version,
            @Nullable Retention asked,
            boolean bypassGovernance,
            Instant now) {
        Retention inForce = version.protection().retention();
        if (inForce == null || !inForce.isActive(now)) {
            return;
        }
        boolean extends_ =
                asked != null
                        && asked.mode() == inForce.mode()
                        && !asked.until().isBefore(inForce.until());
        boolean refused =
                switch (inForce.mode()) {
                    case COMPLIANCE -> !extends_;
                    case GOVERNANCE -> !extends_ && !bypassGovernance;
                };
        if (refused) {
            throw denied(
                    version,
                    "is retained until %s (%s), which can only be extended"
                            .formatted(inForce.until(), inForce.mode()));
        }
    }

    /** Reads a Retention document; an empty one asks for no retention. */
    static @Nullable Retention parseRetention(byte[] document, Instant now) {
        Element root = XmlDocument.parse(document, "Retention");
        String mode = XmlDocument.text(root, "Mode");
        String until = XmlDocument.text(root, "RetainUntilDate");
        if (mode == null && until == null) {
            return null;
        }
        if (mode == null || until == null) {
            throw S3Error.MALFORMED_XML.because("Mode and RetainUntilDate come together");
        }
        return new Retention(mode(mode), future(until, now));
    }

    static boolean parseLegalHold(byte[] document) {
        String status = XmlDocument.text(XmlDocument.parse(document, "LegalHold"), "Status");
        if (status == null) {
            throw S3Error.MALFORMED_XML.because("a LegalHold has a Status");
        }
        return isOn(status);
    }

    static Retention.Mode mode(String name) {
        return Arrays.stream(Retention.Mode.values())
                .filter(m -> m.name().equals(name))
                .findFirst()
                .orElseThrow(
                        () ->
                                S3Error.INVALID_ARGUMENT.because(
                                        "a retention mode is GOVERNANCE or COMPLIANCE, not '"
                                                + name
                                                + "'"));
    }

    private static boolean isOn(String status) {
        return switch (status) {
            case "ON" -> true;
            case "OFF" -> false;
            default ->
                    throw S3Error.INVALID_ARGUMENT.because(
                            "a legal hold is ON or OFF, not '" + status + "'");
        };
    }

    private static Instant future(String text, Instant now) {
        Instant until;
        try {
            until = Instant.parse(text).truncatedTo(ChronoUnit.MILLIS);
        } catch (DateTimeParseException e) {
            throw S3Error.INVALID_ARGUMENT.because(
                    "a retain-until date looks like 2031-01-01T00:00:00Z, not '" + text + "'");
        }
        if (!until.isAfter(now)) {
            throw S3Error.INVALID_ARGUMENT.because(
                    "the retain-until date %s is not in the future; the server's clock says %s"
                            .formatted(until, now));
        }
        return until;
    }

    private static S3Exception denied(ObjectVersion version, String why) {
        return S3Error.ACCESS_DENIED.because(
                "version %s of %s %s".formatted(version.id(), version.key(), why));
    }
}
