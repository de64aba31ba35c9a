package com.illuvrse.finance.sandbox.stripe;

import com.stripe.StripeClient;
import com.stripe.exception.ApiConnectionException;
import com.stripe.net.Authenticator;
import com.stripe.net.BearerTokenAuthenticator;
import com.stripe.net.HttpURLConnectionClient;
import com.stripe.net.LiveStripeResponseGetter;
import com.stripe.net.StripeRequest;
import com.stripe.net.StripeResponse;
import com.stripe.net.StripeResponseGetterOptions;
import java.net.PasswordAuthentication;
import java.net.Proxy;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** stripe-java as it is, except that each answer must have the shape Stripe's has. */
final class VerifyingClient extends HttpURLConnectionClient {

    static StripeClient of(URI endpoint, String key) {
        return new StripeClient(
                new LiveStripeResponseGetter(new Options(endpoint, key), new VerifyingClient()));
    }

    @Override
    public StripeResponse request(StripeRequest request) throws ApiConnectionException {
        StripeResponse response = super.request(request);
        StripeSchemas.verify(response.body());
        return response;
    }

    private static final class Options extends StripeResponseGetterOptions {
        private final String base;
        private final String key;

        Options(URI endpoint, String key) {
            this.base = endpoint.toString();
            this.key = key;
        }

        @Override
        public Authenticator getAuthenticator() {
            return new BearerTokenAuthenticator(key);
        }

        @Override
        public @Nullable String getClientId() {
            return null;
        }

        @Override
        public int getConnectTimeout() {
            return 10_000;
        }

        @Override
        public @Nullable Proxy getConnectionProxy() {
            return null;
        }

        @Override
        public int getMaxNetworkRetries() {
            return 0;
        }

        @Override
        public @Nullable PasswordAuthentication getProxyCredential() {
            return null;
        }

        @Override
        public String getApiBase() {
            return base;
        }

        @Override
        public String getFilesBase() {
            return base;
        }

        @Override
        public String getConnectBase() {
            return base;
        }

        @Override
        public String getMeterEventsBase() {
            return base;
        }

        @Override
        public int getReadTimeout() {
            return 30_000;
        }

        @Override
        public @Nullable String getStripeAccount() {
            return null;
        }

        @Override
        public @Nullable String getStripeContext() {
            return null;
        }
    }
}
