package com.illuvrse.finance.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.illuvrse.finance.account.AccountId;
import com.illuvrse.finance.canonical.CanonicalJson;
import com.illuvrse.finance.canonical.Json;
import com.illuvrse.finance.canonical.JsonFiles;
import com.illuvrse.finance.canonical.NotCanonicalException;
import com.illuvrse.finance.journal.JournalEntry;
import com.illuvrse.finance.journal.SourceKey;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.Money;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EntryLineTest {

    private static final Currency USD = Currency.of("USD");
    private static final LocalDate DAY = LocalDate.of(2026, 11, 1);
    private static final Instant NOON = Instant.parse("2026-11-01T17:00:00.123456Z");

    private static JournalEntry.Draft entry() {
        return JournalEntry.of(new SourceKey("journal:j-1"), DAY, NOON)
                .debit(AccountId.of("expenses:climate"), Money.of(Long.MAX_VALUE, USD))
                .credit(AccountId.of("assets:bank:operating"), Money.of(Long.MAX_VALUE, USD));
    }

    private static String line(JournalEntry entry) {
        return new EntryLine(SampleDay.salts()).write(entry, entry.id(), 7).toString();
    }

    @Test
    void writesEveryMember() {
        JournalEntry entry =
                entry().effectiveOn(DAY.minusDays(1))
                        .memo("\"quoted\" \\ ☕")
                        .ref("journal", "j-1")
                        .ref("doc", "00ff")
                        .fx(Map.of("rate", "1.08", "date", "2026-10-31"))
                        .reverses(new SourceKey("journal:j-0").entryId())
                        .trace(Json.object().put("kind", "reserve").build())
                        .build();

        String line = line(entry);

        assertThat(line)
                .isEqualTo(
                        """
                        {"bookedOn":"2026-11-01","effectiveOn":"2026-10-31","entryId":"%s",\
                        "fx":{"date":"2026-10-31","rate":"1.08"},"late":true,"lines":[\
                        {"account":"expenses:climate","amount":"9223372036854775807","currency":"USD","side":"D"},\
                        {"account":"assets:bank:operating","amount":"9223372036854775807","currency":"USD","side":"C"}],\
                        "memo":"\\"quoted\\" \\\\ ☕","occurredAt":"2026-11-01T17:00:00.123Z",\
                        "ref":{"doc":"00ff","journal":"j-1"},"reverses":"%s","salt":"%s","seq":7,\
                        "source":"journal:j-1","trace":{"kind":"reserve"},"v":1}"""
                                .formatted(
                                        entry.id(),
                                        entry.reverses(),
                                        SampleDay.salts().ofEntry(entry.id())));
    }

    @Test
    void writesWhatTheGeneralEncoderWrites() {
        Random random = new Random(20261101);
        EntryLine lines = new EntryLine(SampleDay.salts());

        for (int i = 0; i < 500; i++) {
            JournalEntry entry = random(random, i);
            String line = lines.write(entry, entry.id(), i + 1L).toString();
            assertThat(CanonicalJson.text(JsonFiles.object(JsonFiles.parse(line)))).isEqualTo(line);
        }
    }

    private static JournalEntry random(Random random, int number) {
        List<String> pieces = List.of("a", "Z ", "0", "\"", "\\", "é", "☕", "😀", "<&>/", "ı");
        StringBuilder memo = new StringBuilder();
        for (int length = random.nextInt(40); length > 0; length--) {
            memo.append(pieces.get(random.nextInt(pieces.size())));
        }
        JournalEntry.Draft entry =
                JournalEntry.of(
                                new SourceKey("journal:r-" + number),
                                DAY,
                                NOON.plusSeconds(random.nextInt(90_000)))
                        .effectiveOn(DAY.minusDays(random.nextInt(2)))
                        .memo(random.nextBoolean() ? memo.toString() : null)
                        .ref("order", random.nextBoolean() ? "o-" + number : null);
        for (int i = random.nextInt(4); i > 0; i--) {
            Money amount = Money.of(random.nextLong(1, 1L << 60), USD);
            entry.debit(AccountId.of("assets:a" + random.nextInt(9)), amount)
                    .credit(AccountId.of("liabilities:b" + random.nextInt(9)), amount);
        }
        return entry.build();
    }

    @Test
    void writesAMovementOfNothing() {
        JournalEntry entry =
                JournalEntry.of(new SourceKey("stripe:acct_1:bt:txn_1"), DAY, NOON).build();

        assertThat(line(entry)).contains("\"lines\":[],", "\"ref\":{},");
    }

    @Test
    void refusesAReferenceTheFormatDoesNotKnow() {
        JournalEntry entry = entry().ref("invoice", "i-1").build();

        assertThatThrownBy(() -> line(entry))
                .hasMessage("entry journal:j-1 has the unknown reference \"invoice\"");
    }

    @Test
    void refusesTextNoSignedFileMayHold() {
        JournalEntry entry = entry().memo("two\nlines").build();

        assertThatThrownBy(() -> line(entry)).isInstanceOf(NotCanonicalException.class);
    }

    @Test
    void refusesALineThatIsTooLong() {
        JournalEntry entry = entry().memo("m".repeat(EntryLine.MAX_BYTES)).build();

        assertThatThrownBy(() -> line(entry))
                .hasMessageMatching(
                        "the line of entry journal:j-1 has 6[0-9]{4} bytes, more than 65536");
    }

    @Test
    void countsTheLevelsOfACalculation() {
        Json deep = Json.array(List.of());
        for (int level = 2; level <= 7; level++) {
            deep = Json.array(List.of(deep));
        }
        JournalEntry entry = entry().trace(Json.object().put("a", deep).build()).build();

        assertThatThrownBy(() -> line(entry))
                .isInstanceOf(NotCanonicalException.class)
                .hasMessageStartingWith("at most 8");
    }
}
