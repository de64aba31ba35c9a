package com.illuvrse.finance.exporters.books;

import static org.assertj.core.api.Assertions.assertThat;

import com.illuvrse.finance.exporters.books.StripePayoutLine.BankCredit;
import com.illuvrse.finance.exporters.books.StripePayoutLine.Parts;
import com.illuvrse.finance.exporters.books.StripePayoutLine.Status;
import com.illuvrse.finance.money.Currency;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StripePayoutLineTest {

    private static final LocalDate DAY = LocalDate.parse("2026-11-30");
    private static final Parts PARTS = new Parts(11_035, -2_207, 0, 731, 0, 0, 3);
    private static final BankCredit CREDIT = new BankCredit(DAY, "STRIPE po_1", 8_097);

    @Test
    void whatAddsUpAndIsAtTheBankIsReconciled() {
        assertThat(payout(true, PARTS, 8_097, CREDIT, false).status()).isEqualTo(Status.RECONCILED);
    }

    @Test
    void whatTheBankHasNotToldOfIsInTransit() {
        assertThat(payout(true, PARTS, 8_097, null, false).status()).isEqualTo(Status.IN_TRANSIT);
        assertThat(payout(true, null, 8_097, null, false).status()).isEqualTo(Status.IN_TRANSIT);
    }

    @Test
    void oneMadeByHandIsNotItemised() {
        assertThat(payout(false, null, 8_097, CREDIT, false).status())
                .isEqualTo(Status.NOT_ITEMISED);
    }

    @Test
    void oneThatCameBackFailed() {
        assertThat(payout(true, PARTS, 8_097, null, true).status()).isEqualTo(Status.FAILED);
    }

    @Test
    void aMissingRowAnotherEntryOrAnotherCreditIsAMismatch() {
        Parts missing = new Parts(11_035, 0, 0, 731, 0, 0, 2);
        BankCredit less = new BankCredit(DAY, "STRIPE po_1", 8_000);

        assertThat(payout(true, missing, 8_097, CREDIT, false).status()).isEqualTo(Status.MISMATCH);
        assertThat(payout(true, PARTS, 8_000, CREDIT, false).status()).isEqualTo(Status.MISMATCH);
        assertThat(payout(true, PARTS, 8_097, less, false).status()).isEqualTo(Status.MISMATCH);
    }

    private static StripePayoutLine payout(
            boolean automatic,
            @Nullable Parts parts,
            long ledger,
            @Nullable BankCredit bank,
            boolean failed) {
        return new StripePayoutLine(
                "main",
                "po_1",
                DAY,
                DAY,
                Currency.of("USD"),
                automatic,
                parts,
                8_097,
                ledger,
                bank,
                failed,
                0);
    }
}
