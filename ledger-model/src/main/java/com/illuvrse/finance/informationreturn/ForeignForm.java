package com.illuvrse.finance.informationreturn;

import com.illuvrse.finance.canonical.Sha256;
import com.illuvrse.finance.money.Fraction;
import com.illuvrse.finance.money.Money;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A foreign payee's 1042-S for one rate, or the one row of what needs none. Amounts in dollars and
 * cents; the form's boxes are whole dollars of the totals.
 *
 * @param incomeCode empty in a row that needs no form
 * @param rate that tax was kept back at; null in a row that needs no form
 * @param exemption code of box 3a; empty in a row that needs no form
 * @param validUntil the last day the payee's W-8 counts; null without one
 */
public record ForeignForm(
        TaxPayee payee,
        String incomeCode,
        @Nullable Fraction rate,
        String exemption,
        Money gross,
        Money withheld,
        @Nullable LocalDate validUntil,
        boolean required,
        String reason) {

    private static final String DOMAIN = "illuvrse-finance/1042-s/1\n";
    private static final BigInteger TEN_DIGITS = BigInteger.TEN.pow(10);

    /** The rate in percent with two digits; empty without one. */
    public String percent() {
        return rate == null
                ? ""
                : Money.of(rate.times(10_000).roundHalfUp(), gross.currency()).toMajor();
    }

    /** Ten digits that name the form of a year, always the same for the same payee and rate. */
    public String identifier(int year) {
        String name =
                "%s%d/%s/%s/%s/%s"
                        .formatted(
                                DOMAIN,
                                year,
                                payee.payee().payee(),
                                incomeCode,
                                percent(),
                                exemption);
        byte[] digest = Sha256.of(name.getBytes(StandardCharsets.UTF_8));
        BigInteger first = new BigInteger(1, Arrays.copyOf(digest, Long.BYTES));
        return String.format(Locale.ROOT, "%010d", first.mod(TEN_DIGITS));
    }

    /** Whole dollars of an amount, HALF_UP. */
    public static long dollars(Money amount) {
        return Fraction.of(amount.minor(), 100).roundHalfUp();
    }
}
