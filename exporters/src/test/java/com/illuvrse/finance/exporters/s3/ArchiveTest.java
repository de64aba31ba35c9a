package com.illuvrse.finance.exporters.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.illuvrse.finance.canonical.Sha256;
import com.illuvrse.finance.sandbox.s3.Fault;
import com.illuvrse.finance.sandbox.s3.Operation;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ArchiveTest {

    private static final ObjectLock LOCK =
            new ObjectLock(
                    ObjectLock.Mode.GOVERNANCE, RunningArchive.NOW.plus(Duration.ofDays(3650)));

    @TempDir Path folder;
    private RunningArchive running;
    private Archive archive;

    @BeforeEach
    void start() throws IOException {
        running = new RunningArchive(folder);
        archive = running.archive();
    }

    @AfterEach
    void stop() throws IOException {
        running.close();
    }

    private Path file(String content) throws IOException {
        return Files.writeString(Files.createTempFile(folder, "file", ""), content);
    }

    @Test
    void writingTheSameBytesAgainFindsTheFirstVersion() throws Exception {
        StoredObject first = archive.reports().putOnce("daily/a.csv", file("a,b\n"));

        StoredObject second = archive.reports().putOnce("daily/a.csv", file("a,b\n"));

        assertThat(second).isEqualTo(first);
        assertThat(first.sha256())
                .isEqualTo(Sha256.hexOf("a,b\n".getBytes(StandardCharsets.UTF_8)));
        archive.reports().verifyDelivered(first, null);
    }

    @Test
    void otherBytesUnderTheSameKeyAreAConflictAndReplaceNothing() throws Exception {
        archive.reports().putOnce("daily/a.csv", file("first"));

        assertThatThrownBy(() -> archive.reports().putOnce("daily/a.csv", file("second")))
                .isInstanceOf(ArchiveConflictException.class)
                .hasMessageContaining("object reports/daily/a.csv is there with other content");

        try (InputStream in = archive.reports().open("daily/a.csv")) {
            assertThat(in).hasContent("first");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"INTERNAL_ERROR", "SLOW_DOWN", "CONFLICT", "CUT_BEFORE", "CUT_AFTER"})
    void writesOnceWhateverGoesWrongOnTheWay(Fault fault) throws Exception {
        running.server().faults().next(2, Operation.PUT_OBJECT, "reports/", fault);

        StoredObject stored = archive.reports().putOnce("daily/a.csv", file("content"));

        archive.reports().verifyDelivered(stored, null);
        assertThat(running.server().faults().made(fault)).isPositive();
    }

    @Test
    void givesUpWithASentenceWhenTheArchiveStaysAway() {
        running.server().faults().next(100, Operation.PUT_OBJECT, "", Fault.INTERNAL_ERROR);

        assertThatThrownBy(() -> archive.reports().putOnce("daily/a.csv", file("content")))
                .isInstanceOf(ArchiveUnavailableException.class)
                .hasMessageContaining("bucket reports: cannot write daily/a.csv");

        assertThat(running.server().faults().requests(Operation.PUT_OBJECT)).isEqualTo(6);
    }

    @Test
    void aLockedObjectIsReadBackWithItsLock() throws Exception {
        StoredObject stored = archive.audit().putOnce("v1/x/manifest.json", file("{}"), LOCK);

        archive.audit().verifyDelivered(stored, LOCK);
    }

    @Test
    void noticesALockThatIsMissingOrTooShort() throws Exception {
        StoredObject open = archive.audit().putOnce("v1/open", file("open"));
        StoredObject locked = archive.audit().putOnce("v1/locked", file("locked"), LOCK);
        ObjectLock longer = new ObjectLock(LOCK.mode(), LOCK.until().plusSeconds(1));
        ObjectLock stronger = new ObjectLock(ObjectLock.Mode.COMPLIANCE, LOCK.until());

        assertThatThrownBy(() -> archive.audit().verifyDelivered(open, LOCK))
                .isInstanceOf(ArchiveException.class)
                .hasMessageContaining("object audit/v1/open should be locked")
                .hasMessageContaining("found no lock");
        assertThatThrownBy(() -> archive.audit().verifyDelivered(locked, longer))
                .isInstanceOf(ArchiveException.class)
                .hasMessageContaining("should be locked GOVERNANCE until 2036-02-29T02:00:01Z");
        assertThatThrownBy(() -> archive.audit().verifyDelivered(locked, stronger))
                .isInstanceOf(ArchiveException.class)
                .hasMessageContaining("should be locked COMPLIANCE");
    }

    @Test
    void noticesASecondVersionAndADeletion() throws Exception {
        StoredObject first = archive.reports().putOnce("CURRENT.json", file("one"));
        archive.reports().replace("CURRENT.json", file("two"));
        StoredObject second = archive.reports().head("CURRENT.json");

        assertThatThrownBy(() -> archive.reports().verifyDelivered(second, null))
                .isInstanceOf(ArchiveException.class)
                .hasMessageContaining("should have the one version " + second.versionId())
                .hasMessageContaining(first.versionId());
    }

    @Test
    void noticesBytesThatChangedInTheArchive() throws Exception {
        StoredObject stored = archive.audit().putOnce("v1/x/ledger.jsonl", file("truth"), LOCK);
        running.corruptOnDisk("truth".getBytes(StandardCharsets.UTF_8));

        assertThatThrownBy(() -> archive.audit().verifyDelivered(stored, LOCK))
                .isInstanceOf(ArchiveException.class)
                .hasMessageContaining("v1/x/ledger.jsonl");
        assertThatThrownBy(
                        () ->
                                archive.audit()
                                        .get(
                                                "v1/x/ledger.jsonl",
                                                folder.resolve("copy"),
                                                stored.sha256()))
                .isInstanceOf(ArchiveException.class);
        assertThat(folder.resolve("copy")).doesNotExist();
    }

    @Test
    void knowsWhatIsNotThere() throws Exception {
        archive.reports().putOnce("daily/a.csv", file("content"));

        assertThat(archive.reports().contains("daily/a.csv")).isTrue();
        assertThat(archive.reports().contains("daily/b.csv")).isFalse();
        assertThatThrownBy(() -> archive.reports().head("daily/b.csv"))
                .isInstanceOf(ArchiveUnavailableException.class)
                .hasMessageContaining("bucket reports: cannot look at daily/b.csv");
    }

    @Test
    void onlyCurrentIsEverReplaced() {
        assertThatThrownBy(() -> archive.reports().replace("MANIFEST.json", file("{}")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("only CURRENT.json is ever replaced");
    }

    @Test
    void listsBeyondOnePage() throws Exception {
        Path empty = file("x");
        IntStream.range(0, 1005)
                .parallel()
                .forEach(
                        i ->
                                assertThatCode(
                                                () ->
                                                        archive.reports()
                                                                .putOnce(
                                                                        "daily/" + (1000 + i),
                                                                        empty))
                                        .doesNotThrowAnyException());

        List<String> keys = archive.reports().keys("daily/");

        assertThat(keys).hasSize(1005).isSorted();
    }

    @Test
    void theInboxShowsWhatWasDeliveredUpToADay() throws Exception {
        ArchiveBucket inbox = archive.inbox().bucket();
        for (String key :
                List.of(
                        "orders/dt=2026-03-01/b.jsonl",
                        "orders/dt=2026-03-01/a.jsonl",
                        "orders/dt=2026-03-02/a.jsonl",
                        "orders/dt=2026-03-03/a.jsonl",
                        "orders/dt=2026-02-30/a.jsonl",
                        "orders/yesterday.jsonl",
                        "payees/dt=2026-03-01/a.jsonl")) {
            inbox.putOnce(key, file(key));
        }

        List<Inbox.InboxFile> files =
                archive.inbox().files("orders", LocalDate.parse("2026-03-02"));

        assertThat(archive.inbox().feeds()).containsExactly("orders", "payees");
        assertThat(files)
                .extracting(Inbox.InboxFile::key)
                .containsExactly(
                        "orders/dt=2026-03-01/a.jsonl",
                        "orders/dt=2026-03-01/b.jsonl",
                        "orders/dt=2026-03-02/a.jsonl");
        assertThat(archive.inbox().misplaced("orders"))
                .containsExactly("orders/dt=2026-02-30/a.jsonl", "orders/yesterday.jsonl");
        try (InputStream in = archive.inbox().open(files.getFirst())) {
            assertThat(in).hasContent("orders/dt=2026-03-01/a.jsonl");
        }
    }

    @Test
    void demandsBucketsThatKeepVersionsAndLock() {
        archive.requireBuckets();
        archive.createBuckets();
        ArchiveSettings swapped =
                new ArchiveSettings(
                        running.settings().endpoint(),
                        "eu-central-1",
                        true,
                        running.settings().credentials(),
                        "reports",
                        "tax",
                        "inbox",
                        "inbox");

        try (Archive wrong = Archive.connect(swapped)) {
            assertThatThrownBy(wrong::requireBuckets)
                    .isInstanceOf(ArchiveException.class)
                    .hasMessageContaining("bucket inbox must have Object Lock");
        }
    }

    @Test
    void theKeyIsNeverPrinted() throws Exception {
        String secret = Files.readAllLines(folder.resolve("s3-key")).getLast();

        assertThat(running.settings().toString()).doesNotContain(secret);
    }
}
