package com.illuvrse.finance.jobs.stripe;

import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.Money;
import com.stripe.exception.StripeException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Transfers to connected accounts, the only calls that move money. They use a key of their own that
 * only the payout job has.
 */
public final class StripeTransfers {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private final StripeCalls calls;

    public StripeTransfers(StripeSettings settings, StripeKey payKey) {
        this.calls = new StripeCalls(settings, payKey);
    }

    /**
     * One transfer to be made.
     *
     * @param intent our id of this payment, unique for ever: batch, payee and currency
     * @param group the batch, by which a transfer whose answer was lost is found again
     */
    public record Order(String intent, String group, String destination, Money amount) {}

    /** A transfer Stripe has made. */
    public record Made(String transfer, String intent, Money amount, String destination) {}

    /**
     * Makes the transfer, or returns the one this key made before.
     *
     * @throws StripeRefusedException when Stripe says no; {@code code()} tells why
     * @throws StripeUnavailableException when nobody knows whether it was made
     */
    public Made send(Order order, String idempotencyKey) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("amount", Long.toString(order.amount().minor()));
        parameters.put("currency", order.amount().currency().code().toLowerCase(Locale.ROOT));
        parameters.put("destination", order.destination());
        parameters.put("transfer_group", order.group());
        parameters.put("metadata[intent]", order.intent());
        try {
            return made(MAPPER.readTree(calls.post("/v1/transfers", parameters, idempotencyKey)));
        } catch (StripeException e) {
            throw new StripeRefusedException("POST /v1/transfers for " + order.intent(), e);
        }
    }

    /** All transfers of a batch, to find out what became of one whose answer was lost. */
    public List<Made> ofGroup(String group) {
        List<Made> transfers = new ArrayList<>();
        @Nullable String after = null;
        boolean more = true;
        while (more) {
            Map<String, String> query = new LinkedHashMap<>();
            query.put("transfer_group", group);
            query.put("limit", "100");
            if (after != null) {
                query.put("starting_after", after);
            }
            JsonNode list = list(query);
            for (JsonNode transfer : list.path("data")) {
                transfers.add(made(transfer));
                after = transfer.path("id").asString();
            }
            more = list.path("has_more").asBoolean(false);
        }
        return transfers;
    }

    private JsonNode list(Map<String, String> query) {
        try {
            return MAPPER.readTree(calls.get("/v1/transfers", query));
        } catch (StripeException e) {
            throw new StripeRefusedException("GET /v1/transfers", e);
        }
    }

    private static Made made(JsonNode transfer) {
        return new Made(
                transfer.path("id").asString(),
                transfer.path("metadata").path("intent").asString(""),
                Money.of(
                        transfer.path("amount").asLong(),
                        Currency.of(transfer.path("currency").asString())),
                transfer.path("destination").asString(""));
    }
}
