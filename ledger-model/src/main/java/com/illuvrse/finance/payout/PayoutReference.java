package com.illuvrse.finance.payout;

import com.illuvrse.finance.canonical.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;

/** What banks name a payout by, so that what comes back finds it again. */
public final class PayoutReference {

    private static final int END_TO_END = 35;
    private static final long PLACES = 10_000_000L;

    /** The first 35 hex digits of a digest. */
    static final Pattern END_TO_END_ID = Pattern.compile("[0-9a-f]{35}");

    /** The originating bank's eight digits and seven of our own. */
    static final Pattern TRACE_NUMBER = Pattern.compile("[0-9]{15}");

    private PayoutReference() {}

    /**
     * The EndToEndId of SEPA: 35 signs of the SHA-256 of the payout's name.
     *
     * @param payout {@code <batch>:<payee>:<currency>}
     */
    public static String endToEndId(String payout) {
        return Sha256.hexOf(payout.getBytes(StandardCharsets.UTF_8)).substring(0, END_TO_END);
    }

    /**
     * The trace number of ACH. It comes again after ten million payouts, when no bank returns the
     * first one any more.
     *
     * @param odfi eight digits of the originating bank
     * @param place of the payout among all of the rail, from 1 on
     */
    public static String traceNumber(String odfi, long place) {
        if (place < 1) {
            throw new IllegalArgumentException("places begin with 1, found " + place);
        }
        return odfi + String.format(Locale.ROOT, "%07d", place % PLACES);
    }
}
