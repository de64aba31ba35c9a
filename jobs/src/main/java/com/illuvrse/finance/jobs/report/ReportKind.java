package com.illuvrse.finance.jobs.report;

import com.illuvrse.finance.journal.Period;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Kinds of report sets (reports, section 1.1), those this program makes and those to come. */
public enum ReportKind {
    STATEMENTS("statements", "2026-03", true),
    ACCOUNTING("accounting", "2026-11", true),
    US_INFORMATION_RETURNS("us-information-returns", "2026", true),
    US_SALES_TAX("us-sales-tax", "2026-10", false),
    VAT_OSS("vat-oss", "2026-Q3", false),
    DPI("dpi", "2026", false),
    INVOICES("invoices", "2026-11", false),
    PAYMENT_FILES("payment-files", "a batch", false),
    SAF_T_NO("saf-t-no", "2026", false);

    private static final Pattern DIGITS = Pattern.compile("[0-9]");

    private final String word;
    private final String example;
    private final boolean built;

    ReportKind(String word, String example, boolean built) {
        this.word = word;
        this.example = example;
        this.built = built;
    }

    /** As a command and the manifest name it. */
    public String word() {
        return word;
    }

    /**
     * A kind this program makes.
     *
     * @throws UnknownReportException when there is none of that name, or it is not made yet
     */
    public static ReportKind parse(String word) {
        for (ReportKind kind : values()) {
            if (kind.word.equals(word)) {
                if (!kind.built) {
                    throw kind.notBuilt();
                }
                return kind;
            }
        }
        throw new UnknownReportException(
                "there is no report kind \"%s\"; built: %s".formatted(word, built()));
    }

    UnknownReportException notBuilt() {
        return new UnknownReportException(
                "report kind %s is not built yet; built: %s".formatted(word, built()));
    }

    private static String built() {
        return Arrays.stream(values())
                .filter(kind -> kind.built)
                .map(ReportKind::word)
                .collect(Collectors.joining(", "));
    }

    /** Key of the sets of a period below the bucket, with a slash at the end. */
    String prefix(Period period) {
        if (!isForTaxes()) {
            return "%s/period=%s/".formatted(word, period.name());
        }
        String year = "year=%d/%s/".formatted(period.lastDay().getYear(), word);
        return example.length() == "2026".length() ? year : year + "period=" + period.name() + "/";
    }

    /** Whether it lies in the bucket of tax forms, which fewer people may read. */
    boolean isForTaxes() {
        return this != STATEMENTS && this != ACCOUNTING;
    }

    /**
     * A period of the length this kind has.
     *
     * @throws UnknownReportException when it is none
     */
    public Period period(String name) {
        String form = DIGITS.matcher(example).replaceAll("0");
        if (DIGITS.matcher(name).replaceAll("0").equals(form)) {
            try {
                return Period.parse(name);
            } catch (IllegalArgumentException e) {
                throw new UnknownReportException(String.valueOf(e.getMessage()));
            }
        }
        throw new UnknownReportException(
                "report kind %s has a period such as %s, found \"%s\""
                        .formatted(word, example, name));
    }
}
