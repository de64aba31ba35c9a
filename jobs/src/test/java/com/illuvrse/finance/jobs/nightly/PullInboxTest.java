package com.illuvrse.finance.jobs.nightly;

import static org.assertj.core.api.Assertions.assertThat;

import com.illuvrse.finance.jobs.postgres.Creators;
import com.illuvrse.finance.jobs.postgres.Filings;
import com.illuvrse.finance.jobs.postgres.Findings;
import com.illuvrse.finance.jobs.postgres.MarketplaceFacts;
import com.illuvrse.finance.jobs.postgres.TestDatabase;
import com.illuvrse.finance.journal.Period;
import com.illuvrse.finance.order.OrderEvent;
import com.illuvrse.finance.payout.Payee;
import com.illuvrse.finance.reconciliation.BreakType;
import com.illuvrse.finance.reconciliation.Finding;
import com.illuvrse.finance.royalty.ContractBook;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The inbox as marketplaces fill it: well, badly, twice, and otherwise than before. */
final class PullInboxTest {

    private static final LocalDate MONDAY = LocalDate.of(2026, 3, 2);
    private static final LocalDate TUESDAY = MONDAY.plusDays(1);
    private static final String ORDERS = "orders/dt=2026-03-02/a.jsonl";

    private static final String PLACED =
            """
            {"type":"order.placed","event":"e1","order":"o-1","version":1,"occurredAt":"2026-03-02T10:00:00Z",\
            "currency":"USD","buyer":{"id":"b-1","country":"US"},"lines":[{"line":"1","sku":"s","kind":"goods",\
            "quantity":1,"contract":"ct-1","net":1000,"taxes":[{"jurisdiction":"US-CA","rate":"0.08","amount":80}]}],\
            "total":1080}""";
    private static final String FULFILLED =
            """
            {"type":"order.fulfilled","event":"e2","order":"o-1","occurredAt":"2026-03-02T12:00:00Z","portion":"1/2"}""";
    private static final String CONTRACT =
            """
            {"type":"contract","contract":"ct-1","version":1,"validFrom":"2026-01-01","validTo":null,\
            "parties":[{"payee":"c1","share":"85%"},{"payee":"platform","share":"15%"}],"incomeType":"royalty"}""";
    private static final String JOURNAL =
            """
            {"type":"journal","journal":"op-1","effectiveOn":"2026-03-01","memo":"opening","reason":"migration",\
            "lines":[{"account":"assets:advances:K1","side":"debit","amount":300,"currency":"USD"},\
            {"account":"equity:opening","side":"credit","amount":300,"currency":"USD"}],"reverses":null}""";

    @TempDir private Path folder;

    private TestDatabase database;
    private TestInbox inbox;
    private TestNight night;

    @BeforeEach
    void start() throws IOException {
        database = TestDatabase.create();
        inbox = new TestInbox(folder);
        night = new TestNight(database, TestNight.settings(MONDAY));
    }

    @AfterEach
    void stop() throws IOException {
        inbox.close();
        database.close();
    }

    @Test
    void aPayeeWhoseTaxesSayWhatNoFormSaysIsRefusedAloneWithASentence() throws IOException {
        String sound = payee(1, 100);
        inbox.deliver(
                "payees/dt=2026-03-02/a.jsonl",
                sound,
                sound.replace("\"form\"", "\"treatyRate\":\"0.15\",\"form\""),
                sound.replace("\"form\"", "\"certifiedOn\":\"last year\",\"form\""),
                sound.replace("\"form\"", "\"tinRef\":\"900-00-0001\",\"form\""),
                sound.replace("\"country\":\"US\"", "\"country\":\"USA\""));

        pull(MONDAY);

        assertThat(findings(MONDAY))
                .allSatisfy(found -> assertThat(found.type()).isEqualTo(BreakType.RECORD_REJECTED))
                .extracting(Finding::detail)
                .satisfiesExactlyInAnyOrder(
                        text ->
                                assertThat(text)
                                        .contains("such as 15% in \"treatyRate\", found \"0.15\""),
                        text ->
                                assertThat(text)
                                        .contains(
                                                "expected a date such as 2026-03-02 in \"certifiedOn\""),
                        text ->
                                assertThat(text)
                                        .contains(
                                                "expected a reference such as vault:c1 in \"tinRef\"")
                                        .doesNotContain("900-00"),
                        text -> assertThat(text).contains("in \"country\", found \"USA\""));
        assertThat(new Creators(database.database()).records(MONDAY, List.of("c1")))
                .containsOnlyKeys("c1");
    }

