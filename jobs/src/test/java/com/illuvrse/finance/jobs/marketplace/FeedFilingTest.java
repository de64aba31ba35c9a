package com.illuvrse.finance.jobs.marketplace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FeedFilingTest {

    private static final String FILING =
            """
            {"type":"filing","kind":"us-information-returns","period":"2026","form":"1099-MISC","payee":"c1","record":"R-1","receipt":"2027-A-1","filedOn":"2027-01-20","status":"accepted"}\
            """;

    @Test
    void saysWhatTheAuthoritySaid() {
        FeedFiling filing = FeedFiling.read(FILING);

        assertThat(filing.form()).isEqualTo("1099-MISC");
        assertThat(filing.payee()).isEqualTo("c1");
        assertThat(filing.filedOn()).isEqualTo(LocalDate.of(2027, 1, 20));
        assertThat(filing.accepted()).isTrue();
        assertThat(FeedFiling.read(FILING.replace("accepted", "rejected")).accepted()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '\'',
            value = {
                "\"us-information-returns\";\"saf-t\";expected one of [dpi, us-information-returns,"
                        + " us-sales-tax, vat-oss] in \"kind\", found \"saf-t\"",
                "1099-MISC;1099-DIV;expected one of [1099-K, 1099-MISC, 1099-NEC, 1042-S] in"
                        + " \"form\" of us-information-returns, found \"1099-DIV\"",
                "\"payee\":\"c1\",;;expected the id of a payee in \"payee\" of"
                        + " us-information-returns, found none",
                "us-information-returns;vat-oss;expected no \"payee\", for vat-oss is filed as a"
                        + " whole, found \"c1\"",
                "accepted;pending;expected one of [accepted, rejected] in \"status\", found"
                        + " \"pending\"",
                "\"2026\";\"26\";expected a month, quarter or year such as 2026-03, 2026-Q1 or"
                        + " 2026, found \"26\""
            })
    void refusesALineWithASentence(String part, String other, String sentence) {
        String line = FILING.replace(part, other == null ? "" : other);

        assertThatThrownBy(() -> FeedFiling.read(line))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(sentence);
    }
}
