package com.illuvrse.finance.jobs.nightly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.illuvrse.finance.jobs.nightly.HandedJournals.Answer;
import com.illuvrse.finance.jobs.nightly.HandedJournals.Judgement;
import com.illuvrse.finance.jobs.postgres.JournalFacts.Verdict;
import com.illuvrse.finance.jobs.postgres.LedgerRole;
import com.illuvrse.finance.jobs.postgres.Pulls;
import com.illuvrse.finance.jobs.postgres.TestDatabase;
import com.illuvrse.finance.journal.SourceKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of journals handed in by people, well, badly and twice. */
final class HandedJournalsTest {

    private static final LocalDate MONDAY = LocalDate.of(2026, 3, 2);
    private static final LocalDate TUESDAY = MONDAY.plusDays(1);
    private static final String OPENING =
            """
            {"type":"journal","journal":"op-1","effectiveOn":"2026-03-01","memo":"opening","reason":"migration",\
            "lines":[{"account":"assets:stripe:payments:available","side":"debit","amount":300,"currency":"USD"},\
            {"account":"equity:opening","side":"credit","amount":300,"currency":"USD"}],"reverses":null}""";
    private static final String BACK =
            OPENING.replace("op-1", "op-2")
                    .replace("debit", "left")
                    .replace("credit", "debit")
                    .replace("left", "credit")
                    .replace("\"reverses\":null", "\"reverses\":\"op-1\"");

    @TempDir private Path folder;

    private TestDatabase database;
    private TestNight night;
    private HandedJournals journals;

    @BeforeEach
    void start() {
        database = TestDatabase.create();
        night = new TestNight(database, TestNight.settings(MONDAY));
        journals =
                new HandedJournals(
                        database.database(), TestNight.settings(MONDAY), folder.resolve("work"));
    }

    @AfterEach
    void stop() {
        database.close();
    }

    @Test
    void checkingWritesNothing() throws IOException {
        Judgement judgement =
                journals.check(file(OPENING, BACK, OPENING.replace("op-1", "op-3"), "no JSON"));

        assertThat(judgement.day()).isEqualTo(MONDAY);
        assertThat(told(judgement))
                .startsWith("op-1 Accepted", "op-2 Accepted", "op-3 Accepted")
                .element(3)
                .asString()
                .contains("line 4 expected one JSON object");
        assertThat(judgement.isRefused()).isTrue();
        assertThat(database.number("select count(*) from fact.journal")).isZero();
        assertThat(database.number("select count(*) from fact.source_file")).isZero();
        assertThat(folder.resolve("work")).isEmptyDirectory();
    }

    @Test
    void takesAFileInAndTheNightBooksIt() throws IOException {
        Judgement judgement = journals.take(file(OPENING, BACK), database.epoch());

        assertThat(judgement.isRefused()).isFalse();
        assertThat(judgement.isNew()).isTrue();
        book(MONDAY);
        assertThat(
                        database.lines(
                                "select source_key, booked_on, effective_on, reverses from ledger.entry order by source_key"))
                .containsExactly(
                        "journal:op-1|2026-03-02|2026-03-01|",
                        "journal:op-2|2026-03-02|2026-03-01|"
                                + SourceKey.of("journal", "op-1").entryId());
        assertThat(database.balance("equity:opening", "USD")).isZero();
    }

    @Test
    void keepsTheBytesOfTheFileAsTheFeedWouldHaveThem() throws IOException {
        Path given = file(OPENING + "\r", BACK + "\n\n");

        journals.take(given, database.epoch());

        assertThat(
                        database.lines(
                                "select f.feed, f.day, f.status, f.line_count, f.read_on, convert_from(f.raw, 'UTF8'), encode(sha256(f.raw), 'hex') = f.sha256, f.size_bytes = length(f.raw), e.read_on from fact.source_file f join fact.file_end e using (file_key)"))
                .containsExactly(
                        "journals|2026-03-02|ACCEPTED|2|2026-03-02|"
                                + OPENING
                                + "\r\n"
                                + BACK
                                + "\n{\"type\":\"end\",\"count\":2}\n|t|t|2026-03-02");
        assertThat(database.lines("select name from fact.source_file").getFirst())
                .matches("by-hand-[0-9a-f]{16}\\.jsonl");
    }

