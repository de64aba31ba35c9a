package com.illuvrse.finance.exporters.books;

import static org.assertj.core.api.Assertions.assertThat;

import com.illuvrse.finance.exporters.report.CsvTable;
import com.illuvrse.finance.exporters.report.CsvTable.CsvColumn;
import com.illuvrse.finance.exporters.report.Header;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SheetHeadersTest {

    @Test
    void everySheetHasTheColumnsAccountantsWereTold() {
        Map<String, CsvTable<?>> sheets =
                Map.of(
                        GlLine.HEADER, GlLine.TABLE,
                        TrialLine.HEADER, TrialLine.TABLE,
                        ChartSheet.HEADER, ChartSheet.TABLE,
                        LateLine.HEADER, LateLine.TABLE,
                        StripePayoutLine.HEADER, StripePayoutLine.TABLE,
                        StripeBalanceLine.HEADER, StripeBalanceLine.TABLE,
                        PaymentLine.HEADER, PaymentLine.TABLE);

        sheets.forEach(
                (header, table) ->
                        assertThat(table.columns().stream().map(CsvColumn::name).toList())
                                .as(header)
                                .isEqualTo(Header.of(header)));
    }

    @Test
    void aFiscalYearIsNamedAfterTheYearItEndsIn() {
        java.time.LocalDate day = java.time.LocalDate.parse("2026-11-30");

        assertThat(new FiscalYear(1).of(day)).isEqualTo(2026);
        assertThat(new FiscalYear(1).periodOf(day)).isEqualTo("M11");
        assertThat(new FiscalYear(7).of(day)).isEqualTo(2027);
        assertThat(new FiscalYear(7).periodOf(day)).isEqualTo("M05");
        assertThat(new FiscalYear(12).of(day)).isEqualTo(2026);
        assertThat(new FiscalYear(12).periodOf(day)).isEqualTo("M12");
    }
}
