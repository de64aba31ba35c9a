package com.illuvrse.finance.story;

import java.time.LocalDate;
import tools.jackson.databind.node.ObjectNode;

/**
 * One line of a data folder: what Stripe shows or a feed delivers.
 *
 * @param day the folder a feed's line is delivered in; of Stripe's lines the day they are of
 * @param tale the order it belongs to, or {@code ""} for facts of the whole marketplace
 */
record Fact(Place place, LocalDate day, String tale, ObjectNode json) {

    /** Where the line stands in a data folder. */
    enum Place {
        ROW("stripe/balance_transactions.jsonl"),
        DISPUTE("stripe/disputes.jsonl"),
        CONTRACT("contracts"),
        JOURNAL("journals"),
        BANK("bank"),
        ORDER("orders");

        private final String path;

        Place(String path) {
            this.path = path;
        }

        String path() {
            return path;
        }

        boolean isFeed() {
            return this != ROW && this != DISPUTE;
        }
    }

    /** What two lines have in common that say something of the same thing: the first counts. */
    String identity() {
        return switch (place) {
            case ROW, DISPUTE -> place + json.path("id").stringValue();
            case CONTRACT ->
                    place + json.path("contract").stringValue() + ":" + json.path("version");
            case JOURNAL -> place + json.path("journal").stringValue();
            case BANK -> place + json.path("line").stringValue() + json.path("bookedOn");
            case ORDER -> place + json.path("order").stringValue() + ":" + json.path("event");
        };
    }
}