    @Test
    void readsBackWhatTheMarketplaceDelivered() throws IOException {
        inbox.deliver("contracts/dt=2026-03-02/a.jsonl", CONTRACT)
                .deliver(
                        "payees/dt=2026-03-01/a.jsonl",
                        payee(1, 100),
                        payee(2, 5000).replace("2026-01-01", "2026-03-03"))
                .deliver(
                        "fx/dt=2026-03-02/a.jsonl",
                        "{\"type\":\"rate\",\"date\":\"2026-03-02\",\"base\":\"EUR\",\"quote\":\"USD\",\"rate\":\"1.0823\",\"source\":\"ECB\"}")
                .deliver("journals/dt=2026-03-02/a.jsonl", JOURNAL)
                .deliver("bank/dt=2026-03-02/a.jsonl", bank("1", 900))
                .put(
                        "orders/dt=2026-03-02/a.jsonl.gz",
                        TestInbox.gzipped(TestInbox.file(PLACED, FULFILLED)))
                .put("approvals/dt=2026-03-02/batch.sig", "a signature\n");

        pull(MONDAY);

        MarketplaceFacts facts = new MarketplaceFacts(database.database());
        assertThat(findings(MONDAY)).isEmpty();
        assertThat(facts.contracts(MONDAY)).hasSize(1);
        assertThat(facts.payees(MONDAY).values())
                .extracting(Payee::payoutMinimum)
                .containsExactly(100L);
        assertThat(facts.payees(TUESDAY).values())
                .extracting(Payee::payoutMinimum)
                .containsExactly(5000L);
        assertThat(facts.journalsOf(MONDAY)).hasSize(1);
        assertThat(facts.bankLinesOf(MONDAY).getFirst().ref()).isEqualTo("operating-2026-03-02:1");
        assertThat(events(MONDAY)).hasSize(2);
        assertThat(facts.orderEventsOf(MONDAY, List.of("o-1", "o-9"))).hasSize(2);
        assertThat(
                        facts.rate(
                                TUESDAY,
                                com.illuvrse.finance.money.Currency.of("EUR"),
                                com.illuvrse.finance.money.Currency.of("USD")))
                .contains("1.0823");
    }

    @Test
    void readsAStatementInXml() {
        inbox.put(
                "bank/dt=2026-03-02/statement.xml",
                """
                <Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><Stmt>
                <Id>S-44</Id><Acct><Nm>operating</Nm></Acct><Ntry><NtryRef>E1</NtryRef><Amt Ccy="JPY">900</Amt>
                <CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>2026-03-02</Dt></BookgDt></Ntry>
                <Ntry><NtryRef>E2</NtryRef><Amt Ccy="JPY">9.5</Amt><CdtDbtInd>CRDT</CdtDbtInd>
                <Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>2026-03-02</Dt></BookgDt></Ntry>
                </Stmt></BkToCstmrStmt></Document>""");

        pull(MONDAY);

        assertThat(database.lines("select statement, line, amount, currency from fact.bank_line"))
                .containsExactly("S-44|E1|900|JPY");
        assertThat(keys(MONDAY))
                .containsExactly("RECORD_REJECTED bank/dt=2026-03-02/statement.xml:2");
    }

