package com.illuvrse.finance.invoice;

import static com.illuvrse.finance.invoice.InvoiceNights.ORDER;
import static com.illuvrse.finance.invoice.InvoiceNights.californian;
import static com.illuvrse.finance.invoice.InvoiceNights.charge;
import static com.illuvrse.finance.invoice.InvoiceNights.delivered;
import static com.illuvrse.finance.invoice.InvoiceNights.failure;
import static com.illuvrse.finance.invoice.InvoiceNights.hours;
import static com.illuvrse.finance.invoice.InvoiceNights.line;
import static com.illuvrse.finance.invoice.InvoiceNights.lost;
import static com.illuvrse.finance.invoice.InvoiceNights.placed;
import static com.illuvrse.finance.invoice.InvoiceNights.refund;
import static org.assertj.core.api.Assertions.assertThat;

import com.illuvrse.finance.order.LineTax;
import com.illuvrse.finance.order.OrderCancelled;
import com.illuvrse.finance.order.OrderLine;
import com.illuvrse.finance.order.OrderPlaced;
import com.illuvrse.finance.posting.Links;
import com.illuvrse.finance.posting.Rows;
import com.illuvrse.finance.royalty.Reserve;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the days of an order make of its invoice. */
class OrderInvoicesTest {

    private static Rows dispute(String id, long amount, int hour) {
        return Rows.row(id, "adjustment", "dispute", -amount)
                .links(new Links("dp_" + id, "ch_t1", ORDER, "dp_" + id, null, null, null, null))
                .at(hours(hour));
    }

    private static OrderCancelled cancelled(int hour) {
        return new OrderCancelled("c1", ORDER, Instant.parse(hours(hour)));
    }

    @Test
    void aPaidAndDeliveredOrderRunsThroughItsWholeLifeInADay() {
        InvoiceNights nights =
                InvoiceNights.begin().night(californian(), charge(10_800), delivered("1/1", 20));

        assertThat(nights.texts()).containsExactly("SALE US-CA USD 10800 | 1 10000 US-CA 800");
        assertThat(nights.steps())
                .containsExactly(
                        "2026-03-02 1 DRAFTED",
                        "2026-03-02 1 ISSUED",
                        "2026-03-02 1 PAID",
                        "2026-03-02 1 FULFILLED",
                        "2026-03-02 1 CLOSED");
        assertThat(nights.documents().getFirst().source()).hasToString("sale:o-1:t1");
    }

    @Test
    void anUnpaidOrderIsADraftWithoutDocument() {
        InvoiceNights nights = InvoiceNights.begin().night(californian()).night();

        assertThat(nights.documents()).isEmpty();
        assertThat(nights.steps()).containsExactly("2026-03-02 1 DRAFTED");
    }

    @Test
    void anUnpaidOrderThatIsCancelledIsVoidedAndComesBackWhenItIsPaidAfterAll() {
        InvoiceNights nights = InvoiceNights.begin().night(californian()).night(cancelled(30));

        assertThat(nights.documents()).isEmpty();
        assertThat(nights.life()).isEqualTo("DRAFTED VOIDED");

        nights.night(charge(10_800).at(hours(50)));

        assertThat(nights.documents()).hasSize(1).allMatch(invoice -> invoice.turn() == 2);
        assertThat(nights.life()).isEqualTo("DRAFTED VOIDED DRAFTED ISSUED PAID");
    }

    @Test
    void aMovementWithoutAnOrderHasNoInvoice() {
        InvoiceNights nights = InvoiceNights.begin().night(charge(10_800));

        assertThat(nights.steps()).isEmpty();
        assertThat(nights.documents()).isEmpty();
    }

    @Test
    void aReserveKeepsTheInvoiceOpenUntilItIsReleased() {
        InvoiceNights nights =
                new InvoiceNights(Buyer.UNKNOWN, new Reserve("10%", 2))
                        .night(californian(), charge(10_800), delivered("1/1", 20));

        assertThat(nights.life()).isEqualTo("DRAFTED ISSUED PAID FULFILLED");

        nights.night().night();

        assertThat(nights.steps()).endsWith("2026-03-04 1 CLOSED");
    }

    @Test
    void partOfADeliveryIsNotFulfilled() {
        InvoiceNights nights =
                InvoiceNights.begin()
                        .night(californian(), charge(10_800), delivered("1/3", 18))
                        .night(delivered("1/1", 40));

        assertThat(nights.steps())
                .containsExactly(
                        "2026-03-02 1 DRAFTED",
                        "2026-03-02 1 ISSUED",
                        "2026-03-02 1 PAID",
                        "2026-03-03 1 FULFILLED",
                        "2026-03-03 1 CLOSED");
    }

