package com.illuvrse.finance.segment;

import com.illuvrse.finance.canonical.Json;
import com.illuvrse.finance.recalculation.BookedEntry;
import com.illuvrse.finance.recalculation.Explanations;
import com.illuvrse.finance.recalculation.Mismatch;
import com.illuvrse.finance.recalculation.Recalculation;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Hands what is read of a ledger to the {@link Recalculation}, and says in the verifier's words
 * what it finds (segment format, sections 8 and 13).
 */
final class CalculationCheck {

    private static final List<byte[]> KINDS =
            List.of(
                    ascii("sale:"),
                    ascii("sale-reversal:"),
                    ascii("fulfil:"),
                    ascii("refund:"),
                    ascii("dispute:"),
                    ascii("reserve:"),
                    ascii("guarantee:"));

    private final Recalculation recalculation = new Recalculation();
    private final Set<Terms> evidence = new HashSet<>();
    private SegmentFile ledger = new SegmentFile("");

    /** A version of a contract. */
    private record Terms(String contract, long version) {}

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    void begin(Day day) {
        ledger = day.folder().file(SegmentFolder.LEDGER);
        evidence.clear();
        recalculation.begin(day.date(), day.manifest().day().zone());
    }

    void contract(RowReader rows, Json.Obj row) throws VerificationException {
        evidence.add(new Terms(row.text("contract"), row.number("version")));
        try {
            recalculation.contract(row);
        } catch (Mismatch e) {
            throw refuse(rows.file(), e);
        }
    }

    void event(RowReader rows, Json.Obj row) throws VerificationException {
        try {
            recalculation.event(row);
        } catch (Mismatch e) {
            throw refuse(rows.file(), e);
        }
    }

    void row(Json.Obj row) {
        recalculation.row(row);
    }

    /** Takes a line that is sound; most kinds of lines have nothing to be worked out. */
    void entry(LedgerLine line, long occurredAt) throws VerificationException {
        if (!isCalculated(line)) {
            return;
        }
        requireTerms(line);
        LineAmounts amounts = line.amounts();
        List<BookedEntry.Line> lines = new ArrayList<>(amounts.size());
        for (int i = 0; i < amounts.size(); i++) {
            Place place = amounts.place(i);
            lines.add(
                    new BookedEntry.Line(
                            amounts.isDebit(i),
                            place.account(),
                            place.currency().code(),
                            amounts.amount(i)));
        }
        try {
            recalculation.entry(
                    new BookedEntry(
                            line.seq(),
                            line.source(),
                            occurredAt,
                            line.ref("order"),
                            line.ref("stripe"),
                            lines,
                            line.trace()));
        } catch (Mismatch e) {
            throw refuse(ledger, e);
        }
    }

    /** Requires the versions of contracts that a working names among the evidence of the day. */
    private void requireTerms(LedgerLine line) throws VerificationException {
        Json.Obj trace = line.trace();
        if (trace == null) {
            return;
        }
        requireTerms(line, trace);
        for (Json.Obj part : trace.objects("parts")) {
            requireTerms(line, part);
        }
    }

    private void requireTerms(LedgerLine line, Json.Obj of) throws VerificationException {
        String contract = of.optionalText("contract");
        if (contract != null
                && of.get("version") != null
                && !evidence.contains(new Terms(contract, of.number("version")))) {
            throw ledger.refuse(
                    VerificationCode.CALC_MISMATCH,
                    "seq " + line.seq() + " " + line.source() + " trace",
                    "a version of a contract that stands in contracts.jsonl of the day",
                    contract + " version " + of.number("version"));
        }
    }

    private static boolean isCalculated(LedgerLine line) {
        for (byte[] kind : KINDS) {
            if (line.isFrom(kind)) {
                return true;
            }
        }
        LineAmounts amounts = line.amounts();
        for (int i = 0; i < amounts.size(); i++) {
            if (amounts.place(i).isAdvance()) {
                return true;
            }
        }
        return false;
    }

    void endEntries() throws VerificationException {
        try {
            recalculation.endEntries();
        } catch (Mismatch e) {
            throw refuse(ledger, e);
        }
    }

    void end(Day day, BreaksCheck breaks) throws VerificationException {
        try {
            recalculation.end(explanations(breaks));
        } catch (Mismatch e) {
            throw refuse(day.folder().file("breaks.jsonl"), e);
        }
    }

    private static Explanations explanations(BreaksCheck breaks) {
        return new Explanations() {

            @Override
            public boolean names(String ref) {
                return breaks.isNamed(ref);
            }

            @Override
            public boolean says(String type, String order, long amount, String currency) {
                return breaks.says(type, order, amount, currency);
            }
        };
    }

    private static VerificationException refuse(SegmentFile file, Mismatch mismatch) {
        VerificationCode code =
                switch (mismatch.kind()) {
                    case CALCULATION -> VerificationCode.CALC_MISMATCH;
                    case COMPLETENESS -> VerificationCode.COMPLETENESS_FAIL;
                    case INSTANT -> VerificationCode.PERIOD_MISMATCH;
                };
        return file.refuse(code, mismatch.item(), mismatch.expected(), mismatch.found());
    }

    /** Entries of the day with a working whose order is in dispute. */
    long inDispute() {
        return recalculation.inDispute();
    }

    /** How many entries were worked out again. */
    long again() {
        return recalculation.again();
    }
}