    @Test
    void handingItInAgainDoesNothing() throws IOException {
        journals.take(file(OPENING, BACK), database.epoch());
        String facts =
                "select (select count(*) from fact.journal) * 100 + (select count(*) from fact.source_file)";

        Judgement again =
                journals.take(
                        file(BACK, OPENING, "{\"type\":\"end\",\"count\":2}"), database.epoch());
        journals.take(file(OPENING), database.epoch());

        assertThat(again.isRefused()).isFalse();
        assertThat(again.isNew()).isFalse();
        assertThat(told(again)).containsExactly("op-2 AlreadyThere", "op-1 AlreadyThere");
        assertThat(database.number(facts)).isEqualTo(201);
    }

    @Test
    void takesAllOfAFileOrNothing() throws IOException {
        Judgement judgement =
                journals.take(
                        file(OPENING, OPENING.replace("op-1", "op-9").replaceFirst("300", "301")),
                        database.epoch());

        assertThat(told(judgement)).containsExactly("op-1 Accepted", "op-9 entry_must_balance");
        assertThat(database.number("select count(*) from fact.journal")).isZero();
        assertThat(database.number("select count(*) from fact.source_file")).isZero();
    }

    @Test
    void refusesOtherContentUnderAnIdThatIsThereAsTheLastOfAllRules() throws IOException {
        journals.take(file(OPENING), database.epoch());

        assertThat(told(journals.check(file(OPENING.replace("300", "400")))))
                .containsExactly("op-1 exists_with_different_content");
        assertThat(told(journals.check(file(OPENING.replace("migration", "")))))
                .containsExactly("op-1 reason_must_be_given");
        assertThat(told(journals.check(file(OPENING.replaceFirst("300", "400")))))
                .containsExactly("op-1 entry_must_balance");
        assertThat(
                        told(
                                journals.check(
                                        file(
                                                OPENING.replace(
                                                        "\"reverses\":null",
                                                        "\"reverses\":null,\"approvedBy\":\"u-9\"")))))
                .containsExactly("op-1 exists_with_different_content");
    }

    @Test
    void anEntryIsTakenBackOnceUnlessThatWasTakenBackItself() throws IOException {
        String again = BACK.replace("op-2", "op-3");
        String backOfBack =
                OPENING.replace("op-1", "op-4")
                        .replace("\"reverses\":null", "\"reverses\":\"journal:op-2\"");

        assertThat(told(journals.check(file(OPENING, BACK, again, backOfBack, again))))
                .containsExactly(
                        "op-1 Accepted",
                        "op-2 Accepted",
                        "op-3 reversed_entry_must_exist",
                        "op-4 Accepted",
                        "op-3 Accepted");

        journals.take(file(OPENING, BACK), database.epoch());
        assertThat(told(journals.check(file(again))))
                .containsExactly("op-3 reversed_entry_must_exist");
        book(MONDAY);
        finishInbox(MONDAY);
        assertThat(told(journals.check(file(again, BACK))))
                .containsExactly("op-3 reversed_entry_must_exist", "op-2 AlreadyThere");
        journals.take(file(backOfBack), database.epoch());
        assertThat(told(journals.check(file(again)))).containsExactly("op-3 Accepted");
    }