    @Test
    void eachRefundIsACreditNoteAndTheLastOneTakesTheRest() {
        OrderPlaced order =
                placed(
                        "USD",
                        null,
                        line("1", 999, new LineTax("US-CA", "0.0725", null)),
                        line(
                                "2",
                                501,
                                new LineTax("US-CA", "0.0725", null),
                                new LineTax("US-CA-SF", "0.0138", null)));
        long total = order.sum();
        InvoiceNights nights =
                InvoiceNights.begin()
                        .night(order, charge(total), refund("t2", 333, 20))
                        .night(refund("t3", 700, 30))
                        .night(refund("t4", total - 1_033, 60));

        assertThat(nights.texts())
                .containsExactly(
                        "SALE US-CA USD 1615 | 1 999 US-CA 72 | 2 501 US-CA 36 US-CA-SF 7",
                        "REFUND US-CA-CREDIT USD -333 | 1 -206 US-CA -15 | 2 -104 US-CA -7 US-CA-SF -1",
                        "REFUND US-CA-CREDIT USD -700 | 1 -433 US-CA -31 | 2 -217 US-CA -16 US-CA-SF -3",
                        "REFUND US-CA-CREDIT USD -582 | 1 -360 US-CA -26 | 2 -180 US-CA -13 US-CA-SF -3");
        assertThat(nights.sums()).isEmpty();
        assertThat(nights.life()).isEqualTo("DRAFTED ISSUED PAID REFUNDED");
    }

    @Test
    void inclusivePricesAreTakenApartAsTheOrderSays() {
        OrderPlaced order =
                placed(
                        "EUR",
                        null,
                        new OrderLine(
                                "1",
                                "digital_goods",
                                "ct",
                                11_900,
                                true,
                                List.of(new LineTax("DE", "0.19", null))));
        InvoiceNights nights =
                InvoiceNights.begin()
                        .night(order, charge(11_900).in("EUR"))
                        .night(refund("t2", 5_000, 30).in("EUR"));

        assertThat(nights.texts())
                .containsExactly(
                        "SALE DE EUR 11900 | 1 10000 DE 1900",
                        "REFUND DE-CREDIT EUR -5000 | 1 -4202 DE -798");
        assertThat(nights.documents().getFirst().lines().getFirst().taxes().getFirst().rate())
                .isEqualTo("0.19");
    }

    @Test
    void anotherCurrencyThanTheSettledOneIsInvoicedAsTheBuyerSawIt() {
        OrderPlaced order = placed("EUR", null, line("1", 10_000, new LineTax("DE", "0.19", null)));
        InvoiceNights nights =
                InvoiceNights.begin()
                        .night(order, charge(12_879).presented(11_900, "EUR", "1.0823"))
                        .night(refund("t2", 5_500, 30).presented(-5_000, "EUR", "1.1"))
                        .night(refund("t3", 7_500, 60).presented(-6_900, "EUR", "1.087"));

        assertThat(nights.texts())
                .containsExactly(
                        "SALE DE EUR 11900 | 1 10000 DE 1900",
                        "REFUND DE-CREDIT EUR -5000 | 1 -4202 DE -798",
                        "REFUND DE-CREDIT EUR -6900 | 1 -5798 DE -1102");
        assertThat(nights.life()).isEqualTo("DRAFTED ISSUED PAID REFUNDED");
    }

    @Test
    void aRefundInAnotherCurrencyCountsByWhatItTakesOfTheSale() {
        OrderPlaced order = placed("EUR", null, line("1", 10_000, new LineTax("DE", "0.19", null)));
        InvoiceNights nights =
                InvoiceNights.begin()
                        .night(order, charge(12_879).presented(11_900, "EUR", "1.0823"))
                        .night(refund("t2", 6_440, 30))
                        .night(refund("t3", 6_439, 60));

        assertThat(nights.texts())
                .endsWith(
                        "REFUND DE-CREDIT EUR -5950 | 1 -5000 DE -950",
                        "REFUND DE-CREDIT EUR -5950 | 1 -5000 DE -950");
        assertThat(nights.sums()).isEmpty();
    }

    @Test
    void aChargeThatDisagreesWithItsOrderIsInvoicedAsCharged() {
        InvoiceNights nights = InvoiceNights.begin().night(californian(), charge(5_400));

        assertThat(nights.texts()).containsExactly("SALE US-CA USD 5400 | 1 5000 US-CA 400");
    }

    @Test
    void whatIsReversedOnTheDayOfTheSaleWasNeverInvoiced() {
        Rows partial =
                Rows.row("t2", "refund", "partial_capture_reversal", -4_320)
                        .links(Links.of("re_t2", "ch_t1", ORDER));
        InvoiceNights nights = InvoiceNights.begin().night(californian(), charge(10_800), partial);

        assertThat(nights.texts()).containsExactly("SALE US-CA USD 6480 | 1 6000 US-CA 480");
        assertThat(nights.taxes()).isEqualTo(nights.bookedTaxes());
    }

