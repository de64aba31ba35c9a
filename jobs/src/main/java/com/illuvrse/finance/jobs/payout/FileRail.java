package com.illuvrse.finance.jobs.payout;

import com.illuvrse.finance.exporters.payment.PaymentOrder;
import com.illuvrse.finance.exporters.payment.PaymentTotals;
import com.illuvrse.finance.jobs.nightly.PaymentRails.Kind;
import com.illuvrse.finance.payout.PayoutItem;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;

/** A rail that pays a batch by one file for a bank. */
interface FileRail extends Rail {

    Kind kind();

    @Override
    default String name() {
        return kind().rail();
    }

    /** Name of our bank account it pays from. */
    String account();

    /** Name of the file. */
    String file();

    /**
     * What the bank names a payout by: the same whenever it is asked, another one for every payout.
     *
     * @param place of the payout among all of this rail, from 1 on
     */
    String reference(PayoutItem item, long place);

    /**
     * Of a batch what its file says of itself.
     *
     * @param released when it was released
     * @param number of the batch among all that paid something on the rail, from 0 on
     */
    record Occasion(String batch, Instant released, ZoneId zone, long number) {

        LocalDate releasedOn() {
            return released.atZone(zone).toLocalDate();
        }
    }

    /** Writes the file; the same payments on the same occasion give the same bytes. */
    PaymentTotals write(OutputStream out, Occasion occasion, List<PaymentOrder> payments)
            throws IOException;

    /** Reads the file as a bank would, and refuses it when a rule or a total does not hold. */
    void check(Path file, PaymentTotals totals) throws IOException;
}
