package com.illuvrse.finance.exporters.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.illuvrse.finance.exporters.parquet.SealedDay;
import com.illuvrse.finance.exporters.s3.ArchiveBucket;
import com.illuvrse.finance.exporters.s3.ArchiveConflictException;
import com.illuvrse.finance.exporters.s3.ArchiveException;
import com.illuvrse.finance.exporters.s3.ArchiveUnavailableException;
import com.illuvrse.finance.exporters.s3.RunningArchive;
import com.illuvrse.finance.exporters.s3.StoredObject;
import com.illuvrse.finance.exporters.signing.KeyFiles;
import com.illuvrse.finance.exporters.signing.KeyFolder;
import com.illuvrse.finance.exporters.signing.Signer;
import com.illuvrse.finance.sandbox.s3.Fault;
import com.illuvrse.finance.sandbox.s3.Operation;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportDeliveryTest {

    private static final ReportSet SET =
            ReportSet.daily(
                    new SealedDay(
                            "ledger.example.com/test",
                            LocalDate.parse("2026-03-02"),
                            "5e".repeat(32)),
                    61,
                    Map.of("breaks.csv", 0L, "postings/part-00000.parquet", 12L));

    @TempDir Path folder;
    private RunningArchive running;
    private ArchiveBucket bucket;
    private Signer signer;
    private ReportDelivery delivery;
    private Path day;

    @BeforeEach
    void start() throws Exception {
        running = new RunningArchive(folder);
        bucket = running.archive().reports();
        Path keys = Files.createDirectory(folder.resolve("keys"));
        KeyFiles.write(keys, "reports", KeyFiles.fresh("Ed25519"));
        signer = KeyFolder.open(keys, true).signer("reports");
        delivery = new ReportDelivery(bucket, signer);
        day = folder.resolve("day");
        Files.createDirectories(day.resolve("postings"));
        Files.writeString(day.resolve("breaks.csv"), "type,ref\n");
        Files.writeString(day.resolve("settlement.html"), "<p>\n");
        Files.writeString(day.resolve("postings/part-00000.parquet"), "PAR1");
    }

    @AfterEach
    void stop() throws Exception {
        running.close();
    }

    @Test
    void putsEveryFileAndTheManifestLast() throws Exception {
        List<StoredObject> stored = delivery.deliver(SET, day);

        assertThat(stored)
                .extracting(StoredObject::key)
                .containsExactly(
                        "daily/dt=2026-03-02/breaks.csv",
                        "daily/dt=2026-03-02/postings/part-00000.parquet",
                        "daily/dt=2026-03-02/settlement.html",
                        "daily/dt=2026-03-02/MANIFEST.json");
        delivery.verify(SET, day);
    }

    @Test
    void theManifestSaysWhatTheArchiveHas() throws Exception {
        List<StoredObject> stored = delivery.deliver(SET, day);

        ReportManifest manifest;
        try (InputStream in = bucket.open("daily/dt=2026-03-02/MANIFEST.json")) {
            manifest = ReportManifest.verify(in.readAllBytes(), signer.publicKey());
        }

        assertThat(manifest.files())
                .extracting(ReportFile::versionId)
                .containsExactly(
                        stored.get(0).versionId(),
                        stored.get(1).versionId(),
                        stored.get(2).versionId());
        assertThat(manifest.files()).extracting(ReportFile::rows).containsExactly(0L, 12L, null);
        assertThat(manifest.segment()).isEqualTo(61);
    }

    @Test
    void deliveringAgainChangesNothing() throws Exception {
        List<StoredObject> first = delivery.deliver(SET, day);

        List<StoredObject> second = delivery.deliver(SET, day);

        assertThat(second).isEqualTo(first);
        delivery.verify(SET, day);
    }

    /** An HSM signs with ECDSA, whose signature is another one each time. */
    @Test
    void aSignatureThatIsRandomIsMadeOnce() throws Exception {
        Path keys = Files.createDirectory(folder.resolve("hsm"));
        KeyFiles.write(keys, "reports", KeyFiles.fresh("EC"));
        signer = KeyFolder.open(keys, true).signer("reports");
        delivery = new ReportDelivery(bucket, signer);
        List<StoredObject> first = delivery.deliver(SET, day);
        Files.delete(day.resolve(ReportManifest.NAME));

        assertThat(delivery.deliver(SET, day)).isEqualTo(first);
        delivery.verify(SET, day);

        KeyFiles.write(keys, "another", KeyFiles.fresh("EC"));
        ReportDelivery another =
                new ReportDelivery(bucket, KeyFolder.open(keys, true).signer("another"));
        assertThatThrownBy(() -> another.deliver(SET, day))
                .isInstanceOf(ArchiveConflictException.class)
                .hasMessageContaining("MANIFEST.json");
    }

    @Test
    void goesOnAfterAKill() throws Exception {
        running.server()
                .faults()
                .next(
                        100,
                        Operation.PUT_OBJECT,
                        "reports/daily/dt=2026-03-02/s",
                        Fault.INTERNAL_ERROR);
        assertThatThrownBy(() -> delivery.deliver(SET, day))
                .isInstanceOf(ArchiveUnavailableException.class);
        assertThat(bucket.contains("daily/dt=2026-03-02/MANIFEST.json")).isFalse();
        running.server().faults().clear();

        delivery.deliver(SET, day);

        delivery.verify(SET, day);
    }

    @Test
    void otherBytesAreAConflictAndNothingIsFinal() throws Exception {
        bucket.putOnce("daily/dt=2026-03-02/settlement.html", day.resolve("breaks.csv"));

        assertThatThrownBy(() -> delivery.deliver(SET, day))
                .isInstanceOf(ArchiveConflictException.class)
                .hasMessageContaining("reports/daily/dt=2026-03-02/settlement.html");

        assertThat(bucket.contains("daily/dt=2026-03-02/MANIFEST.json")).isFalse();
    }

    @Test
    void aFinalSetTakesNoOtherFile() throws Exception {
        delivery.deliver(SET, day);
        Files.writeString(day.resolve("extra.csv"), "x\n");

        assertThatThrownBy(() -> delivery.deliver(SET, day))
                .isInstanceOf(ArchiveException.class)
                .hasMessageContaining("is final and has other files than ours")
                .hasMessageContaining("only here [extra.csv]");

        assertThat(bucket.contains("daily/dt=2026-03-02/extra.csv")).isFalse();
    }

    @Test
    void noticesAnObjectThatIsNotOurs() throws Exception {
        delivery.deliver(SET, day);
        bucket.putOnce("daily/dt=2026-03-02/stranger.csv", day.resolve("breaks.csv"));

        assertThatThrownBy(() -> delivery.verify(SET, day))
                .isInstanceOf(ArchiveException.class)
                .hasMessageContaining("only there [stranger.csv]");
    }

    @Test
    void noticesBytesThatChangedInTheArchive() throws Exception {
        delivery.deliver(SET, day);
        assertThatCode(() -> delivery.verify(SET, day)).doesNotThrowAnyException();
        running.corruptOnDisk(Files.readAllBytes(day.resolve("settlement.html")));

        assertThatThrownBy(() -> delivery.verify(SET, day)).isInstanceOf(ArchiveException.class);
    }

    @Test
    void demandsTheFilesThatHaveRows() throws Exception {
        Files.delete(day.resolve("breaks.csv"));

        assertThatThrownBy(() -> delivery.deliver(SET, day))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("should have [breaks.csv]");
    }
}