    @Test
    void whatIsReversedLaterIsACreditNote() {
        Rows partial =
                Rows.row("t2", "refund", "partial_capture_reversal", -4_320)
                        .links(Links.of("re_t2", "ch_t1", ORDER))
                        .at(hours(30));
        InvoiceNights nights =
                InvoiceNights.begin()
                        .night(californian(), charge(10_800))
                        .night(partial)
                        .night(refund("t3", 6_480, 60));

        assertThat(nights.texts())
                .containsExactly(
                        "SALE US-CA USD 10800 | 1 10000 US-CA 800",
                        "REVERSAL US-CA-CREDIT USD -4320 | 1 -4000 US-CA -320",
                        "REFUND US-CA-CREDIT USD -6480 | 1 -6000 US-CA -480");
        assertThat(nights.life()).isEqualTo("DRAFTED ISSUED PAID REFUNDED");
    }

    @Test
    void aFailedPaymentVoidsTheInvoiceByACreditNoteAndTheNextPaymentGetsAnother() {
        InvoiceNights nights =
                InvoiceNights.begin()
                        .night(californian(), charge(10_800))
                        .night(failure("t2", 10_800, 30))
                        .night(Rows.charge("t3", ORDER, 10_800).at(hours(60)));

        assertThat(nights.texts())
                .containsExactly(
                        "SALE US-CA USD 10800 | 1 10000 US-CA 800",
                        "REVERSAL US-CA-CREDIT USD -10800 | 1 -10000 US-CA -800",
                        "SALE US-CA USD 10800 | 1 10000 US-CA 800");
        assertThat(nights.steps())
                .containsExactly(
                        "2026-03-02 1 DRAFTED",
                        "2026-03-02 1 ISSUED",
                        "2026-03-02 1 PAID",
                        "2026-03-03 1 VOIDED",
                        "2026-03-04 2 DRAFTED",
                        "2026-03-04 2 ISSUED",
                        "2026-03-04 2 PAID");
    }

    @Test
    void aPaymentThatFailsOnItsOwnDayLeavesADraft() {
        InvoiceNights nights =
                InvoiceNights.begin()
                        .night(californian(), charge(10_800), failure("t2", 10_800, 20));

        assertThat(nights.documents()).isEmpty();
        assertThat(nights.life()).isEqualTo("DRAFTED");

        nights.night(Rows.charge("t3", ORDER, 10_800).at(hours(30)));

        assertThat(nights.life()).isEqualTo("DRAFTED ISSUED PAID");
    }

    @Test
    void aPaymentThatFailsAndComesAgainOnOneDayHasTwoTurns() {
        InvoiceNights nights =
                InvoiceNights.begin()
                        .night(californian(), charge(10_800))
                        .night(
                                failure("t2", 10_800, 30),
                                Rows.charge("t3", ORDER, 10_800).at(hours(40)),
                                refund("t4", 800, 41).links(Links.of("re_t4", "ch_t3", ORDER)));

        assertThat(nights.documents())
                .extracting(InvoiceDocument::turn)
                .containsExactly(1, 1, 2, 2);
        assertThat(nights.documents())
                .extracting(InvoiceDocument::place)
                .containsExactly(0, 1, 0, 1);
    }

    @Test
    void aSecondPaymentIsNotInvoicedAndItsRefundNotCredited() {
        InvoiceNights nights =
                InvoiceNights.begin()
                        .night(californian(), charge(10_800))
                        .night(Rows.charge("t9", ORDER, 10_800).at(hours(30)))
                        .night(Rows.refund("t10", "ch_t9", ORDER, 10_800).at(hours(60)));

        assertThat(nights.documents()).hasSize(1);
        assertThat(nights.life()).isEqualTo("DRAFTED ISSUED PAID");
    }

    @Test
    void aLostDisputeIsCreditedLikeARefund() {
        InvoiceNights nights =
                InvoiceNights.begin()
                        .night(californian(), charge(10_800), delivered("1/1", 20))
                        .night(dispute("t5", 10_800, 30))
                        .night(lost("dp_t5"));

        assertThat(nights.texts())
                .endsWith("DISPUTE US-CA-CREDIT USD -10800 | 1 -10000 US-CA -800");
        assertThat(nights.documents().getLast().source()).hasToString("dispute:dp_t5:lost");
        assertThat(nights.steps()).endsWith("2026-03-04 1 REFUNDED");
        assertThat(nights.bookedTaxes()).isEmpty();
    }

    @Test
    void anOpenDisputeKeepsTheInvoiceOpen() {
        InvoiceNights nights =
                InvoiceNights.begin()
                        .night(
                                californian(),
                                charge(10_800),
                                delivered("1/1", 20),
                                dispute("t5", 10_800, 21));

        assertThat(nights.life()).isEqualTo("DRAFTED ISSUED PAID FULFILLED");
    }

