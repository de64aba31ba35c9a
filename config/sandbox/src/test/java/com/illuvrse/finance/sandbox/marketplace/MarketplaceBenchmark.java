package com.illuvrse.finance.sandbox.marketplace;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** Prints how fast a month is invented: {@code MarketplaceBenchmark FOLDER DAYS ORDERS_PER_DAY}. */
final class MarketplaceBenchmark {
    private MarketplaceBenchmark() {}

    @SuppressWarnings("SystemOut") // a command that prints its result
    public static void main(String[] arguments) throws IOException {
        GeneratorSettings settings =
                GeneratorSettings.of(
                        1,
                        LocalDate.of(2026, 10, 1),
                        Integer.parseInt(arguments[1]),
                        Integer.parseInt(arguments[2]),
                        ZoneOffset.UTC);
        long start = System.nanoTime();
        GeneratedMonth month = Marketplace.generate(settings, Path.of(arguments[0]));
        long millis = Duration.ofNanos(System.nanoTime() - start).toMillis();
        Runtime runtime = Runtime.getRuntime();
        System.out.println(
                month.orders()
                        + " orders, "
                        + month.rows()
                        + " rows in "
                        + millis
                        + " ms, heap "
                        + (runtime.totalMemory() >> 20)
                        + " MB");
    }
}
