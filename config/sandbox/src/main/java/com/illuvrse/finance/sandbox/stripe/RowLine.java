package com.illuvrse.finance.sandbox.stripe;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * What has to be known of a balance transaction to list it and to add it up, without its text.
 *
 * @param net minor units, positive into the balance
 * @param shownFrom the second from which Stripe lists it
 * @param payout the automatic payout it is listed under
 */
record RowLine(
        String id,
        String type,
        String balanceType,
        String currency,
        long created,
        long availableOn,
        long shownFrom,
        long net,
        @Nullable String payout) {

    /** Reads one line; the object behind the row is passed over. */
    static RowLine parse(byte[] utf8, int length) {
        try (JsonParser json = Json.parser(utf8, length)) {
            Members members = new Members();
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new IllegalArgumentException("a row must be a JSON object");
            }
            while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                members.read(json);
            }
            return members.line();
        }
    }

    private static final class Members {
        private @Nullable String id;
        private @Nullable String type;
        private @Nullable String currency;
        private @Nullable String payout;
        private @Nullable Instant visibleFrom;
        private @Nullable Long created;
        private @Nullable Long availableOn;
        private @Nullable Long net;
        private String balanceType = "payments";

        void read(JsonParser json) {
            String name = json.currentName();
            json.nextToken();
            switch (name) {
                case "id" -> id = json.getString();
                case "type" -> type = json.getString();
                case "currency" -> currency = json.getString();
                case "balance_type" -> balanceType = json.getString();
                case "created" -> created = json.getLongValue();
                case "available_on" -> availableOn = json.getLongValue();
                case "net" -> net = json.getLongValue();
                case "_sandbox" -> readSandbox(json);
                default -> json.skipChildren();
            }
        }

        private void readSandbox(JsonParser json) {
            while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = json.currentName();
                json.nextToken();
                switch (name) {
                    case "payout" -> payout = json.getString();
                    case "visibleFrom" -> visibleFrom = Instant.parse(json.getString());
                    default -> json.skipChildren();
                }
            }
        }

        RowLine line() {
            long at = required("created", created);
            return new RowLine(
                    required("id", id),
                    required("type", type),
                    balanceType,
                    required("currency", currency),
                    at,
                    required("available_on", availableOn),
                    visibleFrom == null ? at : Math.max(at, firstSecond(visibleFrom)),
                    required("net", net),
                    payout);
        }

        /** The first whole second at which the instant has come. */
        private static long firstSecond(Instant instant) {
            return instant.getEpochSecond() + (instant.getNano() == 0 ? 0 : 1);
        }

        private <T> T required(String name, @Nullable T value) {
            if (value == null) {
                throw new IllegalArgumentException(
                        "row " + (id == null ? "without id" : id) + " has no " + name);
            }
            return value;
        }
    }
}
