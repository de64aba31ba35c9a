package com.illuvrse.finance.sandbox.stripe;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A request that is answered with an error of Stripe's shape. */
final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String type;
    private final @Nullable String code;
    private final @Nullable String param;

    @SuppressWarnings("serial")
    private final Map<String, String> headers = new LinkedHashMap<>();

    private boolean kept;

    private RefusedException(
            int status, String type, @Nullable String code, @Nullable String param, String text) {
        super(text);
        this.status = status;
        this.type = type;
        this.code = code;
        this.param = param;
    }

    private static RefusedException invalid(
            int status, @Nullable String code, @Nullable String param, String text) {
        return new RefusedException(status, "invalid_request_error", code, param, text);
    }

    private RefusedException with(String header, String value) {
        headers.put(header, value);
        return this;
    }

    /** Says that the answer is kept under the idempotency key, as Stripe had begun to act. */
    private RefusedException kept() {
        kept = true;
        return this;
    }

    boolean isKept() {
        return kept;
    }

    static RefusedException keyMissing() {
        return invalid(
                401,
                null,
                null,
                "You did not provide an API key. Send one that begins with rk_test_pull or"
                        + " rk_test_pay as Authorization: Bearer.");
    }

    static RefusedException keyUnknown() {
        return invalid(401, null, null, "Invalid API Key provided.");
    }

    static RefusedException notPermitted() {
        return invalid(
                403,
                null,
                null,
                "The provided key does not have the required permissions for this endpoint.");
    }

    static RefusedException urlUnknown(String method, String path) {
        return invalid(404, null, null, "Unrecognized request URL (" + method + ": " + path + ").");
    }

    static RefusedException missing(String object, String id) {
        return invalid(404, "resource_missing", "id", "No such " + object + ": '" + id + "'");
    }

    /** A parameter that names an object which is not there. */
    static RefusedException missing(String object, String id, String param) {
        return invalid(400, "resource_missing", param, "No such " + object + ": '" + id + "'");
    }

    static RefusedException parameterUnknown(String param) {
        return invalid(400, "parameter_unknown", param, "Received unknown parameter: " + param);
    }

    static RefusedException parameterMissing(String param) {
        return invalid(400, "parameter_missing", param, "Missing required param: " + param + ".");
    }

    static RefusedException parameterInvalid(String param, String text) {
        return invalid(400, null, param, text);
    }

    static RefusedException notANumber(String param, String value) {
        return invalid(400, "parameter_invalid_integer", param, "Invalid integer: " + value);
    }

    static RefusedException refused(String code, String text) {
        return invalid(400, code, null, text);
    }

    static RefusedException balanceInsufficient() {
        return refused("balance_insufficient", "Insufficient funds in Stripe account.").kept();
    }

    static RefusedException destinationNotCapable() {
        return refused(
                        "insufficient_capabilities_for_transfer",
                        "Your destination account needs to have at least one of the following capabilities"
                                + " enabled: transfers, crypto_transfers, legacy_payments")
                .kept();
    }

    static RefusedException keyUsedForSomethingElse(String key) {
        return new RefusedException(
                400,
                "idempotency_error",
                null,
                null,
                "Keys for idempotent requests can only be used with the same parameters they were"
                        + " first used with. Try using a key other than '"
                        + key
                        + "' if you meant to execute a different request.");
    }

    static RefusedException keyInUse(String key) {
        return new RefusedException(
                        409,
                        "idempotency_error",
                        "idempotency_key_in_use",
                        null,
                        "There is currently another in-progress request using this Idempotent Key"
                                + " (that probably means you submitted twice, and the other request"
                                + " is still going through): "
                                + key
                                + ". Please try again later.")
                .with("Stripe-Should-Retry", "true");
    }

    static RefusedException conflict() {
        return invalid(409, null, null, "Another request changed the same object; scripted fault.")
                .with("Stripe-Should-Retry", "true");
    }

    static RefusedException rateLimited() {
        return invalid(429, "rate_limit", null, "Request rate limit exceeded.")
                .with("Stripe-Rate-Limited-Reason", "endpoint-rate");
    }

    static RefusedException locked() {
        return invalid(
                429,
                "lock_timeout",
                null,
                "This object cannot be accessed right now because another API request or Stripe"
                        + " process is currently accessing it.");
    }

    static RefusedException broken() {
        return new RefusedException(500, "api_error", null, null, "An unknown error occurred")
                .with("Stripe-Should-Retry", "false");
    }

    /** The answer that tells it. */
    Answer answer() {
        var error = Json.object();
        if (code != null) {
            error.put("code", code);
            error.put("doc_url", "https://stripe.com/docs/error-codes/" + code.replace('_', '-'));
        }
        error.put("message", getMessage());
        if (param != null) {
            error.put("param", param);
        }
        error.put("type", type);
        var body = Json.object();
        body.set("error", error);
        return new Answer(status, Json.text(body), Map.copyOf(headers));
    }
}
