package com.illuvrse.finance.sandbox.marketplace;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;

/** The day's reference rates: a slow random walk of what one euro costs, six decimals. */
final class ExchangeRates {
    private static final List<String> QUOTES =
            List.of("USD", "GBP", "JPY", "KWD", "CAD", "AUD", "CHF");
    private static final List<String> STARTS =
            List.of("1.0823", "0.8561", "163.42", "0.3327", "1.4712", "1.6544", "0.9438");

    private final long seed;
    private final SortedMap<String, BigDecimal> perEuro = new TreeMap<>();

    ExchangeRates(long seed) {
        this.seed = seed;
        for (int i = 0; i < QUOTES.size(); i++) {
            perEuro.put(
                    QUOTES.get(i),
                    new BigDecimal(STARTS.get(i)).setScale(6, RoundingMode.UNNECESSARY));
        }
        perEuro.put("EUR", BigDecimal.ONE.setScale(6, RoundingMode.UNNECESSARY));
    }

    /** Moves every rate by at most 0.4 percent; to be called once for each day, in order. */
    void nextDay(int dayIndex) {
        Dice dice = new Dice(seed, "rates", dayIndex);
        for (String quote : QUOTES) {
            BigDecimal move = BigDecimal.valueOf(10_000 + dice.between(-40, 40), 4);
            perEuro.compute(quote, (name, rate) -> six(rate.multiply(move)));
        }
    }

    /** What one unit of base costs in quote. */
    BigDecimal rate(String base, String quote) {
        return of(quote).divide(of(base), 6, RoundingMode.HALF_UP);
    }

    /** Writes the day's lines: against the euro, as published, and against the dollar. */
    void writeTo(JsonLines feed, LocalDate day) {
        for (String base : List.of("EUR", "USD")) {
            for (String quote : perEuro.keySet()) {
                if (!quote.equals(base)) {
                    feed.line(rate(day, base, quote));
                }
            }
        }
    }

    /** Minor units converted at a rate, rounded half up. */
    static long convert(long amount, BigDecimal rate) {
        return BigDecimal.valueOf(amount)
                .multiply(rate)
                .setScale(0, RoundingMode.HALF_UP)
                .longValueExact();
    }

    static BigDecimal six(BigDecimal rate) {
        return rate.setScale(6, RoundingMode.HALF_UP);
    }

    private BigDecimal of(String currency) {
        BigDecimal rate = perEuro.get(currency);
        if (rate == null) {
            throw new IllegalArgumentException(
                    "no rate for " + currency + "; there are " + perEuro.keySet());
        }
        return rate;
    }

    private Consumer<JsonGenerator> rate(LocalDate day, String base, String quote) {
        return json -> {
            json.writeStringProperty("type", "rate");
            json.writeStringProperty("date", day.toString());
            json.writeStringProperty("base", base);
            json.writeStringProperty("quote", quote);
            json.writeStringProperty("rate", rate(base, quote).toPlainString());
            json.writeStringProperty("source", "ECB");
        };
    }
}
