package com.illuvrse.finance.segment;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What an entry refers to follows from its source: the order and the balance transaction in the
 * source key are those in {@code ref} (segment format, section 3).
 *
 * <p>Rows of Stripe are compared with their entries by {@link RowsCheck}, the object of Stripe with
 * the row an entry of an order uses by the recalculation, batch and payee by {@link PayoutEntries}.
 * What other kinds refer to is in nothing else that is sealed.
 */
final class References {

    /** Which part of a source names what, counted from 1 after the kind; 0 for none. */
    private static final class Kind {
        private final byte[] prefix;
        private final int order;
        private final int bt;

        private Kind(String kind, int order, int bt) {
            this.prefix = (kind + ":").getBytes(StandardCharsets.US_ASCII);
            this.order = order;
            this.bt = bt;
        }
    }

    private static final List<Kind> KINDS =
            List.of(
                    new Kind("sale", 1, 2),
                    new Kind("fulfil", 1, 0),
                    new Kind("refund", 1, 2),
                    new Kind("reserve", 1, 0),
                    new Kind("sale-reversal", 1, 2),
                    new Kind("refund-failure", 1, 2),
                    new Kind("destination", 1, 2),
                    new Kind("collection", 0, 1));

    private References() {}

    /** Requires what the source of an entry names to be what the entry refers to. */
    static void check(SegmentFile file, LedgerLine line) throws VerificationException {
        for (Kind kind : KINDS) {
            if (line.isFrom(kind.prefix)) {
                if (kind.order > 0) {
                    require(file, line, "order", kind.order);
                }
                require(file, line, "bt", kind.bt);
                if (kind.bt == 0) {
                    require(file, line, "stripe", 0);
                }
                return;
            }
        }
    }

    private static void require(SegmentFile file, LedgerLine line, String name, int part)
            throws VerificationException {
        int from = line.sourceFrom();
        int to = from;
        for (int i = 0; i < part; i++) {
            from = after(line, from);
        }
        if (part > 0) {
            to = end(line, from);
        }
        if (!line.refIs(name, from, to)) {
            String found = line.ref(name);
            throw file.refuse(
                    VerificationCode.COMPLETENESS_FAIL,
                    "seq " + line.seq() + " " + line.source() + " ref." + name,
                    part == 0 ? "none" : line.text(from, to),
                    found == null ? "none" : found);
        }
    }

    /** Where the part after the next colon begins; the end of the source when there is none. */
    private static int after(LedgerLine line, int from) {
        return Math.min(line.sourceTo(), end(line, from) + 1);
    }

    private static int end(LedgerLine line, int from) {
        int to = from;
        while (to < line.sourceTo() && line.bytes()[to] != ':') {
            to++;
        }
        return to;
    }
}
