package com.illuvrse.finance.sandbox.s3;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;

/** The retention a bucket gives to versions that ask for none: some whole days or whole years. */
record DefaultRetention(Retention.Mode mode, int amount, Unit unit) {
    /** What the amount counts. */
    enum Unit {
        DAYS(36_500),
        YEARS(100);

        private final int most;

        Unit(int most) {
            this.most = most;
        }

        private String element() {
            return switch (this) {
                case DAYS -> "Days";
                case YEARS -> "Years";
            };
        }
    }

    DefaultRetention {
        if (amount < 1 || amount > unit.most) {
            throw S3Error.INVALID_ARGUMENT.because(
                    "a default retention is 1 to %,d %s, not %d"
                            .formatted(unit.most, unit.element(), amount));
        }
    }

    Retention from(Instant now) {
        OffsetDateTime start = now.atOffset(ZoneOffset.UTC);
        OffsetDateTime end =
                switch (unit) {
                    case DAYS -> start.plusDays(amount);
                    case YEARS -> start.plusYears(amount);
                };
        return new Retention(mode, end.toInstant().truncatedTo(ChronoUnit.MILLIS));
    }

    /** Reads an ObjectLockConfiguration document; one without a rule gives no default. */
    static @Nullable DefaultRetention parse(byte[] document) {
        Element root = XmlDocument.parse(document, "ObjectLockConfiguration");
        if (!"Enabled".equals(XmlDocument.text(root, "ObjectLockEnabled"))) {
            throw S3Error.MALFORMED_XML.because("ObjectLockEnabled is Enabled or nothing is set");
        }
        Element rule = XmlDocument.child(root, "Rule");
        if (rule == null) {
            return null;
        }
        Element retention = XmlDocument.child(rule, "DefaultRetention");
        String mode = retention == null ? null : XmlDocument.text(retention, "Mode");
        if (retention == null || mode == null) {
            throw S3Error.MALFORMED_XML.because("a Rule has a DefaultRetention with a Mode");
        }
        String days = XmlDocument.text(retention, "Days");
        String years = XmlDocument.text(retention, "Years");
        if ((days == null) == (years == null)) {
            throw S3Error.MALFORMED_XML.because("a DefaultRetention has either Days or Years");
        }
        return days != null
                ? new DefaultRetention(ObjectLock.mode(mode), number(days), Unit.DAYS)
                : new DefaultRetention(
                        ObjectLock.mode(mode), number(String.valueOf(years)), Unit.YEARS);
    }

    void writeTo(Xml xml) {
        xml.open("Rule")
                .open("DefaultRetention")
                .text("Mode", mode)
                .text(unit.element(), amount)
                .close()
                .close();
    }

    private static int number(String text) {
        if (!text.matches("[0-9]{1,6}")) {
            throw S3Error.INVALID_ARGUMENT.because(
                    "a default retention is a positive number of days or years, not '"
                            + text
                            + "'");
        }
        return Integer.parseInt(text);
    }
}
