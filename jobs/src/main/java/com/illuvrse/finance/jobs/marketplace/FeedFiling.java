package com.illuvrse.finance.jobs.marketplace;

import com.illuvrse.finance.journal.Period;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * What a tax authority said of something that was filed, from the feed {@code filings}.
 *
 * @param kind of the report set it was filed from
 * @param form number of the form, such as {@code 1099-MISC}; empty where a kind has no forms
 * @param payee empty where a period is filed as a whole
 * @param record what the authority knows it by, to be named by a correction
 */
public record FeedFiling(
        String kind,
        Period period,
        String form,
        String payee,
        String record,
        String receipt,
        LocalDate filedOn,
        boolean accepted) {

    private static final String FORMS = "us-information-returns";
    private static final String SELLERS = "dpi";
    private static final Map<String, List<String>> FORMS_OF =
            Map.of(
                    FORMS,
                    List.of("1099-K", "1099-MISC", "1099-NEC", "1042-S"),
                    SELLERS,
                    List.of(),
                    "us-sales-tax",
                    List.of(),
                    "vat-oss",
                    List.of());

    public FeedFiling {
        List<String> forms = FORMS_OF.get(kind);
        if (forms == null) {
            throw new IllegalArgumentException(
                    "expected one of %s in \"kind\", found \"%s\""
                            .formatted(FORMS_OF.keySet().stream().sorted().toList(), kind));
        }
        if (!forms.isEmpty() && !forms.contains(form)) {
            throw new IllegalArgumentException(
                    "expected one of %s in \"form\" of %s, found \"%s\""
                            .formatted(forms, kind, form));
        }
        boolean ofPayee = kind.equals(FORMS) || kind.equals(SELLERS);
        if (ofPayee == payee.isEmpty()) {
            throw new IllegalArgumentException(
                    ofPayee
                            ? "expected the id of a payee in \"payee\" of %s, found none"
                                    .formatted(kind)
                            : "expected no \"payee\", for %s is filed as a whole, found \"%s\""
                                    .formatted(kind, payee));
        }
    }

    /** Reads one line; a line that is no filing is refused with a sentence. */
    public static FeedFiling read(String text) {
        JsonNode line = FeedJson.read(text);
        FeedJson.requireType(line, "filing");
        String form = FeedJson.textOrNull(line, "form");
        String payee = FeedJson.textOrNull(line, "payee");
        String status = FeedJson.text(line, "status");
        List<String> known = Arrays.asList("accepted", "rejected");
        if (!known.contains(status)) {
            throw new IllegalArgumentException(
                    "expected one of %s in \"status\", found \"%s\"".formatted(known, status));
        }
        return new FeedFiling(
                FeedJson.text(line, "kind"),
                Period.parse(FeedJson.text(line, "period")),
                form == null ? "" : form,
                payee == null ? "" : payee,
                FeedJson.text(line, "record"),
                FeedJson.text(line, "receipt"),
                FeedJson.date(line, "filedOn"),
                status.equals("accepted"));
    }
}
