package com.illuvrse.finance.exporters.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.illuvrse.finance.exporters.s3.ArchiveBucket;
import com.illuvrse.finance.exporters.s3.ArchiveConflictException;
import com.illuvrse.finance.exporters.s3.ArchiveException;
import com.illuvrse.finance.exporters.s3.ArchiveUnavailableException;
import com.illuvrse.finance.exporters.s3.ObjectLock;
import com.illuvrse.finance.exporters.s3.RunningArchive;
import com.illuvrse.finance.exporters.s3.StoredObject;
import com.illuvrse.finance.sandbox.s3.Fault;
import com.illuvrse.finance.sandbox.s3.Operation;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Period;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Delivers segment 2 of the sample ledger. */
class SegmentDeliveryTest {

    private static final String PREFIX = "v1/ledger.example.com/marketplace-test/segment-000002/";

    @TempDir Path folder;
    private RunningArchive running;
    private ArchiveBucket audit;
    private Path sealed;

    @BeforeEach
    void start() throws Exception {
        running = new RunningArchive(folder);
        audit = running.archive().audit();
        sealed = folder.resolve("segment-000002");
        copySample(sealed);
    }

    @AfterEach
    void stop() throws Exception {
        running.close();
    }

    private SegmentDelivery delivery() {
        return new SegmentDelivery(audit, ObjectLock.Mode.GOVERNANCE, Period.ofYears(10));
    }

    private static void copySample(Path target) throws IOException, URISyntaxException {
        URL sample =
                Objects.requireNonNull(
                        SegmentDeliveryTest.class.getResource("/proof/ledger/segment-000002"));
        if (sample.getProtocol().equals("jar")) {
            String file = sample.getPath();
            Path archive = Path.of(URI.create(file.substring(0, file.indexOf("!/"))));
            try (FileSystem files = FileSystems.newFileSystem(archive)) {
                copy(files.getPath("/proof/ledger/segment-000002"), target);
            }
        } else {
            copy(Path.of(sample.toURI()), target);
        }
    }