    @Test
    void readsNothingTwice() {
        inbox.deliver(ORDERS, PLACED, FULFILLED);
        pull(MONDAY);
        inbox.deliver("orders/dt=2026-03-03/again.jsonl", FULFILLED, PLACED);

        pull(MONDAY);
        pull(TUESDAY);

        assertThat(events(MONDAY)).hasSize(2);
        assertThat(events(TUESDAY)).isEmpty();
        assertThat(findings(TUESDAY)).isEmpty();
    }

    @Test
    void leavesFilesOfLaterDaysToTheirNight() {
        inbox.deliver("orders/dt=2026-03-03/a.jsonl", PLACED);

        pull(MONDAY);

        assertThat(events(MONDAY)).isEmpty();
        pull(TUESDAY);
        assertThat(events(TUESDAY)).hasSize(1);
    }

    @Test
    void acceptsAnEventThatIsAheadOfItsFileOnItsOwnDay() {
        inbox.deliver(ORDERS, PLACED, FULFILLED.replace("2026-03-02T12", "2026-03-03T12"));

        pull(MONDAY);

        assertThat(events(MONDAY)).hasSize(1);
        assertThat(events(TUESDAY)).hasSize(1);
    }

    @Test
    void refusesAFileWithoutItsEndAndKeepsItRaw() {
        inbox.put(ORDERS, PLACED + "\n" + FULFILLED + "\n");

        pull(MONDAY);

        assertThat(events(MONDAY)).isEmpty();
        assertThat(keys(MONDAY)).containsExactly("FEED_REJECTED " + ORDERS);
        assertThat(database.number("select length(raw) from fact.source_file"))
                .isEqualTo(PLACED.length() + FULFILLED.length() + 2);
    }

    @ParameterizedTest
    @CsvSource({
        "'{\"type\":\"end\",\"count\":7}'",
        "'{\"type\":\"end\"}'",
        "'{\"type\":\"end\",\"count\":\"1\"}'",
        "'not JSON'"
    })
    void refusesAFileWhoseEndIsWrong(String end) {
        inbox.put(ORDERS, PLACED + "\n" + end);

        pull(MONDAY);

        assertThat(keys(MONDAY)).containsExactly("FEED_REJECTED " + ORDERS);
    }

    @Test
    void readsARefusedFileThatWasPutRight() {
        inbox.put(ORDERS, PLACED + "\n");
        pull(MONDAY);
        inbox.deliver(ORDERS, PLACED);

        pull(TUESDAY);

        assertThat(events(TUESDAY)).hasSize(1);
        assertThat(findings(TUESDAY)).isEmpty();
    }

    @Test
    void reportsAFileThatChangedAfterItWasReadAndUsesNothingOfIt() {
        inbox.deliver(ORDERS, PLACED);
        pull(MONDAY);
        inbox.deliver(ORDERS, PLACED, FULFILLED);

        pull(TUESDAY);

        assertThat(keys(TUESDAY)).containsExactly("SOURCE_CHANGED " + ORDERS);
        assertThat(events(TUESDAY)).isEmpty();
        assertThat(
                        database.number(
                                "select count(*) from fact.source_file where status = 'CHANGED' and raw is not null"))
                .isEqualTo(1);
    }

    @Test
    void refusesBrokenLinesAloneAndKeepsThemRaw() {
        String broken = PLACED.substring(0, 80);
        inbox.deliver(
                ORDERS,
                broken,
                PLACED.replace("USD", "XXX"),
                PLACED.replace("\"total\":1080", "\"total\":9223372036854775808"),
                PLACED.replace("order.placed", "order.paid"),
                PLACED.replace("\"o-1\"", "\"o 1\""),
                PLACED.replace("1000", "10.00"),
                FULFILLED.replace("1/2", "3/2"),
                FULFILLED.replace("Z\"", "+01:00\""),
                FULFILLED.replace("\"e2\"", "\"e2\",\"event\":\"e3\""),
                FULFILLED.replace("2026-03-02T12", "2062-03-02T12"),
                "",
                PLACED);

        pull(MONDAY);

        List<String> expected = new ArrayList<>();
        for (int line = 1; line <= 11; line++) {
            expected.add("RECORD_REJECTED " + ORDERS + ":" + line);
        }
        assertThat(keys(MONDAY)).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(events(MONDAY)).hasSize(1);
        assertThat(
                        database.lines(
                                "select convert_from(raw, 'UTF8') from fact.refused_line where line_no = 1"))
                .containsExactly(broken);
    }

