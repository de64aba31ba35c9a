package com.illuvrse.finance.jobs.payout;

import com.illuvrse.finance.calendar.BusinessCalendar;
import com.illuvrse.finance.exporters.payment.AchOriginator;
import com.illuvrse.finance.exporters.payment.NachaFile;
import com.illuvrse.finance.exporters.payment.NachaReader;
import com.illuvrse.finance.exporters.payment.PaymentOrder;
import com.illuvrse.finance.exporters.payment.PaymentTotals;
import com.illuvrse.finance.jobs.nightly.PaymentRails.Kind;
import com.illuvrse.finance.payout.PayoutItem;
import com.illuvrse.finance.payout.PayoutReference;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Dollars to bank accounts in the United States, by a NACHA file; there the next business day. */
record AchRail(AchOriginator originator, String account, BusinessCalendar calendar)
        implements FileRail {

    private static final String MODIFIERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

    @Override
    public Kind kind() {
        return Kind.ACH;
    }

    @Override
    public String file() {
        return NachaFile.NAME;
    }

    @Override
    public String reference(PayoutItem item, long place) {
        return PayoutReference.traceNumber(originator.odfi(), place);
    }

    @Override
    public PaymentTotals write(OutputStream out, Occasion occasion, List<PaymentOrder> payments)
            throws IOException {
        int modifier = Math.toIntExact(occasion.number() % MODIFIERS.length());
        return NachaFile.write(
                out,
                new NachaFile.Header(
                        originator,
                        occasion.released().atZone(occasion.zone()).toLocalDateTime(),
                        calendar.following(occasion.releasedOn().plusDays(1)),
                        MODIFIERS.charAt(modifier)),
                payments);
    }

    @Override
    public void check(Path file, PaymentTotals totals) throws IOException {
        NachaReader.requireOurs(Files.readAllBytes(file), totals);
    }
}