    private static void copy(Path source, Path target) throws IOException {
        try (Stream<Path> paths = Files.walk(source)) {
            paths.forEach(
                    path -> {
                        Path copy = target.resolve(source.relativize(path).toString());
                        try {
                            if (Files.isDirectory(path)) {
                                Files.createDirectories(copy);
                            } else {
                                Files.copy(path, copy);
                            }
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    });
        }
    }

    @Test
    void putsThePayloadThenTheManifestAndTheCheckpointLast() throws Exception {
        List<String> keys =
                delivery().deliver(sealed).stream()
                        .map(StoredObject::key)
                        .map(key -> key.substring(PREFIX.length()))
                        .toList();

        assertThat(keys).startsWith("balances.jsonl").endsWith("manifest.json", "checkpoint");
        assertThat(keys).contains("keys/registry-0001.note", "evidence/orders.jsonl");
        delivery().verify(sealed);
    }

    @Test
    void deliveringAgainChangesNothing() throws Exception {
        List<StoredObject> first = delivery().deliver(sealed);

        assertThat(delivery().deliver(sealed)).isEqualTo(first);

        delivery().verify(sealed);
    }

    @Test
    void goesOnAfterAKillAndHasNoCheckpointBefore() throws Exception {
        running.server()
                .faults()
                .next(
                        100,
                        Operation.PUT_OBJECT,
                        "audit/" + PREFIX + "evidence/orders",
                        Fault.INTERNAL_ERROR);
        assertThatThrownBy(() -> delivery().deliver(sealed))
                .isInstanceOf(ArchiveUnavailableException.class);
        assertThat(audit.keys(PREFIX)).isNotEmpty().doesNotContain(PREFIX + "checkpoint");
        running.server().faults().clear();

        delivery().deliver(sealed);

        delivery().verify(sealed);
    }

    @Test
    void anotherStoryUnderTheSameNumberIsAConflict() throws Exception {
        audit.putOnce(PREFIX + "checkpoint", sealed.resolve("chain.txt"));

        assertThatThrownBy(() -> delivery().deliver(sealed))
                .isInstanceOf(ArchiveConflictException.class)
                .hasMessageContaining("object audit/" + PREFIX + "checkpoint is there with other");
    }

    @Test
    void aMissingOrWeakerLockIsAnAlarm() throws Exception {
        audit.putOnce(PREFIX + "chain.txt", sealed.resolve("chain.txt"));
        delivery().deliver(sealed);
        SegmentDelivery longer =
                new SegmentDelivery(audit, ObjectLock.Mode.GOVERNANCE, Period.ofYears(11));
        SegmentDelivery stronger =
                new SegmentDelivery(audit, ObjectLock.Mode.COMPLIANCE, Period.ofYears(10));

        assertThatThrownBy(() -> delivery().verify(sealed))
                .isInstanceOf(ArchiveException.class)
                .hasMessageContaining(PREFIX + "chain.txt should be locked GOVERNANCE until 2036-")
                .hasMessageContaining("found no lock");
        assertThatThrownBy(() -> longer.verify(sealed))
                .isInstanceOf(ArchiveException.class)
                .hasMessageContaining("should be locked GOVERNANCE until 2037-");
        assertThatThrownBy(() -> stronger.verify(sealed))
                .isInstanceOf(ArchiveException.class)
                .hasMessageContaining("should be locked COMPLIANCE");
    }

    @Test
    void filesThatAreMadeLaterFollow() throws Exception {
        delivery().deliver(sealed);
        Files.createDirectory(sealed.resolve("wit"));
        Files.writeString(sealed.resolve("wit/checkpoint"), "later");

        List<StoredObject> stored = delivery().deliver(sealed);

        assertThat(stored.getLast().key()).isEqualTo(PREFIX + "wit/checkpoint");
        delivery().verify(sealed);
    }

    @Test
    void noticesAnObjectThatDoesNotBelongThere() throws Exception {
        delivery().deliver(sealed);
        audit.putOnce(PREFIX + "notes.txt", sealed.resolve("chain.txt"));

        assertThatThrownBy(() -> delivery().verify(sealed))
                .isInstanceOf(ArchiveException.class)
                .hasMessageContaining("holds what")
                .hasMessageContaining("notes.txt");
    }

    @Test
    void noticesBytesThatChangedInTheArchive() throws Exception {
        delivery().deliver(sealed);
        running.corruptOnDisk(Files.readAllBytes(sealed.resolve("controls.json")));

        assertThatThrownBy(() -> delivery().verify(sealed))
                .isInstanceOf(ArchiveException.class)
                .hasMessageContaining("controls.json");
    }

    @Test
    void deliversNothingOfAPackageThatIsNotWhole() throws Exception {
        Files.delete(sealed.resolve("checkpoint"));
        Files.delete(sealed.resolve("seals.txt"));
        Files.writeString(sealed.resolve("chain.txt"), "another chain");
        Files.writeString(sealed.resolve("readme.txt"), "hello");

        assertThatThrownBy(() -> delivery().deliver(sealed))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("checkpoint is missing, the segment is not sealed")
                .hasMessageContaining("seals.txt is missing")
                .hasMessageContaining("chain.txt is not the file the manifest lists")
                .hasMessageContaining("readme.txt does not belong to a package");

        assertThat(audit.keys("v1/")).isEmpty();
    }

    @Test
    void refusesAFolderOfAnotherName() throws Exception {
        Path renamed = Files.move(sealed, folder.resolve("segment-000003"));

        assertThatThrownBy(() -> delivery().deliver(renamed))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(
                        "the package of segment-000002 should be in a folder of that");
    }

    @Test
    void refusesARetentionOfNothing() {
        assertThatThrownBy(
                        () -> new SegmentDelivery(audit, ObjectLock.Mode.GOVERNANCE, Period.ZERO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is kept for a time");
    }

    @Test
    void whatWasDeliveredCanBeReadAsItWas() throws Exception {
        delivery().deliver(sealed);

        try (InputStream in = audit.open(PREFIX + "manifest.json")) {
            assertThat(in).hasBinaryContent(Files.readAllBytes(sealed.resolve("manifest.json")));
        }
    }
}
