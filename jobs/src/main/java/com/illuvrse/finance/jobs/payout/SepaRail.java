package com.illuvrse.finance.jobs.payout;

import com.illuvrse.finance.calendar.BusinessCalendar;
import com.illuvrse.finance.exporters.payment.PaymentOrder;
import com.illuvrse.finance.exporters.payment.PaymentTotals;
import com.illuvrse.finance.exporters.payment.SepaCheck;
import com.illuvrse.finance.exporters.payment.SepaDebtor;
import com.illuvrse.finance.exporters.payment.SepaFile;
import com.illuvrse.finance.jobs.nightly.PaymentRails.Kind;
import com.illuvrse.finance.payout.PayoutItem;
import com.illuvrse.finance.payout.PayoutReference;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Euro to bank accounts in the SEPA area, by pain.001.001.09. */
record SepaRail(SepaDebtor debtor, String account, BusinessCalendar calendar) implements FileRail {

    @Override
    public Kind kind() {
        return Kind.SEPA;
    }

    @Override
    public String file() {
        return SepaFile.NAME;
    }

    @Override
    public String reference(PayoutItem item, long place) {
        return PayoutReference.endToEndId(item.id());
    }

    @Override
    public PaymentTotals write(OutputStream out, Occasion occasion, List<PaymentOrder> payments) {
        return SepaFile.write(
                out,
                new SepaFile.Header(
                        occasion.batch(),
                        occasion.released(),
                        calendar.following(occasion.releasedOn()),
                        debtor),
                payments);
    }

    @Override
    public void check(Path file, PaymentTotals totals) throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            SepaCheck.require(in, totals);
        }
    }
}
