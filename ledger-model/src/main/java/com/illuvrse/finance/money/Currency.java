package com.illuvrse.finance.money;

import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * A currency with the number of digits its minor unit has <em>at Stripe</em>.
 *
 * <p>Not {@link java.util.Currency}: Stripe keeps two digits for ISK and UGX where ISO 4217 has
 * none (Stripe, "Supported currencies", as of 2026-11). A code Stripe does not list can still
 * appear on a movement; it is kept with two digits so that no money is dropped, and {@link
 * #isKnown()} tells the feeds to refuse it.
 */
public record Currency(String code) implements Comparable<Currency> {

    private static final Pattern CODE = Pattern.compile("[A-Z]{3}");
    private static final Set<String> NO_DIGITS =
            Set.of("BIF CLP DJF GNF JPY KMF KRW MGA PYG RWF VND VUV XAF XOF XPF".split(" "));
    private static final Set<String> THREE_DIGITS = Set.of("BHD JOD KWD OMR TND".split(" "));
    private static final Set<String> HUNDREDS = Set.of("ISK", "UGX");
    private static final Set<String> HUNDREDS_PAID_OUT = Set.of("HUF", "TWD");
    private static final Set<String> KNOWN =
            Set.of(
                    """
                    AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BWP BYN BZD
                    CAD CDF CHF CLP CNY COP CRC CVE CZK DJF DKK DOP DZD EGP ETB EUR FJD FKP GBP GEL GIP GMD GNF GTQ
                    GYD HKD HNL HTG HUF IDR ILS INR ISK JMD JOD JPY KES KGS KHR KMF KRW KWD KYD KZT LAK LBP LKR LRD
                    LSL MAD MDL MGA MKD MMK MNT MOP MRO MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN
                    PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SEK SGD SHP SLE SOS SRD STD SZL THB TJS TND
                    TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VND VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW"""
                            .split("\\s+"));
    private static final ConcurrentHashMap<String, Currency> INTERNED = new ConcurrentHashMap<>();

    public Currency {
        if (!CODE.matcher(code).matches()) {
            throw new IllegalArgumentException(
                    "a currency is three capital letters, found \"" + code + "\"");
        }
    }

    /**
     * The currency of a code in either case, as Stripe writes {@code usd} and the feeds {@code
     * USD}.
     */
    public static Currency of(String code) {
        Currency known = INTERNED.get(code);
        if (known != null) {
            return known;
        }
        Currency currency = new Currency(code.toUpperCase(Locale.ROOT));
        INTERNED.putIfAbsent(currency.code(), currency);
        return currency;
    }

    /** Whether Stripe lists this currency. */
    public boolean isKnown() {
        return KNOWN.contains(code);
    }

    /** Digits of the minor unit: 0 for JPY, 3 for KWD, 2 for most. */
    public int exponent() {
        return NO_DIGITS.contains(code) ? 0 : THREE_DIGITS.contains(code) ? 3 : 2;
    }

    /**
     * Minor units a charge comes in steps of: 10 for three-digit currencies, 100 for ISK and UGX.
     */
    public long chargeStep() {
        return THREE_DIGITS.contains(code) ? 10 : HUNDREDS.contains(code) ? 100 : 1;
    }

    /** Minor units a payout comes in steps of: as a charge, and 100 for HUF and TWD. */
    public long payoutStep() {
        return HUNDREDS_PAID_OUT.contains(code) ? 100 : chargeStep();
    }

    @Override
    public int compareTo(Currency other) {
        return code.compareTo(other.code);
    }

    @Override
    public String toString() {
        return code;
    }
}
