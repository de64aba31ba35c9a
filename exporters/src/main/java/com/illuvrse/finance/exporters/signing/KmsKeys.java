package com.illuvrse.finance.exporters.signing;

import java.time.Duration;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.KmsClientBuilder;

/**
 * The key store of production: AWS KMS. The keys never leave it, and it writes down each use.
 *
 * <p>A request is tried four times within two minutes; then the store counts as away.
 */
public final class KmsKeys implements SigningKeys {

    private static final int ATTEMPTS = 4;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    private final KmsClient kms;
    private final KmsSettings settings;

    private KmsKeys(KmsClient kms, KmsSettings settings) {
        this.kms = kms;
        this.settings = settings;
    }

    /** Makes the client; nothing is asked yet. */
    public static KmsKeys connect(KmsSettings settings) {
        KmsClientBuilder builder =
                KmsClient.builder()
                        .region(Region.of(settings.region()))
                        .credentialsProvider(settings.credentials().provider())
                        .overrideConfiguration(retries())
                        .httpClientBuilder(
                                Apache5HttpClient.builder()
                                        .connectionTimeout(Duration.ofSeconds(5))
                                        .connectionAcquisitionTimeout(Duration.ofSeconds(10))
                                        .socketTimeout(Duration.ofSeconds(20))
                                        .maxConnections(4));
        if (settings.endpoint() != null) {
            builder.endpointOverride(settings.endpoint());
        }
        return new KmsKeys(builder.build(), settings);
    }

    private static ClientOverrideConfiguration retries() {
        return ClientOverrideConfiguration.builder()
                .apiCallTimeout(Duration.ofMinutes(2))
                .apiCallAttemptTimeout(Duration.ofSeconds(25))
                .retryStrategy(
                        AwsRetryStrategy.standardRetryStrategy().toBuilder()
                                .maxAttempts(ATTEMPTS)
                                .backoffStrategy(
                                        BackoffStrategy.exponentialDelay(
                                                FIRST_PAUSE, LONGEST_PAUSE))
                                .throttlingBackoffStrategy(
                                        BackoffStrategy.exponentialDelay(
                                                FIRST_PAUSE.multipliedBy(5), LONGEST_PAUSE))
                                .circuitBreakerEnabled(false)
                                .build())
                .build();
    }

    @Override
    public Signer signer(String name) {
        String key = settings.keys().get(name);
        if (key == null) {
            throw new IllegalArgumentException(
                    "the settings name no KMS key for \"%s\", only for %s"
                            .formatted(name, names()));
        }
        return new KmsSigner(kms, name, key);
    }

    @Override
    public SortedSet<String> names() {
        return new TreeSet<>(settings.keys().keySet());
    }

    @Override
    public LedgerMac ledgerMac() {
        return new KmsMac(kms, settings.ledgerSalt(), "make the salt key");
    }

    @Override
    public VaultKeys vaultKeys() {
        return new KmsVaultKeys(
                kms,
                settings.vaultWrap(),
                new KmsMac(kms, settings.vaultLookup(), "make a digest of the vault"));
    }

    /** Asks KMS; when it gives no answer, or refuses, the key is away. */
    static <T> T ask(String what, Supplier<T> call) {
        try {
            return call.get();
        } catch (SdkException e) {
            throw new SigningUnavailableException(
                    "AWS KMS cannot %s: %s".formatted(what, e.getMessage()), e);
        }
    }

    @Override
    public void close() {
        kms.close();
    }

    @Override
    public String toString() {
        return "keys in AWS KMS " + settings.region();
    }
}
