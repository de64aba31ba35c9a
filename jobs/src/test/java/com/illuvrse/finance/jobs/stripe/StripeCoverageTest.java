package com.illuvrse.finance.jobs.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import com.illuvrse.finance.posting.ContraAccounts;
import com.illuvrse.finance.posting.PostingRules;
import com.stripe.param.reporting.ReportRunCreateParams.Parameters.ReportingCategory;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The gate: every type, reporting category and kind of fee that Stripe's library knows has been
 * decided on. The types stand in no enum of the library, only in the comments of its source, so the
 * source is what is read here.
 */
class StripeCoverageTest {

    private static final Pattern CODE = Pattern.compile("\\{@code\\s+([a-z_]+)\\}");

    /** Categories that come with types of their own, all of which have a row for any category. */
    private static final Set<String> BY_TYPE =
            Set.of(
                    "advance",
                    "advance_funding",
                    "anticipation_repayment",
                    "charge",
                    "charge_failure",
                    "climate_order_purchase",
                    "climate_order_refund",
                    "connect_collection_transfer",
                    "connect_reserved_funds",
                    "contribution",
                    "issuing_authorization_hold",
                    "issuing_authorization_release",
                    "issuing_dispute",
                    "issuing_transaction",
                    "payout",
                    "payout_reversal",
                    "platform_earning",
                    "platform_earning_refund",
                    "refund",
                    "risk_reserved_funds",
                    "tax",
                    "topup",
                    "topup_reversal",
                    "transfer",
                    "transfer_reversal",
                    "unreconciled_customer_funds");

    @Test
    void everyTypeOfTheLibraryIsDecided() throws IOException {
        Set<String> types = listed(source(), "One of", "String type;");

        assertThat(types).hasSizeGreaterThanOrEqualTo(50).contains("charge", "adjustment");
        assertThat(undecided(types)).isEmpty();
    }

    @Test
    void aTypeNobodyDecidedOnIsNamed() throws IOException {
        String next = source().replace("anticipation_repayment}", "quantum_settlement}");

        assertThat(undecided(listed(next, "One of", "String type;")))
                .containsExactly("quantum_settlement");
    }

    @Test
    void everyReportingCategoryOfTheLibraryIsDecided() {
        Set<String> decided =
                ContraAccounts.rows().stream()
                        .map(ContraAccounts.Row::category)
                        .collect(Collectors.toSet());
        List<String> undecided =
                Stream.of(ReportingCategory.values())
                        .map(ReportingCategory::getValue)
                        .filter(category -> !decided.contains(category))
                        .filter(category -> !BY_TYPE.contains(category))
                        .sorted()
                        .toList();

        assertThat(undecided).isEmpty();
    }

    @Test
    void everyKindOfFeeOfTheLibraryHasAnAccount() throws IOException {
        String fees = source().substring(source().indexOf("class FeeDetail"));
        Set<String> kinds = listed(fees, "Type of the fee, one of:", "String type;");

        assertThat(kinds).hasSizeGreaterThanOrEqualTo(5).contains("stripe_fee", "withheld_tax");
        assertThat(kinds).allMatch(PostingRules::isKnownFee);
        assertThat(PostingRules.isKnownFee("quantum_fee")).isFalse();
    }

    private static Set<String> undecided(Set<String> types) {
        Set<String> undecided = new TreeSet<>(types);
        undecided.removeIf(
                type -> ContraAccounts.rows().stream().anyMatch(row -> row.type().equals(type)));
        return undecided;
    }

    /** The codes a comment lists between its last mention of some words and the field it is on. */
    private static Set<String> listed(String source, String words, String field) {
        int end = source.indexOf(field);
        int begin = source.lastIndexOf(words, end);
        assertThat(begin).as("the comment before " + field).isPositive();
        String comment = source.substring(begin, end).replaceAll("\\n\\s*\\*", " ");
        Set<String> codes = new TreeSet<>();
        Matcher matcher = CODE.matcher(comment);
        while (matcher.find()) {
            codes.add(matcher.group(1));
        }
        return codes;
    }

    private static String source() throws IOException {
        try (InputStream text =
                StripeCoverageTest.class.getResourceAsStream(
                        "/com/stripe/model/BalanceTransaction.java")) {
            return new String(
                    Objects.requireNonNull(text, "the sources of stripe-java").readAllBytes(),
                    StandardCharsets.UTF_8);
        }
    }
}
