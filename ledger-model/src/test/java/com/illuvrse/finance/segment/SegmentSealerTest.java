package com.illuvrse.finance.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.illuvrse.finance.canonical.Json;
import com.illuvrse.finance.canonical.JsonFiles;
import com.illuvrse.finance.journal.JournalEntry;
import com.illuvrse.finance.order.OrderEvent;
import com.illuvrse.finance.reconciliation.ControlCheck;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class SegmentSealerTest {

    private static final JsonNode HASHES = JsonFiles.read("proof/hashes.json").path("segments");

    @TempDir private Path folder;

    private SealedSegment seal(SampleDay day) {
        try (SegmentSealer sealer = begin(day)) {
            day.feed(sealer);
            return sealer.finish();
        }
    }

    private SegmentSealer begin(SampleDay day) {
        return SegmentSealer.begin(folder.resolve(day.folder()), day.plan(), SampleDay.salts());
    }

    private static Set<String> filesOf(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            return paths.filter(Files::isRegularFile)
                    .map(path -> folder.relativize(path).toString())
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4})
    void writesTheSampleLedgerByteForByte(int number) throws IOException {
        SampleDay day = new SampleDay(number);
        Set<String> listed =
                day.read("manifest.json").objects("files").stream()
                        .map(file -> file.text("path"))
                        .collect(Collectors.toCollection(TreeSet::new));
        listed.add("manifest.json");

        SealedSegment sealed = seal(day);

        Path written = folder.resolve(day.folder());
        assertThat(filesOf(written)).isEqualTo(listed);
        for (String path : listed) {
            assertThat(Files.readString(written.resolve(path), StandardCharsets.UTF_8))
                    .as(path)
                    .isEqualTo(new String(day.bytes(path), StandardCharsets.UTF_8));
        }
        JsonNode expected = HASHES.path(number);
        assertThat(sealed.manifestId()).isEqualTo(expected.path("manifestId").stringValue());
        assertThat(sealed.entriesRoot()).isEqualTo(expected.path("entriesRoot").stringValue());
        assertThat(sealed.logRoot()).isEqualTo(expected.path("logRootAfter").stringValue());
        assertThat(sealed.count()).isEqualTo(expected.path("entries").size());
        assertThat(new String(day.bytes("checkpoint"), StandardCharsets.UTF_8))
                .startsWith(sealed.checkpointBody() + "\n— ");
        assertThat(folder.toFile().list()).containsExactly(day.folder());
    }

    @Test
    void sealsAGenesisOutOfNothing() {
        SampleDay day = new SampleDay(0);

        SealedSegment sealed =
                SegmentSealer.genesis(
                        folder.resolve(day.folder()),
                        day.plan(),
                        SampleDay.salts(),
                        "acct_test",
                        day.settings());

        assertThat(sealed.manifest())
                .isEqualTo(new String(day.bytes("manifest.json"), StandardCharsets.UTF_8));
    }

    @Test
    void givesEveryLineAsItStandsInTheFile() throws IOException {
        SampleDay day = new SampleDay(1);

        List<String> lines;
        try (SegmentSealer sealer = begin(day)) {
            lines = day.entries().stream().map(sealer::entry).toList();
        }

        assertThat(String.join("\n", lines) + "\n")
                .isEqualTo(new String(day.bytes("ledger.jsonl"), StandardCharsets.UTF_8));
    }

    @Test
    void sealingADayAgainChangesNothing() throws IOException {
        SampleDay day = new SampleDay(3);
        SealedSegment first = seal(day);
        Path checkpoint = folder.resolve(day.folder()).resolve("checkpoint");
        Files.writeString(checkpoint, "signed");

        SealedSegment again = seal(day);

        assertThat(again).isEqualTo(first);
        assertThat(checkpoint).hasContent("signed");
        assertThat(folder.toFile().list()).containsExactly(day.folder());
    }

    @ParameterizedTest
    @ValueSource(strings = {"manifest.json", "seals.txt", "evidence/orders.jsonl"})
    void refusesToReplaceASealedDayByAnother(String path) throws IOException {
        SampleDay day = new SampleDay(2);
        seal(day);
        Path file = folder.resolve(day.folder()).resolve(path);
        Files.writeString(file, "{}");

        assertThatThrownBy(() -> seal(day))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith(file + " was sealed before");
        assertThat(file).hasContent("{}");
    }

    @Test
    void refusesASealedDayThatLostAFile() throws IOException {
        SampleDay day = new SampleDay(2);
        seal(day);
        Path file = folder.resolve(day.folder()).resolve("chain.txt");
        Files.delete(file);

        assertThatThrownBy(() -> seal(day)).hasMessageStartingWith(file + " was sealed before");
        assertThat(file).doesNotExist();
    }

    @Test
    void throwsAwayWhatAKilledRunLeft() throws IOException {
        SampleDay day = new SampleDay(2);
        Path left = folder.resolve(day.folder() + ".building").resolve("evidence");
        Files.createDirectories(left);
        Files.writeString(left.resolve("orders.jsonl"), "half a li");

        seal(day);

        assertThat(folder.toFile().list()).containsExactly(day.folder());
    }

    @Test
    void refusesEntriesOutOfOrder() {
        SampleDay day = new SampleDay(1);
        List<JournalEntry> entries = day.entries();

        try (SegmentSealer sealer = begin(day)) {
            sealer.entry(entries.get(1));

            assertThatThrownBy(() -> sealer.entry(entries.get(0)))
                    .hasMessageStartingWith("entries come by instant and id; after journal:adj-1")
                    .hasMessageContaining("journal:op-1");
            assertThatThrownBy(() -> sealer.entry(entries.get(1)))
                    .hasMessageStartingWith("entries come by instant and id");
        }
    }

    @Test
    void refusesEntriesOfAnotherDay() {
        SampleDay day = new SampleDay(2);
        JournalEntry entry = new SampleDay(1).entries().getFirst();

        try (SegmentSealer sealer = begin(day)) {
            assertThatThrownBy(() -> sealer.entry(entry))
                    .hasMessageContaining("has no place in segment 2 of 2026-10-31");
        }
    }

    @Test
    void refusesAnEntryThatSaysNotWhatDayItIsOf() {
        SampleDay day = new SampleDay(3);
        JournalEntry late = day.entries().getFirst();
        JournalEntry notLate =
                JournalEntry.of(late.source(), late.bookedOn(), late.occurredAt()).build();
        JournalEntry lateOnAnotherDay =
                JournalEntry.of(late.source(), late.bookedOn(), late.occurredAt())
                        .effectiveOn(late.effectiveOn().plusDays(1))
                        .build();

        try (SegmentSealer sealer = begin(day)) {
            assertThatThrownBy(() -> sealer.entry(notLate))
                    .hasMessageEndingWith("cannot be effective on 2026-11-01");
            assertThatThrownBy(() -> sealer.entry(lateOnAnotherDay))
                    .hasMessageEndingWith("cannot be effective on 2026-10-31");
        }
    }

    @Test
    void refusesRowsOutOfOrderAndTwice() {
        SampleDay day = new SampleDay(1);
        List<OrderEvent> events =
                List.of(event("o-1", "e2"), event("o-1", "e1"), event("o-1", "e2"));

        try (SegmentSealer sealer = begin(day)) {
            sealer.order(events.get(0));

            assertThatThrownBy(() -> sealer.order(events.get(1)))
                    .hasMessageStartingWith("the rows of evidence/orders.jsonl are in order");
            assertThatThrownBy(() -> sealer.order(events.get(2)))
                    .hasMessageContaining("none is there twice");
        }
    }

    private static OrderEvent event(String order, String event) {
        return OrderEvent.from(
                Json.object()
                        .put("type", "order.cancelled")
                        .put("order", order)
                        .put("event", event)
                        .put("occurredAt", "2026-10-30T12:00:00.000Z")
                        .build());
    }

    @Test
    void refusesADayThatIsNotComplete() {
        SampleDay day = new SampleDay(1);

        try (SegmentSealer sealer = begin(day)) {
            sealer.control(ControlCheck.royaltiesReproduced(1, 0));

            assertThatThrownBy(sealer::finish)
                    .hasMessageStartingWith(
                            "segment 1 needs 7 controls, Stripe's balance and the settings")
                    .hasMessageContaining("found controls [7], balance null, settings null");
            assertThatThrownBy(() -> sealer.control(ControlCheck.royaltiesReproduced(0, 0)))
                    .hasMessage("control 7 is given twice");
        }
    }

    @Test
    void refusesABalanceReadBeforeTheDayWasOver() {
        SampleDay day = new SampleDay(1);
        Instant tooEarly = day.plan().day().to().minusMillis(1);
        Instant tooLate = day.plan().sealedAt().plusMillis(1);

        try (SegmentSealer sealer = begin(day)) {
            for (Instant instant : List.of(tooEarly, tooLate)) {
                StripeBalance balance = new StripeBalance("acct_test", instant, List.of());
                assertThatThrownBy(() -> sealer.stripeBalance(balance))
                        .hasMessageContaining("found " + instant);
            }
            assertThatThrownBy(() -> sealer.stripeBalance(StripeBalance.ofGenesis("acct_test")))
                    .hasMessageContaining("found null");
        }
    }

    @Test
    void refusesAFolderOfAnotherNumber() {
        SampleDay day = new SampleDay(3);

        assertThatThrownBy(
                        () ->
                                SegmentSealer.begin(
                                        folder.resolve("segment-000002"),
                                        day.plan(),
                                        SampleDay.salts()))
                .hasMessageStartingWith("with 3 earlier segments this is segment-000003");
    }
}