    @Test
    void moreThanTheChargeIsNeverCredited() {
        InvoiceNights nights =
                InvoiceNights.begin()
                        .night(californian(), charge(10_800))
                        .night(refund("t2", 9_000, 30), refund("t3", 9_000, 31));

        assertThat(nights.documents())
                .extracting(InvoiceDocument::total)
                .containsExactly(10_800L, -9_000L, -1_800L);
    }

    @Test
    void aClosedInvoiceIsRefundedWhenMoneyGoesBackLate() {
        InvoiceNights nights =
                InvoiceNights.begin()
                        .night(californian(), charge(10_800), delivered("1/1", 20))
                        .night(refund("t2", 800, 30))
                        .night(refund("t3", 10_000, 60));

        assertThat(nights.steps()).endsWith("2026-03-02 1 CLOSED", "2026-03-04 1 REFUNDED");
    }

    @Test
    void aCancelledOrderIsClosedOnlyWhenTheRestIsRefunded() {
        InvoiceNights nights =
                InvoiceNights.begin()
                        .night(californian(), charge(10_800), delivered("1/2", 20), cancelled(21));

        assertThat(nights.life()).isEqualTo("DRAFTED ISSUED PAID");

        nights.night(refund("t2", 5_400, 30));

        assertThat(nights.steps()).endsWith("2026-03-03 1 CLOSED");
    }

    @Test
    void aDestinationChargeIsInvoicedAndNamesItsCreator() {
        OrderPlaced order =
                placed("USD", "c1", line("1", 10_000, new LineTax("US-CA", "0.08", null)));
        InvoiceNights nights =
                InvoiceNights.begin()
                        .night(order, charge(10_800), delivered("1/1", 20))
                        .night(refund("t2", 10_800, 30));

        assertThat(nights.texts())
                .containsExactly(
                        "SALE US-CA USD 10800 | 1 10000 US-CA 800",
                        "REFUND US-CA-CREDIT USD -10800 | 1 -10000 US-CA -800");
        assertThat(nights.documents()).allMatch(document -> "c1".equals(document.payee()));
        assertThat(nights.life()).isEqualTo("DRAFTED ISSUED PAID FULFILLED CLOSED REFUNDED");
        assertThat(nights.bookedTaxes()).isEmpty();
    }

    @Test
    void anOrderSoldBeforeInvoicesWereKeptHasNone() {
        InvoiceNights sold = InvoiceNights.begin().night(californian(), charge(10_800));

        assertThat(sold.invoicedWithoutHistory(refund("t2", 800, 30))).isEmpty();
    }

    private static OrderPlaced order(Random random) {
        OrderLine[] lines = new OrderLine[random.nextInt(1, 4)];
        for (int i = 0; i < lines.length; i++) {
            List<LineTax> taxes = new ArrayList<>();
            taxes.add(new LineTax("US-NY", "0.0875", null));
            if (random.nextBoolean()) {
                taxes.add(new LineTax("US-NY-CITY", null, random.nextLong(0, 30)));
            }
            lines[i] =
                    new OrderLine(
                            "l" + i,
                            "goods",
                            "ct",
                            random.nextLong(31, 2_000),
                            random.nextBoolean(),
                            taxes);
        }
        return placed("USD", null, lines);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void creditNotesNeverExceedTheInvoiceAndAddUpToItInTheEnd(int seed) {
        Random random = new Random(seed);
        OrderPlaced order = order(random);
        long total = order.sum();
        InvoiceNights nights = InvoiceNights.begin().night(order, charge(total));

        long rest = total;
        int hour = 24;
        for (int night = 1; rest > 0; night++) {
            List<Object> facts = new ArrayList<>();
            for (int i = random.nextInt(0, 3); i >= 0 && rest > 0; i--) {
                boolean isLast = night >= 5;
                long amount = isLast ? rest : random.nextLong(1, rest + 1);
                rest -= amount;
                String id = "r" + night + "-" + i;
                facts.add(
                        random.nextInt(4) == 0
                                ? failure(id, amount, hour + 1 + i)
                                : refund(id, amount, hour + 1 + i));
            }
            nights.night(facts.toArray());
            hour += 24;

            assertThat(nights.documents().stream().mapToLong(InvoiceDocument::total).sum())
                    .isEqualTo(rest);
            assertThat(nights.sums().values()).allMatch(minor -> minor > 0);
            assertThat(nights.taxes()).isEqualTo(nights.bookedTaxes());
        }

        assertThat(nights.sums()).isEmpty();
        assertThat(nights.life()).matches(".* (REFUNDED|VOIDED)");
    }
}
