package com.illuvrse.finance.sandbox.marketplace;

import com.illuvrse.finance.sandbox.marketplace.DailyFiles.Ending;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;

/**
 * The open data folder: takes what happens in any order of days and leaves out what happens after
 * the last day.
 */
final class DataFolder implements Closeable {
    private final GeneratorSettings settings;
    private final Path folder;
    private final DailyFiles rows;
    private final DailyFiles disputes;
    private final DailyFiles payouts;
    private final SortedMap<String, DailyFiles> feeds = new TreeMap<>();
    private final List<Planted> planted = new ArrayList<>();
    private long rowCount;

    DataFolder(GeneratorSettings settings, Path folder) throws IOException {
        this.settings = settings;
        this.folder = folder;
        Path stripe = folder.resolve("stripe");
        this.rows = new DailyFiles(stripe, "balance_transactions.jsonl", Ending.JOINED);
        this.disputes = new DailyFiles(stripe, "disputes.jsonl", Ending.JOINED);
        this.payouts = new DailyFiles(stripe, "payouts.jsonl", Ending.JOINED);
        for (String feed : List.of("orders", "contracts", "payees", "journals", "fx", "bank")) {
            feeds.put(
                    feed,
                    new DailyFiles(
                            folder.resolve("inbox").resolve(feed),
                            feed + ".jsonl",
                            Ending.END_LINE));
        }
    }

    /** Delivers a line of a feed for an accounting day. */
    void deliver(String feed, LocalDate day, Consumer<JsonGenerator> members) {
        if (settings.contains(day)) {
            file(feed).of(day).line(members);
        }
    }

    /** Delivers a line of a feed for the accounting day in which it happened. */
    void deliver(String feed, Instant at, Consumer<JsonGenerator> members) {
        deliver(feed, settings.dayOf(at), members);
    }

    /** The day's file of a feed, for lines that are not objects. */
    JsonLines open(String feed, LocalDate day) {
        return file(feed).of(day);
    }

    /** Lists a row at Stripe. */
    void list(StripeRow row) {
        if (settings.contains(row.created())) {
            rows.of(settings.dayOf(row.created())).line(row::writeTo);
            rowCount++;
        }
    }

    /** Lists a row that was created before the first day, which the ledger never posts. */
    void listOld(StripeRow row) {
        rows.of(settings.dayOf(row.created())).line(row::writeTo);
        rowCount++;
    }

    void listDispute(Instant opened, Consumer<JsonGenerator> members) {
        if (settings.contains(opened)) {
            disputes.of(settings.dayOf(opened)).line(members);
        }
    }

    void listPayout(Instant created, Consumer<JsonGenerator> members) {
        if (settings.contains(created)) {
            payouts.of(settings.dayOf(created)).line(members);
        }
    }

    /** Notes an anomaly that can be seen from this day on. */
    void plant(Anomaly anomaly, String ref, LocalDate day) {
        if (settings.contains(day)) {
            planted.add(new Planted(anomaly, ref, day));
        }
    }

    /** What was planted, in the order of days. */
    List<Planted> planted() {
        return planted.stream().sorted(Comparator.comparing(Planted::day)).toList();
    }

    long rowCount() {
        return rowCount;
    }

    Path resolve(String path) {
        return folder.resolve(path);
    }

    void write(String path, String text) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve(path), text);
    }

    /** Ends every file of this day and of the days before. */
    void finish(LocalDate day) throws IOException {
        rows.finish(day);
        disputes.finish(day);
        payouts.finish(day);
        for (DailyFiles feed : feeds.values()) {
            feed.finish(day);
        }
    }

    @Override
    public void close() {
        rows.close();
        disputes.close();
        payouts.close();
        feeds.values().forEach(DailyFiles::close);
    }

    private DailyFiles file(String feed) {
        DailyFiles files = feeds.get(feed);
        if (files == null) {
            throw new IllegalArgumentException("no feed " + feed + "; there are " + feeds.keySet());
        }
        return files;
    }
}
