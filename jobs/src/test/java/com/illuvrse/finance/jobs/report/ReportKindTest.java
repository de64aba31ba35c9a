package com.illuvrse.finance.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.illuvrse.finance.journal.Period;
import java.time.LocalDate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReportKindTest {

    @Test
    void booksLieAmongTheReportsAndTaxFormsUnderTheirYear() {
        assertThat(ReportKind.ACCOUNTING.prefix(Period.parse("2026-11")))
                .isEqualTo("accounting/period=2026-11/");
        assertThat(ReportKind.US_INFORMATION_RETURNS.prefix(Period.parse("2026")))
                .isEqualTo("year=2026/us-information-returns/");
        assertThat(ReportKind.VAT_OSS.prefix(Period.parse("2026-Q3")))
                .isEqualTo("year=2026/vat-oss/period=2026-Q3/");
        assertThat(ReportKind.INVOICES.prefix(Period.parse("2026-11")))
                .isEqualTo("year=2026/invoices/period=2026-11/");
        assertThat(ReportKind.ACCOUNTING.isForTaxes()).isFalse();
        assertThat(ReportKind.DPI.isForTaxes()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "ACCOUNTING, 2026-09-30, 2026-10-01, ''",
        "ACCOUNTING, 2026-09-30, 2026-10-02, 2026-09",
        "STATEMENTS, 2025-11-15, 2026-02-02, 2025-11 2025-12 2026-01",
        "VAT_OSS, 2025-11-15, 2026-04-02, 2025-Q4",
        "VAT_OSS, 2025-11-15, 2026-04-03, 2025-Q4 2026-Q1",
        "US_SALES_TAX, 2026-01-01, 2026-02-02, 2026-01",
        "INVOICES, 2026-01-01, 2026-02-02, 2026-01",
        "DPI, 2025-12-31, 2026-01-02, ''",
        "DPI, 2025-12-31, 2026-01-03, 2025",
    })
    void monthsAreDueOnTheSecondDayAndLongerPeriodsOnTheThird(
            ReportKind kind, LocalDate began, LocalDate today, String due) {
        assertThat(
                        kind.due(began, today).stream()
                                .map(Period::name)
                                .collect(Collectors.joining(" ")))
                .isEqualTo(due);
    }
}
