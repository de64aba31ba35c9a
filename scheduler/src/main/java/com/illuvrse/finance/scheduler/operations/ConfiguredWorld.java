package com.illuvrse.finance.scheduler.operations;

import com.illuvrse.finance.exporters.s3.ArchiveCredentials;
import com.illuvrse.finance.exporters.s3.ArchiveSettings;
import com.illuvrse.finance.exporters.s3.WitnessSettings;
import com.illuvrse.finance.jobs.postgres.DatabaseSettings;
import com.illuvrse.finance.jobs.stripe.StripeKey;
import com.illuvrse.finance.jobs.stripe.StripeSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The real outside world, as the settings name it. Secrets come from the files they name. */
final class ConfiguredWorld {

    private ConfiguredWorld() {}

    static OutsideWorld of(
            LedgerSettings ledger,
            DatabaseAddress database,
            ArchiveAddress archive,
            SigningAddress signing,
            AttestationAddress attestation,
            Path workFolder) {
        LedgerSettings.Stripe stripe = ledger.stripe();
        ArchiveCredentials credentials = credentials(archive.credentialsFile());
        return new OutsideWorld(
                new DatabaseSettings(
                        database.url(),
                        new DatabaseSettings.Login(
                                database.owner(), secret(database.ownerPasswordFile())),
                        new DatabaseSettings.Login(
                                database.application(),
                                secret(database.applicationPasswordFile()))),
                new ArchiveSettings(
                        archive.endpoint().isEmpty() ? null : URI.create(archive.endpoint()),
                        archive.region(),
                        archive.pathStyle(),
                        credentials,
                        archive.buckets().reports(),
                        archive.buckets().tax(),
                        archive.buckets().audit(),
                        archive.buckets().inbox()),
                witness(archive),
                stripe(ledger, stripe.apiBase()),
                new StripeKey(secret(stripe.pullKeyFile())),
                new StripeKey(secret(stripe.payKeyFile())),
                signing.keys(credentials),
                attestation.timeStamps(),
                signing.registryFolder(),
                archive.lockMode(),
                Clock.systemUTC(),
                workFolder);
    }

    static StripeSettings stripe(LedgerSettings ledger, URI apiBase) {
        LedgerSettings.Stripe stripe = ledger.stripe();
        return new StripeSettings(
                stripe.account(),
                apiBase,
                stripe.requestsPerSecond(),
                stripe.attempts(),
                stripe.firstPause());
    }

    private static @Nullable WitnessSettings witness(ArchiveAddress archive) {
        ArchiveAddress.Witness witness = archive.witness();
        if (witness.bucket().isEmpty()) {
            return null;
        }
        ArchiveAddress.Buckets ours = archive.buckets();
        if (List.of(ours.reports(), ours.tax(), ours.audit(), ours.inbox())
                .contains(witness.bucket())) {
            throw new IllegalArgumentException(
                    "the witness needs a bucket of its own in other hands, found %s, which is one of the archive's; see archive.witness.bucket"
                            .formatted(witness.bucket()));
        }
        return new WitnessSettings(
                witness.endpoint().isEmpty() ? null : URI.create(witness.endpoint()),
                witness.region(),
                witness.pathStyle(),
                credentials(witness.credentialsFile()),
                witness.bucket());
    }

    private static ArchiveCredentials credentials(String file) {
        return file.isEmpty()
                ? new ArchiveCredentials.FromEnvironment()
                : new ArchiveCredentials.FromFile(Path.of(file));
    }

    /** The first line of a file only its owner should be able to read. */
    private static String secret(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("the secret in " + file + " cannot be read", e);
        }
    }
}
