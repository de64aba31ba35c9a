package com.illuvrse.finance.jobs.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.illuvrse.finance.account.AccountId;
import com.illuvrse.finance.account.Accounts;
import com.illuvrse.finance.canonical.Json;
import com.illuvrse.finance.journal.EntryId;
import com.illuvrse.finance.journal.JournalEntry;
import com.illuvrse.finance.journal.SourceKey;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.Money;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Entries written to PostgreSQL and read back. */
final class JournalTest {

    private static final LocalDate DAY = LocalDate.of(2026, 3, 2);
    private static final Instant NOON = Instant.parse("2026-03-02T17:00:00Z");
    private static final Currency USD = Currency.of("USD");
    private static final Currency EUR = Currency.of("EUR");
    private static final TestDatabase DATABASE =
            TestDatabase.create().open(DAY).open(DAY.plusDays(1)).open(DAY.plusDays(2));
    private static final Journal JOURNAL = new Journal(DATABASE.database());

    @AfterAll
    static void close() {
        DATABASE.close();
    }

    @Test
    void readsBackEveryMember() {
        JournalEntry first = draft("all:0").build();
        JournalEntry.Draft draft =
                JournalEntry.of(SourceKey.of("all", "1"), DAY, NOON.plusMillis(7))
                        .effectiveOn(DAY.minusDays(9))
                        .debit(Accounts.STRIPE_PENDING, Money.of(Long.MAX_VALUE, USD))
                        .credit(Accounts.CLEARING_CHARGE, Money.of(Long.MAX_VALUE, USD))
                        .debit(Accounts.payable("Alice.2_x-y"), Money.of(1, EUR))
                        .credit(Accounts.ESCROW, Money.of(1, EUR))
                        .memo(
                                "tab\there, line\nthere, C:\\N \\. \"quoted\" {1,2} 'it''s' ğıİ 你好 🎧")
                        .reverses(first.id())
                        .fx(Map.of("rate", "1.0834", "source", "ecb", "on", "2026-02-27"))
                        .trace(
                                Json.object()
                                        .put("rule", "royalty/1")
                                        .put("net", 12L)
                                        .put("first", new Json.Bool(true))
                                        .put("shares", Json.array(List.of(Json.text("1/3"))))
                                        .put("part", Json.object().put("a\\\"\t", "\\N").build())
                                        .build());
        for (String ref :
                List.of(
                        "order",
                        "bt",
                        "stripe",
                        "payee",
                        "contract",
                        "batch",
                        "journal",
                        "dispute",
                        "statement",
                        "doc")) {
            draft.ref(ref, ref + " \t\\N'\"{},é🎧");
        }
        JournalEntry entry = draft.build();

        post(List.of(first));
        post(List.of(entry));

        assertThat(JOURNAL.find(entry.source())).isEqualTo(entry);
        assertThat(JOURNAL.find(first.source())).isEqualTo(first);
        assertThat(JOURNAL.find(SourceKey.of("all", "2"))).isNull();
        assertThat(JOURNAL.contains(entry.source())).isTrue();
        assertThat(JOURNAL.contains(SourceKey.of("all", "2"))).isFalse();
    }

    @Test
    void readsBackAMovementOfNothing() {
        JournalEntry zero =
                JournalEntry.of(SourceKey.of("stripe", "acct_1", "bt", "txn_0"), DAY, NOON).build();

        post(List.of(zero));

        assertThat(JOURNAL.find(zero.source())).isEqualTo(zero);
    }

    @Test
    void readsBackAnyMemo() {
        Random random = new Random(20261125);
        List<JournalEntry> entries = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            StringBuilder memo = new StringBuilder();
            random.ints(random.nextInt(20), 1, 0x2ffff)
                    .map(c -> random.nextBoolean() ? c % 0x80 + (c % 0x80 == 0 ? 1 : 0) : c)
                    .filter(c -> c < 0xd800 || c > 0xdfff)
                    .forEach(memo::appendCodePoint);
            entries.add(draft("memo:" + i).memo(memo.toString()).build());
        }

        post(entries);

