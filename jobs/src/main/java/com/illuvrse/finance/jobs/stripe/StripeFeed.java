package com.illuvrse.finance.jobs.stripe;

import com.stripe.exception.InvalidRequestException;
import com.stripe.exception.StripeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What Stripe says of one account, read with a key that cannot write.
 *
 * <p>Lists are read page by page with our own cursor: stripe-java's automatic paging cannot go on
 * where a killed process stopped. Windows are half-open and end in the past, so that a new row
 * never shifts a page.
 */
public final class StripeFeed {

    private static final JsonMapper MAPPER =
            JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();
    private static final int PAGE = 100;

    private final StripeCalls calls;
    private final String account;
    private final StripeReports reports;
    private final StripeSettings settings;
    private final StripeKey pullKey;

    public StripeFeed(StripeSettings settings, StripeKey pullKey) {
        this(settings, pullKey, new StripeCalls(settings, pullKey));
    }

    private StripeFeed(StripeSettings settings, StripeKey pullKey, StripeCalls calls) {
        this.settings = settings;
        this.pullKey = pullKey;
        this.calls = calls;
        this.account = settings.account();
        this.reports = new StripeReports(calls, settings, pullKey);
    }

    /**
     * The same account, looked at without a trace: nothing is posted, so no report is asked for.
     */
    public StripeFeed onlyLooking() {
        return new StripeFeed(settings, pullKey, StripeCalls.onlyGet(settings, pullKey));
    }

    public String account() {
        return account;
    }

    /** The second way to the same movements, with the same key. */
    public StripeReports reports() {
        return reports;
    }

    /** Whether Stripe has rows created before an instant. */
    public boolean hasRowsBefore(Instant instant) {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("created[lt]", Long.toString(instant.getEpochSecond()));
        query.put("limit", "1");
        return !page(query).rows().isEmpty();
    }

    /**
     * One page of balance transactions, newest first, and whether older ones follow in the window.
     */
    public record Page(List<StripeRow> rows, boolean hasMore) {

        /** The cursor for the next page. */
        public String lastId() {
            return rows.get(rows.size() - 1).id();
        }
    }

    /**
     * Rows created in {@code [from, to)} that come after the row {@code after} in Stripe's order,
     * newest first.
     */
    public Page balanceTransactions(Instant from, Instant to, @Nullable String after) {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("created[gte]", Long.toString(from.getEpochSecond()));
        query.put("created[lt]", Long.toString(to.getEpochSecond()));
        query.put("limit", Integer.toString(PAGE));
        query.put("expand[]", "data.source");
        if (after != null) {
            query.put("starting_after", after);
        }
        return page(query);
    }

    /** Stripe's own balance at this moment. */
    public StripeBalance balance() {
        return StripeBalance.from(get("/v1/balance", Map.of()));
    }

    /** Payouts from Stripe to our bank that were created in {@code [from, to)}. */
    public List<StripePayout> payouts(Instant from, Instant to) {
        List<StripePayout> payouts = new ArrayList<>();
        @Nullable String after = null;
        boolean more = true;
        while (more) {
            Map<String, String> query = new LinkedHashMap<>();
            query.put("created[gte]", Long.toString(from.getEpochSecond()));
            query.put("created[lt]", Long.toString(to.getEpochSecond()));
            query.put("limit", Integer.toString(PAGE));
            if (after != null) {
                query.put("starting_after", after);
            }
            JsonNode list = get("/v1/payouts", query);
            for (JsonNode payout : list.path("data")) {
                payouts.add(StripePayout.from(payout));
                after = payout.path("id").asString();
            }
            more = list.path("has_more").asBoolean(false);
        }
        return payouts;
    }

    /**
     * One page of the rows Stripe names for an automatic payout, the payout's own row among them.
     */
    public Page rowsOf(String payout, @Nullable String after) {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("payout", payout);
        query.put("limit", Integer.toString(PAGE));
        query.put("expand[]", "data.source");
        if (after != null) {
            query.put("starting_after", after);
        }
        return page(query);
    }

    /** A dispute as it stands now; empty when Stripe has none of that id. */
    public Optional<StripeDispute> dispute(String id) {
        try {
            return Optional.of(
                    StripeDispute.from(MAPPER.readTree(calls.get("/v1/disputes/" + id, Map.of()))));
        } catch (InvalidRequestException e) {
            if ("resource_missing".equals(e.getCode())) {
                return Optional.empty();
            }
            throw new StripeRefusedException("GET /v1/disputes/" + id, e);
        } catch (StripeException e) {
            throw new StripeRefusedException("GET /v1/disputes/" + id, e);
        }
    }

    private Page page(Map<String, String> query) {
        JsonNode list = get("/v1/balance_transactions", query);
        List<StripeRow> rows = new ArrayList<>(PAGE);
        for (JsonNode row : list.path("data")) {
            rows.add(StripeRow.from(account, row));
        }
        return new Page(
                List.copyOf(rows), !rows.isEmpty() && list.path("has_more").asBoolean(false));
    }

    private JsonNode get(String path, Map<String, String> query) {
        try {
            return MAPPER.readTree(calls.get(path, query));
        } catch (StripeException e) {
            throw new StripeRefusedException("GET " + path, e);
        }
    }
}
