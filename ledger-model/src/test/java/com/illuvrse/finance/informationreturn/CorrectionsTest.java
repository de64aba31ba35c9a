package com.illuvrse.finance.informationreturn;

import static org.assertj.core.api.Assertions.assertThat;

import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.Fraction;
import com.illuvrse.finance.money.Money;
import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CorrectionsTest {

    private static final Currency USD = Currency.of("USD");
    private static final LocalDate MAY = LocalDate.of(2026, 5, 4);
    private static final int YEAR = 2026;

    private static Money usd(long minor) {
        return Money.of(minor, USD);
    }

    private static TaxPayee payee(String name) {
        return InformationReturnsTest.payee(name, "US", "TX");
    }

    private static SalesForm sales(String payee, long gross, long charges) {
        return new SalesForm(
                payee(payee),
                usd(gross),
                Collections.nCopies(12, usd(gross / 12)),
                charges,
                usd(0),
                usd(0),
                usd(0),
                usd(0),
                usd(0),
                true,
                false,
                "FEDERAL_THRESHOLD");
    }

    private static IncomeForm royalties(String payee, long amount, boolean required) {
        return new IncomeForm(
                TaxForm.ROYALTIES, payee(payee), usd(amount), usd(0), 1, MAY, MAY, required, "");
    }

    private static ForeignForm foreign(String payee, String rate, long gross) {
        return new ForeignForm(
                payee(payee),
                "12",
                Fraction.parse(rate),
                "04",
                usd(gross),
                usd(gross / 10),
                null,
                true,
                "US_SOURCE");
    }

    private static Forms forms(
            List<SalesForm> sales, List<IncomeForm> royalties, List<ForeignForm> foreign) {
        return new Forms(
                sales, royalties, List.of(), foreign, Map.of(), Map.of(), Map.of(), List.of());
    }

    private static FiledForm filed(TaxForm form, String payee, String record, Forms asFiled) {
        return new FiledForm(form, payee, record, asFiled);
    }

    @Test
    void aFigureThatDiffersFromWhatWasFiledLastCorrectsIt() {
        Forms first =
                forms(List.of(sales("a", 1_200, 3)), List.of(royalties("a", 500, true)), List.of());
        Forms second =
                forms(List.of(sales("a", 2_400, 3)), List.of(royalties("a", 500, true)), List.of());
        Corrections corrections =
                new Corrections(
                        List.of(
                                filed(TaxForm.SALES, "a", "K-1", first),
                                filed(TaxForm.ROYALTIES, "a", "M-1", first),
                                filed(TaxForm.SALES, "a", "K-2", second)));

        assertThat(corrections.corrected(sales("a", 2_400, 3))).isEmpty();
        assertThat(corrections.corrected(sales("a", 1_200, 3))).contains("K-2");
        assertThat(corrections.corrected(sales("a", 2_400, 4))).contains("K-2");
        assertThat(corrections.corrected(royalties("a", 500, true))).isEmpty();
        assertThat(corrections.corrected(royalties("a", 499, true))).contains("M-1");
        assertThat(corrections.corrected(royalties("a", 500, false))).contains("M-1");
    }

    @Test
    void whatNobodyAcceptedIsReplaced() {
        Forms first = forms(List.of(sales("a", 1_200, 3)), List.of(), List.of());
        Corrections corrections = new Corrections(List.of(filed(TaxForm.SALES, "a", "K-1", first)));

        assertThat(corrections.corrected(sales("b", 2_400, 3))).isEmpty();
        assertThat(corrections.corrected(royalties("a", 500, true))).isEmpty();
        assertThat(Corrections.NONE.corrected(sales("a", 2_400, 3))).isEmpty();
        assertThat(Corrections.NONE.amendments(foreign("f", "0.15", 100), YEAR)).isZero();
    }

    @Test
    void a1042sIsAmendedOnceMoreWithEveryChangeAfterItWasAccepted() {
        Forms first = forms(List.of(), List.of(), List.of(foreign("f", "0.15", 100)));
        Forms second = forms(List.of(), List.of(), List.of(foreign("f", "0.15", 200)));
        Corrections once = new Corrections(List.of(filed(TaxForm.FOREIGN, "f", "R", first)));
        Corrections twice =
                new Corrections(
                        List.of(
                                filed(TaxForm.FOREIGN, "f", "R", first),
                                filed(TaxForm.FOREIGN, "f", "S", second)));

        assertThat(once.amendments(foreign("f", "0.15", 100), YEAR)).isZero();
        assertThat(once.amendments(foreign("f", "0.15", 200), YEAR)).isEqualTo(1);
        assertThat(once.amendments(foreign("f", "0.3", 200), YEAR)).isEqualTo(1);
        assertThat(twice.amendments(foreign("f", "0.15", 200), YEAR)).isEqualTo(1);
        assertThat(twice.amendments(foreign("f", "0.15", 300), YEAR)).isEqualTo(2);
    }

    @Test
    void aRecordThatIsTheIdentifierOfOneFormIsOfNoOther() {
        ForeignForm low = foreign("f", "0.15", 100);
        ForeignForm high = foreign("f", "0.3", 100);
        Forms first = forms(List.of(), List.of(), List.of(low, high));
        Corrections corrections =
                new Corrections(
                        List.of(
                                filed(TaxForm.FOREIGN, "f", low.identifier(YEAR), first),
                                filed(TaxForm.FOREIGN, "f", high.identifier(YEAR), first)));

        assertThat(corrections.amendments(foreign("f", "0.15", 200), YEAR)).isEqualTo(1);
        assertThat(corrections.amendments(high, YEAR)).isZero();
    }
}
