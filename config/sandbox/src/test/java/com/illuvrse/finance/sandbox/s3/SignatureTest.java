package com.illuvrse.finance.sandbox.s3;

import static org.assertj.core.api.Assertions.assertThat;

import com.illuvrse.finance.sandbox.s3.RawRequest.Reply;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.auth.scheme.S3AuthSchemeProvider;

class SignatureTest {
    @TempDir Path folder;
    private RunningS3 s3;

    @BeforeEach
    void start() throws IOException {
        s3 = new RunningS3(folder);
        s3.client().createBucket(b -> b.bucket("audit"));
    }

    @AfterEach
    void stop() throws IOException {
        s3.close();
    }

    private RawRequest put() {
        return new RawRequest(s3, SdkHttpMethod.PUT, "/audit/a").body("abc");
    }

    private void assertRefused(Reply reply, int status, String code) {
        assertThat(reply.text()).contains("<Code>" + code + "</Code>");
        assertThat(reply.status()).isEqualTo(status);
        assertThat(s3.client().listObjectsV2(l -> l.bucket("audit")).contents()).isEmpty();
    }

    @Test
    void takesAGoodSignature() throws IOException {
        assertThat(put().send().status()).isEqualTo(200);
    }

    @Test
    void refusesAnotherSecret() throws IOException {
        S3Credentials other =
                new S3Credentials(s3.credentials().accessKey(), S3Credentials.random().secretKey());

        assertRefused(put().as(other).send(), 403, "SignatureDoesNotMatch");
    }

    @Test
    void refusesAnUnknownKey() throws IOException {
        assertRefused(put().as(S3Credentials.random()).send(), 403, "InvalidAccessKeyId");
    }

    @Test
    void refusesARequestSignedLongAgoOrFromTheFuture() throws IOException {
        Clock early = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(-16));
        Clock late = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(16));

        assertRefused(put().at(early).send(), 403, "RequestTimeTooSkewed");
        assertRefused(put().at(late).send(), 403, "RequestTimeTooSkewed");
        assertThat(put().at(Clock.offset(early, Duration.ofMinutes(2))).send().status())
                .isEqualTo(200);
    }

    @Test
    void refusesAnAmazonHeaderThatWasNotSigned() throws IOException {
        assertRefused(put().sendWith("x-amz-meta-by", "someone"), 403, "AccessDenied");
    }

    @Test
    void refusesARequestWithoutSignature() throws IOException {
        HttpResponse<String> response;
        try (HttpClient http = HttpClient.newHttpClient()) {
            response =
                    http.send(
                            HttpRequest.newBuilder(s3.server().endpoint().resolve("/audit/a"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }

        assertRefused(new Reply(response.statusCode(), response.body()), 403, "AccessDenied");
    }

    @Test
    void understandsHowTheSdkSignsKeysThatNeedEncoding() {
        for (String key : new String[] {"a b+c%d", "ü/😀", "a//b/../c", "~._-!*'()", "x?y#z&w=1"}) {
            s3.client().putObject(p -> p.bucket("audit").key(key), RequestBody.fromString(key));
            assertThat(s3.client().getObjectAsBytes(g -> g.bucket("audit").key(key)).asUtf8String())
                    .isEqualTo(key);
        }
    }

    @Test
    void signsIndependentlyOfTheDefaultLocale() {
        assertThat(Locale.getDefault().getLanguage()).isEqualTo("tr");
        assertThat(Optional.of("I".toLowerCase(Locale.getDefault()))).contains("ı");

        s3.client().putObject(p -> p.bucket("audit").key("I"), RequestBody.fromString("1"));
    }

    @Test
    void acceptsTheSdkUnderAClockThatStandsOnADayOfTheBooks() throws IOException {
        Clock books = Clock.offset(Clock.systemUTC(), Duration.ofDays(-50));
        S3Credentials credentials = S3Credentials.random();
        try (S3Server server = S3Server.start(folder.resolve("books"), 0, books, credentials)) {
            try (S3Client client =
                    s3.builder(credentials)
                            .endpointOverride(server.endpoint())
                            .authSchemeProvider(signingAt(books))
                            .build()) {
                client.createBucket(b -> b.bucket("audit"));
                client.putObject(p -> p.bucket("audit").key("a"), RequestBody.fromString("abc"));
            }
        }
    }

    /** The SDK's own choice of how to sign, but with another clock. */
    private static S3AuthSchemeProvider signingAt(Clock clock) {
        S3AuthSchemeProvider sdk = S3AuthSchemeProvider.defaultProvider();
        return parameters ->
                sdk.resolveAuthScheme(parameters).stream()
                        .map(
                                option ->
                                        option.toBuilder()
                                                .putSignerProperty(HttpSigner.SIGNING_CLOCK, clock)
                                                .build())
                        .toList();
    }
}
