package com.illuvrse.finance.jobs.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * A data folder written order by order, for a ledger in London from 29 March 2026 on, so that three
 * nights end a month.
 */
final class InvoiceData {

    private final List<String> rows = new ArrayList<>();
    private final List<String> persons = new ArrayList<>();
    private final Map<LocalDate, List<String>> events = new TreeMap<>();

    /** An order of one line; {@code taxes} as the feed writes them. */
    InvoiceData placed(
            String order, String at, String currency, String country, String price, long total) {
        return placedBy(
                order,
                at,
                currency,
                """
                "country":"%s","region":"CA","invoiceTo":"vault:b-1\"\
                """
                        .formatted(country),
                price,
                total);
    }

    /** An order of one line; {@code buyer} and {@code taxes} as the feed writes them. */
    InvoiceData placedBy(
            String order, String at, String currency, String buyer, String price, long total) {
        return tell(
                at,
                """
                {"type":"order.placed","event":"e1","order":"%s","version":1,"occurredAt":"%s","currency":"%s",\
                "buyer":{"id":"b-1",%s},\
                "lines":[{"line":"1","sku":"s","kind":"digital_goods","quantity":1,"contract":"ct",%s}],"total":%d}\
                """
                        .formatted(order, at, currency, buyer, price, total));
    }

    /** A person of the vault; {@code name} and {@code address} as its file writes them. */
    InvoiceData person(String ref, String name, String address) {
        persons.add(
                """
                {"ref":"%s","tin":null,"tinCountry":null,"name":{%s},"address":{%s},"birthDate":null}\
                """
                        .formatted(ref, name, address));
        return this;
    }

    InvoiceData fulfilled(String order, String at) {
        return tell(
                at,
                """
                {"type":"order.fulfilled","event":"e2","order":"%s","occurredAt":"%s","portion":"1/1"}\
                """
                        .formatted(order, at));
    }

    InvoiceData cancelled(String order, String at) {
        return tell(
                at,
                """
                {"type":"order.cancelled","event":"e3","order":"%s","occurredAt":"%s","reason":"x"}\
                """
                        .formatted(order, at));
    }

    private InvoiceData tell(String at, String event) {
        LocalDate day = LocalDate.parse(at.substring(0, 10));
        events.computeIfAbsent(day, each -> new ArrayList<>()).add(event);
        return this;
    }

    InvoiceData charge(String order, String at, String currency, long amount) {
        String source =
                """
                {"id":"ch_%1$s","object":"charge","amount":%2$d,"amount_captured":%2$d,"amount_refunded":0,\
                "currency":"%3$s","created":%4$d,"metadata":{"order_id":"%1$s"},"balance_transaction":"txn_%1$s",\
                "captured":true,"paid":true,"status":"succeeded"}\
                """
                        .formatted(order, amount, currency, seconds(at));
        return row("txn_" + order, "charge", "charge", at, currency, amount, source);
    }

    InvoiceData refund(String id, String order, String at, String currency, long amount) {
        return row(
                id,
                "refund",
                "refund",
                at,
                currency,
                -amount,
                back(id, order, at, currency, amount));
    }

    InvoiceData failure(String id, String order, String at, String currency, long amount) {
        return row(
                id,
                "payment_failure_refund",
                "charge_failure",
                at,
                currency,
                -amount,
                back(id, order, at, currency, amount));
    }

    private static String back(String id, String order, String at, String currency, long amount) {
        return """
        {"id":"re_%1$s","object":"refund","amount":%2$d,"balance_transaction":"%1$s","charge":"ch_%3$s",\
        "created":%4$d,"currency":"%5$s","metadata":{},"status":"succeeded"}\
        """
                .formatted(id, amount, order, seconds(at), currency);
    }

    private InvoiceData row(
            String id,
            String type,
            String category,
            String at,
            String currency,
            long amount,
            String source) {
        rows.add(
                """
                {"id":"%1$s","object":"balance_transaction","amount":%2$d,"available_on":%3$d,\
                "balance_type":"payments","created":%3$d,"currency":"%4$s","description":null,"exchange_rate":null,\
                "fee":0,"fee_details":[],"net":%2$d,"reporting_category":"%5$s","source":%6$s,"status":"available",\
                "type":"%7$s"}\
                """
                        .formatted(id, amount, seconds(at), currency, category, source, type));
        return this;
    }

    private static long seconds(String at) {
        return Instant.parse(at).getEpochSecond();
    }

    Path writeTo(Path folder) throws IOException {
        put(
                folder.resolve("settings.yml"),
                """
                settlement:
                  zone: Europe/London
                  first-day: 2026-03-29
                  payouts:
                    days: []
                """);
        put(folder.resolve("stripe/balance_transactions.jsonl"), String.join("\n", rows) + "\n");
        put(folder.resolve("vault/identities.jsonl"), String.join("\n", persons) + "\n");
        feed(
                folder.resolve("inbox/contracts/dt=2026-03-29/a.jsonl"),
                List.of(
                        """
                        {"type":"contract","contract":"ct","version":1,"validFrom":"2026-01-01","validTo":null,\
                        "parties":[{"payee":"c1","share":"85%"},{"payee":"platform","share":"15%"}],"incomeType":"royalty"}\
                        """));
        for (Map.Entry<LocalDate, List<String>> day : events.entrySet()) {
            feed(folder.resolve("inbox/orders/dt=" + day.getKey() + "/a.jsonl"), day.getValue());
        }
        return folder;
    }

    private static void feed(Path file, List<String> lines) throws IOException {
        put(
                file,
                String.join("\n", lines) + "\n{\"type\":\"end\",\"count\":" + lines.size() + "}\n");
    }

    private static void put(Path file, String text) throws IOException {
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        Files.writeString(file, text);
    }
}
