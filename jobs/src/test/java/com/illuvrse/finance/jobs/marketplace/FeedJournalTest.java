package com.illuvrse.finance.jobs.marketplace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.illuvrse.finance.account.AccountId;
import com.illuvrse.finance.account.ChartOfAccounts;
import com.illuvrse.finance.jobs.marketplace.FeedJournal.Refusal;
import com.illuvrse.finance.jobs.nightly.ReferenceFiles;
import com.illuvrse.finance.journal.EntryId;
import com.illuvrse.finance.journal.JournalEntry;
import com.illuvrse.finance.journal.SourceKey;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The journals of the feed, sentence by sentence. */
final class FeedJournalTest {

    private static final ChartOfAccounts CHART = new ReferenceFiles(Path.of("../config")).chart();
    private static final Set<EntryId> BOOKS =
            Set.of(
                    SourceKey.of("journal", "op-0").entryId(),
                    SourceKey.of("sale", "o-1", "txn_1").entryId());

    private static final String FULL =
            """
            {"type":"journal","journal":"j-1","effectiveOn":"2026-03-01","memo":"m","reason":"r",\
            "lines":[{"account":"liabilities:creator:c1:payable","side":"debit","amount":300,"currency":"USD",\
            "contract":"ct-c1","buyerCountry":"US"},\
            {"account":"assets:bank:operating","side":"credit","amount":300,"currency":"USD"}],\
            "enteredBy":"u-17","approvedBy":"u-9","reverses":"op-0",\
            "payment":{"payee":"c1","rail":"external","reference":"WIRE 4711"}}""";

