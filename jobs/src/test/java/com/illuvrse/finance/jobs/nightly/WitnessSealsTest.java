package com.illuvrse.finance.jobs.nightly;

import static com.illuvrse.finance.jobs.nightly.SealedLedger.FIRST;
import static com.illuvrse.finance.jobs.nightly.SealedLedger.PAYDAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.illuvrse.finance.exporters.s3.ArchiveBucket;
import com.illuvrse.finance.exporters.s3.ArchiveConflictException;
import com.illuvrse.finance.exporters.s3.ArchiveException;
import com.illuvrse.finance.exporters.s3.ObjectLock;
import com.illuvrse.finance.jobs.postgres.Deliveries;
import com.illuvrse.finance.jobs.postgres.Deliveries.Delivery;
import com.illuvrse.finance.jobs.postgres.LedgerRole;
import com.illuvrse.finance.sandbox.s3.Fault;
import com.illuvrse.finance.sandbox.s3.Operation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bucket in other hands: what it is told, what it holds against us. */
class WitnessSealsTest {

    private static final String PREFIX = "v1/ledger.example.com/test/segment-00000";

    @TempDir Path home;
    private SealedLedger ledger;
    private ArchiveBucket bucket;

    @BeforeEach
    void start() throws IOException {
        ledger = new SealedLedger(home);
        bucket = Objects.requireNonNull(ledger.witness().bucket());
    }

    @AfterEach
    void stop() throws IOException {
        ledger.close();
    }

    @Test
    void isToldOfEverySealAndNothingElse() throws IOException {
        ledger.wholeNight(FIRST);

        assertThat(bucket.keys(""))
                .containsExactly(
                        PREFIX + "0/checkpoint",
                        PREFIX + "0/manifest.json",
                        PREFIX + "1/checkpoint",
                        PREFIX + "1/manifest.json");
        assertThat(text(PREFIX + "1/checkpoint"))
                .isEqualTo(ledger.segments().checkpoint(1).orElseThrow());
        assertThat(ledger.witnessSeals().untold()).isEmpty();
        assertThat(ledger.witnessSeals().knows("ledger.example.com/test", 1)).isTrue();
        assertThat(ledger.witnessSeals().knows("ledger.example.com/test", 2)).isFalse();
    }

    @Test
    void whatItMissedIsToldWithTheNextSeal() throws IOException {
        ledger.s3().faults().next(1_000, Operation.PUT_OBJECT, "witness/", Fault.INTERNAL_ERROR);
        ledger.wholeNight(FIRST);
        assertThat(ledger.witnessSeals().untold()).containsExactly(FIRST.minusDays(1), FIRST);
        assertThat(bucket.keys("")).isEmpty();
        ledger.s3().faults().clear();

        ledger.wholeNight(PAYDAY);

        assertThat(ledger.witnessSeals().untold()).isEmpty();
        assertThat(bucket.keys(PREFIX)).hasSize(6);
    }

    @Test
    void whoKnowsAnotherHistoryStopsTheNight() throws IOException {
        Path other = Files.writeString(home.resolve("other"), "another checkpoint");
        bucket.putOnce(PREFIX + "1/checkpoint", other);

        assertThatThrownBy(() -> ledger.wholeNight(FIRST))
                .hasStackTraceContaining(ArchiveConflictException.class.getName())
                .hasStackTraceContaining(
                        "object witness/" + PREFIX + "1/checkpoint is there with other");
    }

    @Test
    void aWeakerLockThereIsAnAlarm() throws IOException {
        ledger.s3().faults().next(1_000, Operation.PUT_OBJECT, "witness/", Fault.INTERNAL_ERROR);
        Night night = ledger.wholeNight(FIRST);
        ledger.s3().faults().clear();
        String manifest = ledger.segments().manifest(1).orElseThrow().text();
        Path file = Files.writeString(home.resolve("manifest"), manifest);
        bucket.putOnce(
                PREFIX + "1/manifest.json",
                file,
                new ObjectLock(
                        ObjectLock.Mode.GOVERNANCE, Instant.now().plus(Duration.ofHours(1))));

        assertThatThrownBy(() -> ledger.witnessSeals().tell(night.settings(), night.epoch()))
                .isInstanceOf(ArchiveException.class)
                .hasMessageContaining("manifest.json should be locked GOVERNANCE until");
    }

    @Test
    void whatItHoldsIsLookedAtAgainWithTheDay() throws IOException {
        Night night = ledger.wholeNight(FIRST);
        ledger.verifyDelivered().check(night);
        ledger.s3().faults().next(1_000, Operation.HEAD_OBJECT, "witness/", Fault.INTERNAL_ERROR);
        ledger.verifyDelivered().check(night);
        ledger.s3().faults().clear();
        Delivery gone = new Delivery("witness", PREFIX + "1/gone", "0".repeat(64), 1, "v1");
        ledger.database()
                .write(
                        LedgerRole.SEALER,
                        night.epoch(),
                        () -> new Deliveries(ledger.database()).keep(FIRST, List.of(gone)));

        assertThatThrownBy(() -> ledger.verifyDelivered().check(night))
                .isInstanceOf(ArchiveException.class)
                .hasMessage(
                        "object witness/"
                                + PREFIX
                                + "1/gone was delivered and must be there,"
                                + " found nothing");
    }

    private String text(String key) throws IOException {
        Path file = home.resolve("read");
        bucket.get(key, file, bucket.head(key).sha256());
        return Files.readString(file);
    }
}