    @Test
    void keepsTheFirstOfTwoFilingsThatContradictEachOther() throws IOException {
        String filing =
                "{\"type\":\"filing\",\"kind\":\"us-information-returns\",\"period\":\"2025\",\"form\":\"1099-K\",\"payee\":\"c1\",\"record\":\"R-1\",\"receipt\":\"A-1\",\"filedOn\":\"2026-02-20\",\"status\":\"accepted\"}";
        inbox.deliver("filings/dt=2026-03-02/a.jsonl", filing, filing)
                .deliver(
                        "filings/dt=2026-03-02/b.jsonl",
                        filing,
                        filing.replace("2026-02-20", "2026-02-21"));

        pull(MONDAY);

        assertThat(findings(MONDAY))
                .singleElement()
                .satisfies(
                        found ->
                                assertThat(found.detail())
                                        .contains(
                                                "the filing us-information-returns 2025 1099-K c1 R-1 A-1 accepted is there as filed on 2026-02-20 and stays, found 2026-02-21"));
        assertThat(
                        new Filings(database.database())
                                .accepted("us-information-returns", Period.parse("2025"), MONDAY))
                .extracting(Filings.Accepted::filedOn)
                .containsExactly(LocalDate.of(2026, 2, 20));
    }

    @Test
    void keepsTheFirstOfTwoEventsThatContradictEachOther() {
        String otherPrice = PLACED.replace("\"net\":1000", "\"net\":2000").replace("1080", "2080");
        String sameInOtherWords =
                PLACED.replace("\"version\":1,", "")
                        .replace("{\"type\"", "{\"new\":[1],\"version\":1,\"type\"");
        inbox.deliver(ORDERS, PLACED, sameInOtherWords, otherPrice);

        pull(MONDAY);

        assertThat(keys(MONDAY)).containsExactly("ORDER_CONFLICT o-1");
        assertThat(events(MONDAY)).hasSize(1);
        assertThat(database.number("select line_no from fact.refused_line")).isEqualTo(3);
    }

    @Test
    void keepsAContractThatCannotBeFollowedAndRefusesAnotherContentOfAVersion() {
        inbox.deliver(
                "contracts/dt=2026-03-02/a.jsonl",
                CONTRACT.replace("15%", "14%"),
                CONTRACT,
                CONTRACT.replace("15%", "14%").replace(",\"validTo\":null", ""));

        pull(MONDAY);

        MarketplaceFacts facts = new MarketplaceFacts(database.database());
        assertThat(keys(MONDAY))
                .containsExactly("RECORD_REJECTED contracts/dt=2026-03-02/a.jsonl:2");
        assertThat(ContractBook.of(facts.contracts(MONDAY)).findings())
                .extracting(Finding::type)
                .containsExactly(BreakType.CONTRACT_INVALID);
    }

