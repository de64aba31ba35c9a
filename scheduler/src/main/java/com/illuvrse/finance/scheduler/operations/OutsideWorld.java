package com.illuvrse.finance.scheduler.operations;

import com.illuvrse.finance.exporters.attestation.TimeStampAuthority;
import com.illuvrse.finance.exporters.s3.ArchiveSettings;
import com.illuvrse.finance.exporters.s3.WitnessSettings;
import com.illuvrse.finance.exporters.signing.SigningKeys;
import com.illuvrse.finance.jobs.postgres.DatabaseSettings;
import com.illuvrse.finance.jobs.stripe.StripeKey;
import com.illuvrse.finance.jobs.stripe.StripeSettings;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where everything is that a night talks to, real or stood in for.
 *
 * @param witness who is told of every seal; null for nobody
 * @param pullKey reads Stripe and cannot write
 * @param payKey makes transfers
 * @param timeStamps authorities that stamp checkpoints and signatures
 * @param registryFolder notes of the key registry, {@code registry-0001.note} and so on
 * @param lockMode how sealed packages are locked in the archive
 */
record OutsideWorld(
        DatabaseSettings database,
        ArchiveSettings archive,
        @Nullable WitnessSettings witness,
        StripeSettings stripe,
        StripeKey pullKey,
        StripeKey payKey,
        SigningKeys keys,
        List<TimeStampAuthority> timeStamps,
        Path registryFolder,
        String lockMode,
        Clock clock,
        Path workFolder) {

    OutsideWorld {
        StripeKey.requireTwo(pullKey, payKey);
    }
}
