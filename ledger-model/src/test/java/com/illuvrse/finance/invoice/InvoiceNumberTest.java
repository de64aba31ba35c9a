package com.illuvrse.finance.invoice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.illuvrse.finance.order.LineTax;
import com.illuvrse.finance.order.OrderLine;
import com.illuvrse.finance.order.OrderPlaced;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InvoiceNumberTest {

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    # jurisdictions of the taxes, buyer's country, series
                    DE,                     FR, DE
                    US-CA,                  US, US-CA
                    US-CA US-CA-SF,         US, US-CA
                    US-CA-SF US-CA-SF.BART, US, US-CA
                    US-CA US-NY,            CA, US
                    US-C US-CA,             CA, US
                    DE FR,                  DE, DE
                    DE FR,                    , ZZ
                    ,                       JP, JP
                    ,                         , ZZ
                    """)
    void seriesFollowsTheTaxesElseTheBuyer(
            @Nullable String places, @Nullable String country, String series) {
        OrderLine[] lines =
                Stream.of(places == null ? new String[0] : places.split(" ", -1))
                        .map(place -> InvoiceNights.line(place, 100, new LineTax(place, "0", null)))
                        .toArray(OrderLine[]::new);
        OrderPlaced order =
                InvoiceNights.placed(
                        "USD",
                        null,
                        lines.length == 0 ? new OrderLine[] {InvoiceNights.line("1", 100)} : lines);

        assertThat(InvoiceNumber.series(order, Buyer.of(country, null, null))).isEqualTo(series);
    }

    @Test
    void hasSixDigitsOrMore() {
        assertThat(new InvoiceNumber("DE", 2026, 17)).hasToString("DE-2026-000017");
        assertThat(new InvoiceNumber("US-CA", 2027, 1_234_567)).hasToString("US-CA-2027-1234567");
        assertThat(new InvoiceNumber(InvoiceNumber.creditSeries("DE"), 2026, 1))
                .hasToString("DE-CREDIT-2026-000001");
        assertThatThrownBy(() -> new InvoiceNumber("DE", 2026, 0))
                .hasMessageContaining("counts from 1");
    }

    @Test
    void aBuyerIsNeverANameOrAnAddress() {
        assertThat(Buyer.of("DE", "BY", "vault:abc")).isEqualTo(new Buyer("DE", "BY", "vault:abc"));
        assertThat(Buyer.of("Germany", "Bavaria", "Ada Example, Main Street 1"))
                .isEqualTo(Buyer.UNKNOWN);
        assertThatThrownBy(() -> new Buyer(null, null, "Ada Example"))
                .hasMessageContaining("begins with vault:");
    }
}