    @Test
    void readsEveryMember() {
        FeedJournal journal = FeedJournal.read(FULL);

        assertThat(journal.effectiveOn()).isEqualTo("2026-03-01");
        assertThat(journal.memo()).isEqualTo("m");
        assertThat(journal.reason()).isEqualTo("r");
        assertThat(journal.enteredBy()).isEqualTo("u-17");
        assertThat(journal.approvedBy()).isEqualTo("u-9");
        assertThat(journal.payment())
                .isEqualTo(new FeedJournal.Payment("c1", "external", "WIRE 4711"));
        assertThat(journal.lines().getFirst().contract()).isEqualTo("ct-c1");
        assertThat(journal.lines().getFirst().buyerCountry()).isEqualTo("US");
        assertThat(journal.lines().getLast().contract()).isNull();
        assertThat(journal.refusal(CHART, BOOKS::contains)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    "j-1"            | "j-2"
                    2026-03-01       | 2026-03-02
                    "memo":"m"       | "memo":null
                    "reason":"r"     | "reason":"s"
                    "reverses":"op-0"| "reverses":null
                    u-17             | u-18
                    u-9              | u-8
                    "enteredBy":"u-17",| ""
                    "payee":"c1"     | "payee":"c2"
                    external         | cheque
                    WIRE 4711        | WIRE 4712
                    ,"reference":"WIRE 4711" | ""
                    ct-c1            | ct-c2
                    "buyerCountry":"US" | "buyerCountry":"DE"
                    :payable         | :held
                    "amount":300     | "amount":301
                    "side":"debit"   | "side":"credit"
                    USD              | EUR
                    """)
    void isAnotherJournalWhenOneMemberDiffers(String is, String becomes) {
        String other = FULL.replace(is, becomes.equals("\"\"") ? "" : becomes);

        assertThat(other).isNotEqualTo(FULL);
        assertThat(FeedJournal.read(other)).isNotEqualTo(FeedJournal.read(FULL));
        assertThat(FeedJournal.read(other).contentSha256())
                .isNotEqualTo(FeedJournal.read(FULL).contentSha256());
    }

    @Test
    void isTheSameJournalInOtherWords() {
        String inOtherWords =
                FULL.replace("{\"type\":\"journal\",", "{ \"new\": [1, {}], ")
                        .replace("\"contract\":\"ct-c1\",", "")
                        .replace("\"side\":\"debit\"", "\"side\":\"debit\",\"contract\":\"ct-c1\"")
                        .replace("\"rail\":", "\"later\":true,\"rail\":")
                        .replace("}}", "},\"type\":\"journal\"}");

        assertThat(FeedJournal.read(inOtherWords)).isEqualTo(FeedJournal.read(FULL));
        assertThat(FeedJournal.read(inOtherWords).contentSha256())
                .isEqualTo(FeedJournal.read(FULL).contentSha256());
    }

    @Test
    void membersThatAreNullAreAbsent() {
        String bare =
                """
                {"type":"journal","journal":"j-1","effectiveOn":"2026-03-01","reason":"r","lines":[]}""";
        String nulls =
                bare.replace(
                        "\"reason\"",
                        "\"memo\":null,\"reverses\":null,\"enteredBy\":null,\"approvedBy\":null,\"payment\":null,\"reason\"");

        assertThat(FeedJournal.read(nulls)).isEqualTo(FeedJournal.read(bare));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    "enteredBy":"u-17"      | "enteredBy":17          | "enteredBy"
                    "enteredBy":"u-17"      | "enteredBy":" "         | "enteredBy"
                    "approvedBy":"u-9"      | "approvedBy":["u-9"]    | "approvedBy"
                    "payment":{"payee":"c1" | "payment":{"payee":"c 1"| c 1
                    "payment":{"payee":"c1",| "payment":{             | "payee"
                    "rail":"external",      | ""                      | "rail"
                    "rail":"external"       | "rail":7                | "rail"
                    "reference":"WIRE 4711" | "reference":4711        | "reference"
                    "contract":"ct-c1"      | "contract":"ct c1"      | ct c1
                    "contract":"ct-c1"      | "contract":1            | "contract"
                    "buyerCountry":"US"     | "buyerCountry":"us"     | "buyerCountry"
                    "buyerCountry":"US"     | "buyerCountry":"USA"    | "buyerCountry"
                    "journal":"j-1"         | "journal":"j 1"         | j 1
                    "type":"journal"        | "type":"entry"          | "journal"
                    "2026-03-01"            | "2026-02-30"            | "effectiveOn"
                    "amount":300            | "amount":"300"          | "amount"
                    "amount":300            | "amount":3.5            | "amount"
                    "side":"debit"          | "side":"left"           | "side"
                    "memo":"m"              | "memo":"m\\u0000"       | "memo"
                    "reverses":"op-0"       | "reverses":7            | "reverses"
                    """)
    void refusesWhatHasNoShape(String is, String becomes, String named) {
        String wrong = FULL.replace(is, becomes.equals("\"\"") ? "" : becomes);

        assertThat(wrong).isNotEqualTo(FULL);
        assertThatThrownBy(() -> FeedJournal.read(wrong))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(named);
    }

    @Test
    void refusesAPaymentThatIsNone() {
        String wrong = FULL.substring(0, FULL.indexOf("{\"payee\"")) + "\"WIRE 4711\"}";

        assertThatThrownBy(() -> FeedJournal.read(wrong)).hasMessageContaining("\"payment\"");
    }

    /** Each journal breaks its rule and every later one that can be broken beside it. */
    static Stream<Arguments> refusals() {
        String tail = ",\"reverses\":\"ghost\"}";
        String head =
                "{\"type\":\"journal\",\"journal\":\"j-1\",\"effectiveOn\":\"2026-03-01\",\"lines\":[";
        return Stream.of(
                Arguments.of(
                        Refusal.LINES_MUST_BE_TWO_OR_MORE,
                        head + line("nowhere", "debit", 0, "XXX") + "]" + tail),
                Arguments.of(Refusal.LINES_MUST_BE_TWO_OR_MORE, head + "]" + tail),
                Arguments.of(
                        Refusal.AMOUNT_MUST_BE_POSITIVE,
                        head
                                + line("nowhere", "debit", 0, "XXX")
                                + ","
                                + line("nowhere", "credit", 5, "XXX")
                                + "]"
                                + tail),
                Arguments.of(
                        Refusal.AMOUNT_MUST_BE_POSITIVE,
                        head
                                + line("nowhere", "debit", 5, "XXX")
                                + ","
                                + line("nowhere", "debit", -5, "XXX")
                                + "]"
                                + tail),
                Arguments.of(
                        Refusal.CURRENCY_MUST_BE_KNOWN,
                        head
                                + line("nowhere", "debit", 7, "XXX")
                                + ","
                                + line("nowhere", "credit", 5, "USD")
                                + "]"
                                + tail),
                Arguments.of(
                        Refusal.ACCOUNT_MUST_EXIST,
                        head
                                + line("equity:nowhere", "debit", 7, "USD")
                                + ","
                                + line("equity:trading:fx", "credit", 5, "USD")
                                + "]"
                                + tail),
                Arguments.of(
                        Refusal.ENTRY_MUST_BALANCE,
                        head
                                + line("expenses:losses:chargeback", "debit", 7, "USD")
                                + ","
                                + line("equity:trading:fx", "credit", 5, "USD")
                                + "]"
                                + tail),
                Arguments.of(
                        Refusal.REVERSED_ENTRY_MUST_EXIST,
                        head
                                + line("expenses:losses:chargeback", "debit", 5, "USD")
                                + ","
                                + line("equity:trading:fx", "credit", 5, "USD")
                                + "]"
                                + tail),
                Arguments.of(
                        Refusal.REASON_MUST_BE_GIVEN,
                        head
                                + line("expenses:losses:chargeback", "debit", 5, "USD")
                                + ","
                                + line("equity:trading:fx", "credit", 5, "USD")
                                + "]}"));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void theFirstRuleThatAppliesIsTheAnswer(Refusal rule, String text) {
        assertThat(FeedJournal.read(text).refusal(CHART, BOOKS::contains)).contains(rule);
    }

    @Test
    void theRulesComeInTheOrderOfTheContract() {
        assertThat(Refusal.values())
                .extracting(Refusal::rule)
                .containsExactly(
                        "lines_must_be_two_or_more",
                        "amount_must_be_positive",
                        "currency_must_be_known",
                        "account_must_exist",
                        "entry_must_balance",
                        "reversed_entry_must_exist",
                        "reason_must_be_given",
                        "exists_with_different_content");
    }

    @ParameterizedTest
    @CsvSource({
        "assets:stripe:payments:available, equity:opening, ''",
        "assets:stripe:payments:available, assets:bank:operating, account_must_exist",
        "assets:stripe:connect-reserve, liabilities:escrow, account_must_exist",
        "assets:stripe:nothing, equity:opening, account_must_exist",
        "assets:clearing:charge, liabilities:escrow, ''",
        "liabilities:creator:c 1:payable, liabilities:escrow, account_must_exist",
        "assets, liabilities:escrow, account_must_exist"
    })
    void whatThePipelineDrivesIsForOpeningEntries(String debit, String credit, String rule) {
        FeedJournal journal =
                read(line(debit, "debit", 5, "USD"), line(credit, "credit", 5, "USD"));

        assertThat(journal.refusal(CHART, BOOKS::contains).map(Refusal::rule).orElse(""))
                .isEqualTo(rule);
    }

    @Test
    void balancesInEveryCurrencyByItself() {
        String debit = "assets:bank:operating";
        String credit = "liabilities:escrow";

        assertThat(
                        read(line(debit, "debit", 5, "USD"), line(credit, "credit", 5, "EUR"))
                                .refusal(CHART, BOOKS::contains))
                .contains(Refusal.ENTRY_MUST_BALANCE);
        assertThat(
                        read(
                                        line(debit, "debit", 5, "USD"),
                                        line(credit, "credit", 5, "USD"),
                                        line(debit, "credit", 9, "JPY"),
                                        line(credit, "debit", 9, "JPY"))
                                .refusal(CHART, BOOKS::contains))
                .isEmpty();
    }

    /** Signed, these lines add up to zero and never leave 64 bits; no entry could hold them. */
    @Test
    void aSideThatDoesNotFitIsRefusedHereAndDoesNotStopTheNight() {
        FeedJournal journal =
                read(
                        line("assets:bank:operating", "debit", Long.MAX_VALUE, "USD"),
                        line("liabilities:escrow", "credit", Long.MAX_VALUE, "USD"),
                        line("assets:bank:operating", "debit", Long.MAX_VALUE, "USD"),
                        line("liabilities:escrow", "credit", Long.MAX_VALUE, "USD"));

        assertThat(journal.refusal(CHART, BOOKS::contains)).contains(Refusal.ENTRY_MUST_BALANCE);
    }

    @Test
    void aWriteOffNeedsAReasonAndSomebodyWhoAgreed() {
        String[] lines = {
            line("expenses:losses:creator-bad-debt", "debit", 5, "USD"),
            line("liabilities:creator:c1:payable", "credit", 5, "USD")
        };
        String text = text(lines);
        String agreed = text.replace("\"reason\"", "\"approvedBy\":\"u-9\",\"reason\"");

        assertThat(FeedJournal.read(text).refusal(CHART, BOOKS::contains))
                .contains(Refusal.REASON_MUST_BE_GIVEN);
        assertThat(FeedJournal.read(agreed).refusal(CHART, BOOKS::contains)).isEmpty();
        assertThat(
                        FeedJournal.read(agreed.replace("correction", " "))
                                .refusal(CHART, BOOKS::contains))
                .contains(Refusal.REASON_MUST_BE_GIVEN);
    }

    @Test
    void whoEnteredItMayHaveApprovedIt() {
        String same = FULL.replace("u-9", "u-17");

        assertThat(FeedJournal.read(same).refusal(CHART, BOOKS::contains)).isEmpty();
    }

    @Test
    void namesTheEntryItTakesBackInThreeWays() {
        EntryId sale = SourceKey.of("sale", "o-1", "txn_1").entryId();

        assertThat(reversing("op-0").reversedEntry())
                .contains(SourceKey.of("journal", "op-0").entryId());
        assertThat(reversing("journal:op-0").reversedEntry())
                .isEqualTo(reversing("op-0").reversedEntry());
        assertThat(reversing("sale:o-1:txn_1").reversedEntry()).contains(sale);
        assertThat(reversing(sale.toString()).reversedEntry()).contains(sale);
        for (String name : List.of("op-0", "journal:op-0", "sale:o-1:txn_1", sale.toString())) {
            assertThat(reversing(name).refusal(CHART, BOOKS::contains)).isEmpty();
        }
    }

    @Test
    void aUuidOfAnotherVersionIsTheIdOfAJournal() {
        String uuid = "f81d4fae-7dec-41d0-a765-00a0c91e6bf6";

        assertThat(reversing(uuid).reversedEntry())
                .contains(SourceKey.of("journal", uuid).entryId());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "op 0", "op-1", "sale:o-1:txn_2", "journal:ö", ":", "sale"})
    void refusesToTakeBackWhatIsNotInTheBooks(String name) {
        assertThat(reversing(name).refusal(CHART, BOOKS::contains))
                .contains(Refusal.REVERSED_ENTRY_MUST_EXIST);
    }

    @Test
    void itsEntryNamesWhatItTakesBackAndIsEffectiveOnItsDay() {
        JournalEntry entry =
                FeedJournal.read(FULL)
                        .entry(LocalDate.of(2026, 3, 5), ZoneId.of("America/New_York"));

        assertThat(entry.source()).isEqualTo(new SourceKey("journal:j-1"));
        assertThat(entry.reverses()).isEqualTo(SourceKey.of("journal", "op-0").entryId());
        assertThat(entry.effectiveOn()).isEqualTo("2026-03-01");
        assertThat(entry.bookedOn()).isEqualTo("2026-03-05");
        assertThat(entry.occurredAt()).isEqualTo("2026-03-01T05:00:00Z");
        assertThat(entry.late()).isTrue();
        assertThat(entry.postings().getFirst().account())
                .isEqualTo(AccountId.of("liabilities:creator:c1:payable"));
    }

    private static FeedJournal reversing(String name) {
        return FeedJournal.read(FULL.replace("\"op-0\"", "\"" + name + "\""));
    }

    private static FeedJournal read(String... lines) {
        return FeedJournal.read(text(lines));
    }

    private static String text(String... lines) {
        return "{\"type\":\"journal\",\"journal\":\"j-1\",\"effectiveOn\":\"2026-03-01\",\"reason\":\"correction\",\"lines\":["
                + String.join(",", lines)
                + "]}";
    }

    private static String line(String account, String side, long amount, String currency) {
        return "{\"account\":\"%s\",\"side\":\"%s\",\"amount\":%s,\"currency\":\"%s\"}"
                .formatted(account, side, Long.toString(amount), currency);
    }
}