    @Test
    void refusesJournalsWithTheFirstRuleTheyBreak() {
        inbox.deliver(
                "journals/dt=2026-03-02/a.jsonl",
                JOURNAL.replace("\"amount\":300", "\"amount\":0"),
                JOURNAL.replace("equity:opening", "equity:closing"),
                JOURNAL.replaceFirst("300", "301"),
                JOURNAL.replace("op-1", "op-2")
                        .replace("\"reverses\":null", "\"reverses\":\"op-1\""),
                JOURNAL.replace("migration", " "),
                JOURNAL,
                JOURNAL.replace("op-1", "op-3")
                        .replace("\"reverses\":null", "\"reverses\":\"op-1\""),
                JOURNAL.replace("300", "400"));

        pull(MONDAY);

        assertThat(database.lines("select reason from fact.refused_line order by line_no"))
                .containsExactly(
                        "amount_must_be_positive",
                        "account_must_exist",
                        "entry_must_balance",
                        "reversed_entry_must_exist",
                        "reason_must_be_given",
                        "exists_with_different_content");
        assertThat(database.lines("select journal from fact.journal order by line_no"))
                .containsExactly("op-1", "op-3");
    }

    @Test
    void tellsOnceOfWhatNoNightWillEverRead() {
        inbox.put("orders/a.jsonl", "{}")
                .put("weather/dt=2026-03-02/a.jsonl", "{}")
                .put("bank/dt=2026-03-02/statement.xml", "<Document/>")
                .put("orders/dt=2026-03-02/a.csv", "order;price")
                .put("orders/dt=2026-03-02/ein file\u00e9.jsonl", "{}");

        pull(MONDAY);
        pull(TUESDAY);

        assertThat(keys(MONDAY))
                .containsExactlyInAnyOrder(
                        "FEED_REJECTED orders/a.jsonl",
                        "FEED_REJECTED weather/",
                        "FEED_REJECTED bank/dt=2026-03-02/statement.xml",
                        "FEED_REJECTED orders/dt=2026-03-02/a.csv",
                        "FEED_REJECTED orders/dt=2026-03-02/ein+file%C3%A9.jsonl");
        assertThat(findings(TUESDAY)).isEmpty();
    }

    @Test
    void goesOnAfterItStoppedInTheMiddleOfAFile() {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            lines.add(i == 4 ? "broken" : PLACED.replace("\"o-1\"", "\"o-" + i + "\""));
        }
        inbox.deliver(ORDERS, lines.toArray(String[]::new));
        int[] asked = {0};
        night.stop().alsoWhen(() -> asked[0]++ == 4);
        night.start(
                new PullInbox(database.database(), inbox.inbox(), folder.resolve("work"))
                        .step(night.steps(), night.of(MONDAY)));
        long before = events(MONDAY).size();

        pull(MONDAY);

        assertThat(before).isBetween(1L, 8L);
        assertThat(events(MONDAY)).hasSize(9);
        assertThat(keys(MONDAY)).containsExactly("RECORD_REJECTED " + ORDERS + ":5");
        assertThat(database.number("select count(*) from fact.refused_line")).isEqualTo(1);
    }

    private void pull(LocalDate day) {
        night.run(
                new PullInbox(database.database(), inbox.inbox(), folder.resolve("work"))
                        .step(night.steps(), night.of(day)));
    }

    private List<OrderEvent> events(LocalDate day) {
        List<OrderEvent> events = new ArrayList<>();
        new MarketplaceFacts(database.database()).orderEventsOf(day, events::add);
        return events;
    }

    private List<Finding> findings(LocalDate day) {
        return new Findings(database.database()).of(day);
    }

    private List<String> keys(LocalDate day) {
        return findings(day).stream().map(each -> each.type() + " " + each.ref()).toList();
    }

    private static String payee(int version, long minimum) {
        return """
        {"type":"payee","payee":"c1","version":%d,"validFrom":"2026-01-01","name":"Ada Example","country":"US",\
        "stripeAccount":"acct_c1","payoutCurrency":"USD","payoutMinimum":%d,"rail":"stripe",\
        "tax":{"form":"W-9","backupWithholding":false},"hold":null}"""
                .formatted(version, minimum);
    }

    private static String bank(String line, long amount) {
        return """
        {"type":"bank","account":"operating","line":"%s","bookedOn":"2026-03-02","amount":%d,"currency":"USD",\
        "reference":"STRIPE po_1","reason":null}"""
                .formatted(line, amount);
    }
}