        for (JournalEntry entry : entries) {
            assertThat(JOURNAL.find(entry.source())).isEqualTo(entry);
        }
    }

    @Test
    void postingAgainAddsNothing() {
        List<JournalEntry> both = List.of(draft("again:1").build(), draft("again:2").build());
        List<JournalEntry> three = new ArrayList<>(both);
        three.add(draft("again:3").build());

        assertThat(post(both)).isEqualTo(2);
        assertThat(post(both)).isZero();
        assertThat(post(three)).isEqualTo(1);
        assertThat(post(List.of())).isZero();
        assertThat(count("again:%")).isEqualTo(3);
    }

    @Test
    void theSameFactOnALaterDayStaysWhereItWasBooked() {
        SourceKey key = SourceKey.of("later", "1");
        UnaryOperator<JournalEntry.Draft> content =
                draft ->
                        draft.effectiveOn(DAY)
                                .debit(Accounts.STRIPE_PENDING, Money.of(5, USD))
                                .credit(Accounts.CLEARING_CHARGE, Money.of(5, USD));
        JournalEntry onTime = content.apply(JournalEntry.of(key, DAY, NOON)).build();
        JournalEntry late = content.apply(JournalEntry.of(key, DAY.plusDays(1), NOON)).build();

        assertThat(post(List.of(onTime))).isEqualTo(1);
        assertThat(post(List.of(late))).isZero();
        assertThat(Objects.requireNonNull(JOURNAL.find(key)).bookedOn()).isEqualTo(DAY);
    }

    @ParameterizedTest
    @MethodSource("differences")
    void refusesOtherContentUnderAKeyAndWritesNothing(UnaryOperator<JournalEntry.Draft> change) {
        post(List.of(draft("differs:0").memo("as it was").build()));
        JournalEntry other = change.apply(draft("differs:0").memo("as it was")).build();
        JournalEntry innocent = draft("differs:innocent").build();

        assertThatThrownBy(() -> post(List.of(innocent, other)))
                .isInstanceOf(EntryDiffersException.class)
                .hasMessageContaining("differs:0");
        assertThatThrownBy(() -> post(List.of(other, draft("differs:0").build())))
                .isInstanceOf(EntryDiffersException.class);
        assertThat(count("differs:%")).isEqualTo(1);
    }

    static Stream<UnaryOperator<JournalEntry.Draft>> differences() {
        return Stream.of(
                draft ->
                        draft.debit(Accounts.STRIPE_PENDING, Money.of(1, USD))
                                .credit(Accounts.CLEARING_CHARGE, Money.of(1, USD)),
                draft ->
                        draft.debit(Accounts.STRIPE_PENDING, Money.of(1, EUR))
                                .credit(Accounts.CLEARING_CHARGE, Money.of(1, EUR)),
                draft -> draft.effectiveOn(DAY.minusDays(1)),
                draft -> draft.ref("order", "o-2"),
                draft -> draft.memo("as it was not"),
                draft -> draft.memo(null),
                draft -> draft.reverses(EntryId.of(new SourceKey("x:1"))),
                draft -> draft.fx(Map.of("rate", "1")),
                draft -> draft.trace(Json.object().put("rule", "1").build()));
    }

    @Test
    void givesTheEntriesOfADayInTheOrderOfTheSeal() {
        LocalDate day = DAY.plusDays(2);
        List<JournalEntry> entries =
                new ArrayList<>(
                        IntStream.range(0, 500)
                                .mapToObj(
                                        i ->
                                                JournalEntry.of(
                                                                SourceKey.of("order", "k" + i),
                                                                day,
                                                                NOON.plusMillis(i % 3))
                                                        .effectiveOn(DAY)
                                                        .debit(Accounts.ESCROW, Money.of(1, USD))
                                                        .credit(Accounts.OPENING, Money.of(1, USD))
                                                        .build())
                                .toList());
        post(entries);
        Comparator<JournalEntry> byInstant = Comparator.comparing(JournalEntry::occurredAt);

        List<JournalEntry> read = new ArrayList<>();
        DATABASE.database()
                .read(
                        () -> {
                            JOURNAL.forEachOf(day, read::add);
                            return true;
                        });

        entries.sort(byInstant.thenComparing(entry -> entry.id().toString()));
        assertThat(read).containsExactlyElementsOf(entries);
        entries.sort(byInstant.thenComparing(entry -> entry.id().uuid()));
        assertThat(read).as("signed order of UUID.compareTo").isNotEqualTo(entries);
    }

    @Test
    void takesTwentyThousandEntriesAtOnce() {
        List<JournalEntry> entries =
                IntStream.range(0, 20_000).mapToObj(i -> draft("bulk:" + i).build()).toList();

        assertThat(post(entries)).isEqualTo(20_000);
        assertThat(post(entries)).isZero();
        assertThat(count("bulk:%")).isEqualTo(20_000);
    }

    @Test
    void forgetsAccountsWhoseTransactionFailed() {
        AccountId fresh = Accounts.payable("fresh");
        JournalEntry first =
                JournalEntry.of(SourceKey.of("undone", "1"), DAY, NOON)
                        .debit(fresh, Money.of(5, USD))
                        .credit(Accounts.ESCROW, Money.of(5, USD))
                        .build();

        assertThatThrownBy(
                        () ->
                                DATABASE.database()
                                        .write(
                                                LedgerRole.WRITER,
                                                DATABASE.epoch(),
                                                () -> {
                                                    JOURNAL.post(List.of(first));
                                                    JOURNAL.post(List.of(first));
                                                    throw new IllegalStateException("power cut");
                                                }))
                .hasMessage("power cut");

        assertThat(post(List.of(first))).isEqualTo(1);
        assertThat(JOURNAL.find(first.source())).isEqualTo(first);
    }

    private static JournalEntry.Draft draft(String key) {
        return JournalEntry.of(new SourceKey(key), DAY, NOON)
                .debit(Accounts.STRIPE_PENDING, Money.of(965, USD))
                .debit(Accounts.FEES_PROCESSING, Money.of(35, USD))
                .credit(Accounts.CLEARING_CHARGE, Money.of(1000, USD))
                .ref("order", "o-1");
    }

    private static int post(List<JournalEntry> entries) {
        return DATABASE.database()
                .write(LedgerRole.WRITER, DATABASE.epoch(), () -> JOURNAL.post(entries));
    }

    private static long count(String keys) {
        return DATABASE.number(
                "select count(*) from ledger.entry where source_key like '" + keys + "'");
    }
}