    @Test
    void takesBackAnyEntryOfTheBooksByItsSourceKey() throws IOException {
        journals.take(file(OPENING), database.epoch());
        book(MONDAY);
        database.write(
                "insert into ledger.entry (entry_id, occurred_at, booked_on, effective_on, source_key, line_account, line_currency, line_amount)"
                        + " select ledger.entry_id('sale:o-1:txn_1'), '2026-03-02T12:00:00Z', '2026-03-02', '2026-03-02', 'sale:o-1:txn_1',"
                        + " array_agg(account_id), '{USD,USD}', '{5,-5}' from ledger.account");
        String back = BACK.replace("\"op-1\"", "\"sale:o-1:txn_1\"");

        assertThat(told(journals.check(file(back))))
                .as("booked by the night that is still running")
                .containsExactly("op-2 reversed_entry_must_exist");
        finishInbox(MONDAY);
        journals.take(file(back), database.epoch());

        book(TUESDAY);
        assertThat(
                        database.lines(
                                "select reverses = ledger.entry_id('sale:o-1:txn_1') from ledger.entry where source_key = 'journal:op-2'"))
                .containsExactly("t");
    }

    @Test
    void belongsToTheFirstDayWhoseInboxIsNotRead() throws IOException {
        finishInbox(MONDAY);

        Judgement judgement =
                journals.take(
                        file(OPENING, BACK.replace("2026-03-01", "2026-03-09")), database.epoch());

        assertThat(judgement.day()).isEqualTo(TUESDAY);
        assertThat(database.lines("select journal, accepted_on from fact.journal order by 1"))
                .containsExactly("op-1|2026-03-03", "op-2|2026-03-09");
    }

    @Test
    void refusesADayThatIsYearsAhead() throws IOException {
        assertThat(told(journals.check(file(OPENING.replace("2026-03-01", "2062-03-01")))))
                .element(0)
                .asString()
                .contains("line 1 expected a day up to 31 days after 2026-03-02");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n\n", "{\"type\":\"end\",\"count\":0}"})
    void refusesAFileWithoutAJournal(String content) throws IOException {
        Path given = Files.writeString(folder.resolve("empty.jsonl"), content);

        assertThatThrownBy(() -> journals.take(given, database.epoch()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("found a file without one");
    }

    @Test
    void refusesAFileThatSaysItHasMoreLines() throws IOException {
        Path given = file(OPENING, "{\"type\":\"end\",\"count\":2}");

        assertThatThrownBy(() -> journals.check(given))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(
                        "expected the last line to be {\"type\":\"end\",\"count\":1}");
    }

    @Test
    void aLineThatIsNotUtf8IsRefusedAlone() throws IOException {
        byte[] text = (OPENING + "\n\"x\"\n").getBytes(StandardCharsets.UTF_8);
        text[text.length - 3] = (byte) 0xff;
        Path given = Files.write(folder.resolve("given.jsonl"), text);

        assertThat(told(journals.check(given)))
                .startsWith("op-1 Accepted")
                .element(1)
                .asString()
                .contains("line 2 is not UTF-8");
    }

    private void book(LocalDate day) {
        night.run(new PostFacts(database.database()).step(night.steps(), night.of(day)));
    }

    private void finishInbox(LocalDate day) {
        database.database()
                .write(
                        LedgerRole.WRITER,
                        database.epoch(),
                        () ->
                                new Pulls(database.database())
                                        .finish(day, Pulls.Source.INBOX, Instant.EPOCH));
    }

    private Path file(String... lines) throws IOException {
        return Files.writeString(folder.resolve("given.jsonl"), String.join("\n", lines));
    }

    private static List<String> told(Judgement judgement) {
        return judgement.answers().stream()
                .map(
                        answer ->
                                switch (answer) {
                                    case Answer.Unreadable none ->
                                            "line " + none.line() + " " + none.sentence();
                                    case Answer.Judged judged ->
                                            judged.journal().journal()
                                                    + " "
                                                    + (judged.verdict()
                                                                    instanceof
                                                                    Verdict.Refused refused
                                                            ? refused.rule().rule()
                                                            : judged.verdict()
                                                                    .getClass()
                                                                    .getSimpleName());
                                })
                .toList();
    }
}
