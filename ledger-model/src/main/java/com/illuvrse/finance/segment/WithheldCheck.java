package com.illuvrse.finance.segment;

import static com.illuvrse.finance.segment.VerificationCode.CALC_MISMATCH;

import com.illuvrse.finance.canonical.Json;
import com.illuvrse.finance.money.Fraction;

/**
 * The figures of one item that is paid: each tax is HALF_UP(gross × rate), the taxes are what is
 * withheld, and the rest is what leaves (segment format, section 9).
 *
 * <p>Whether the rate is the right one is not known here: the rules are not sealed.
 */
final class WithheldCheck {

    private WithheldCheck() {}

    static void check(RowReader rows, String key, Json.Obj item) throws VerificationException {
        long gross = item.minor("gross");
        long withheld = item.minor("withheld");
        long taxes = 0;
        for (Json.Obj tax : item.objects("withholding")) {
            long amount = tax.minor("amount");
            Fraction rate = rate(rows, key, tax.text("rate"));
            long due = rate.times(gross).roundHalfUp();
            if (amount != due) {
                throw rows.refuse(
                        CALC_MISMATCH,
                        key + " withholding",
                        "%d, which is %s of %d".formatted(due, tax.text("rate"), gross),
                        amount);
            }
            taxes = Math.addExact(taxes, amount);
        }
        if (withheld != taxes) {
            throw rows.refuse(CALC_MISMATCH, key + " withheld", taxes, withheld);
        }
        long net = item.minor("net");
        if (net != gross - withheld) {
            throw rows.refuse(CALC_MISMATCH, key + " net", gross - withheld, net);
        }
    }

    private static Fraction rate(RowReader rows, String key, String text)
            throws VerificationException {
        String expected = "a rate from 0 to 1, such as 24% or 6/25";
        try {
            Fraction rate = Fraction.parse(text);
            if (rate.signum() >= 0 && rate.compareTo(Fraction.ONE) <= 0) {
                return rate;
            }
        } catch (IllegalArgumentException noRate) {
            throw rows.refuse(VerificationCode.MALFORMED, key + " rate", expected, text);
        }
        throw rows.refuse(CALC_MISMATCH, key + " rate", expected, text);
    }
}
