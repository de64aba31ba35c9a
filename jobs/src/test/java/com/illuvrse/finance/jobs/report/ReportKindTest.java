package com.illuvrse.finance.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.illuvrse.finance.journal.Period;
import org.junit.jupiter.api.Test;

class ReportKindTest {

    @Test
    void booksLieAmongTheReportsAndTaxFormsUnderTheirYear() {
        assertThat(ReportKind.ACCOUNTING.prefix(Period.parse("2026-11")))
                .isEqualTo("accounting/period=2026-11/");
        assertThat(ReportKind.US_INFORMATION_RETURNS.prefix(Period.parse("2026")))
                .isEqualTo("year=2026/us-information-returns/");
        assertThat(ReportKind.VAT_OSS.prefix(Period.parse("2026-Q3")))
                .isEqualTo("year=2026/vat-oss/period=2026-Q3/");
        assertThat(ReportKind.ACCOUNTING.isForTaxes()).isFalse();
        assertThat(ReportKind.DPI.isForTaxes()).isTrue();
    }
}
