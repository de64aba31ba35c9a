package com.illuvrse.finance.payout;

import static org.assertj.core.api.Assertions.assertThat;

import com.illuvrse.finance.canonical.Json;
import com.illuvrse.finance.journal.EntryId;
import com.illuvrse.finance.journal.SourceKey;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.Money;
import com.illuvrse.finance.payout.PayableEntry.JournalLine;
import com.illuvrse.finance.royalty.Advance;
import com.illuvrse.finance.royalty.Contract;
import com.illuvrse.finance.royalty.ContractBook;
import com.illuvrse.finance.royalty.ContractStates;
import com.illuvrse.finance.royalty.LineRoyalty;
import com.illuvrse.finance.royalty.Party;
import com.illuvrse.finance.royalty.Release;
import com.illuvrse.finance.royalty.Reserve;
import com.illuvrse.finance.royalty.Reversal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CreatorAccountTest {

    private static final Currency USD = Currency.of("USD");
    private static final LocalDate DAY = LocalDate.of(2026, 3, 2);
    private static final List<Party> HALVES =
            List.of(new Party("c1", "1/2"), new Party("platform", "1/2"));
    private static final Contract ROYALTY = contract("K1", 1, "royalty", null, null);
    private static final Contract SERVICE = contract("K2", 1, "service", null, null);
    private static final ContractBook BOOK =
            ContractBook.of(
                    List.of(
                            ROYALTY,
                            SERVICE,
                            contract("K2", 2, "sale", LocalDate.of(2026, 4, 1), null),
                            contract("K3", 1, "service", null, new Advance("c1", List.of()))));
    private static final PayableEntry.Order ORDER =
            new PayableEntry.Order("o-1", DAY, "DE", Map.of());

    private final CreatorAccount account = new CreatorAccount("c1", USD, name -> BOOK);

    @Test
    void anEntryOfSeveralContractsIsSplitByItsTrace() {
        ContractStates states = ContractStates.of(List.of());
        Release first = release(LineRoyalty.of("1", "K1", 1_001), 1_001, ROYALTY, states);
        Release second = release(LineRoyalty.of("2", "K2", 300), 300, SERVICE, states);

        account.add(
                entry("fulfil:o-1:1", 1, 501 + 150, ORDER, fulfil(first.part(), second.part())));

        assertThat(open()).containsExactly("K1 ROYALTY o-1 DE 501", "K2 SERVICE o-1 DE 150");
    }

    @Test
    void reserveAndRecoupmentAreNotPayable() {
        Contract held =
                new Contract(
                        "K4",
                        1,
                        LocalDate.of(2026, 1, 1),
                        null,
                        HALVES,
                        List.of(),
                        null,
                        new Reserve("10%", 90),
                        null,
                        "royalty");
        ContractBook book = ContractBook.of(List.of(held, BOOK.version("K3", 1).orElseThrow()));
        CreatorAccount other = new CreatorAccount("c1", USD, name -> book);
        ContractStates states = ContractStates.of(List.of());
        states.advance("K3", Money.of(120, USD));
        Release reserved = release(LineRoyalty.of("1", "K4", 1_000), 1_000, held, states);
        Release recouped =
                release(
                        LineRoyalty.of("2", "K3", 1_000),
                        1_000,
                        book.version("K3", 1).orElseThrow(),
                        states);

        other.add(
                entry(
                        "fulfil:o-1:1",
                        1,
                        450 + 380,
                        ORDER,
                        fulfil(reserved.part(), recouped.part())));
        other.add(
                entry(
                        "reserve:o-1:release",
                        2,
                        50,
                        ORDER,
                        Json.object()
                                .put("kind", "reserve")
                                .put(
                                        "parts",
                                        Json.array(
                                                List.of(
                                                        Json.object()
                                                                .put("contract", "K4")
                                                                .put("version", 1)
                                                                .put("line", "1")
                                                                .put("party", "c1")
                                                                .putMinor("amount", 50)
                                                                .build())))
                                .build()));

        assertThat(open(other))
                .containsExactly(
                        "K4 ROYALTY o-1 DE 450", "K3 SERVICE o-1 DE 380", "K4 ROYALTY o-1 DE 50");
    }

    @Test
    void aRefundIsANegativeItemOfItsContract() {
        ContractStates states = ContractStates.of(List.of());
        Release release = release(LineRoyalty.of("1", "K1", 1_000), 1_000, ROYALTY, states);
        Reversal reversal = Reversal.of(release.line(), 400, USD, states);

        account.add(entry("fulfil:o-1:1", 1, 500, ORDER, fulfil(release.part())));
        account.add(
                entry(
                        "refund:o-1:txn_2",
                        2,
                        -200,
                        ORDER,
                        Json.object()
                                .put("kind", "refund")
                                .put("parts", Json.array(List.of(reversal.part())))
                                .build()));
        account.add(entry("payout:2026-03-09:c1:USD", 7, -300, null, PayableEntry.NO_TRACE));

        assertThat(facts()).containsExactly("K1 -200", "K1 500");
        assertThat(account.items().balance()).isZero();
    }

    @Test
    void whatHasNoTraceIsSharedAsTheOrderGaveAndWhatWasHeldWithinAnEntryAsItsParts() {
        ContractStates states = ContractStates.of(List.of());
        Release first = release(LineRoyalty.of("1", "K1", 600), 600, ROYALTY, states);
        Release second = release(LineRoyalty.of("2", "K2", 200), 200, SERVICE, states);

        account.add(
                entry("fulfil:o-1:1", 1, 300 + 100, ORDER, fulfil(first.part(), second.part())));
        account.add(entry("dispute:dp_1:hold", 2, -101, ORDER, PayableEntry.NO_TRACE));
        assertThat(open())
                .containsExactly(
                        "K1 ROYALTY o-1 DE 300",
                        "K2 SERVICE o-1 DE 100",
                        "K1 ROYALTY o-1 DE -76",
                        "K2 SERVICE o-1 DE -25");

        CreatorAccount held = new CreatorAccount("c1", USD, name -> BOOK);
        held.add(entry("fulfil:o-1:1", 1, 200, ORDER, fulfil(first.part(), second.part())));
        assertThat(open(held)).containsExactly("K1 ROYALTY o-1 DE 150", "K2 SERVICE o-1 DE 50");
    }

    @Test
    void aDestinationChargeIsSharedByTheNetsOfItsLines() {
        PayableEntry.Order order =
                new PayableEntry.Order("o-2", DAY.plusMonths(2), "US", Map.of("K2", 500L));

        account.add(entry("sale:o-2:txn_1", 1, 500, order, PayableEntry.NO_TRACE));

        assertThat(open()).containsExactly("K2 SALE o-2 US 500");
    }

    @Test
    void theVersionValidOnTheOrdersDayDecidesTheIncome() {
        PayableEntry.Order before =
                new PayableEntry.Order("o-2", LocalDate.of(2026, 3, 31), "US", Map.of("K2", 1L));

        account.add(entry("dispute:dp_1:won", 40, 500, before, PayableEntry.NO_TRACE));

        assertThat(open()).containsExactly("K2 SERVICE o-2 US 500");
    }

    @Test
    void aGuaranteeHasItsContractAndNoBuyer() {
        account.add(
                entry(
                        "guarantee:K2:2026-Q1",
                        1,
                        70,
                        null,
                        Json.object()
                                .put("kind", "guarantee")
                                .put("contract", "K2")
                                .put("version", 1)
                                .build()));

        assertThat(open()).containsExactly("K2 SERVICE null null 70");
    }

    @Test
    void openingBalancesAreUnknownUnlessTheirLineSaysWhatTheyAre() {
        account.add(
                journal(
                        "op-1",
                        1,
                        false,
                        null,
                        new JournalLine(1, 100, null, null),
                        new JournalLine(3, 50, "K1", "US"),
                        new JournalLine(4, 20, null, "DE")));

        assertThat(open())
                .containsExactly(
                        "null null null null 100", "K1 ROYALTY null US 50", "null null null DE 20");
        assertThat(account.items().open().getFirst().earning().isFromUs()).isTrue();
        assertThat(account.items().open().getFirst().earning().taxedAs())
                .isEqualTo(IncomeType.ROYALTY);
    }

    @Test
    void aJournalThatPaysIsAPaymentAndItsReversalMirrorsIt() {
        account.add(journal("op-1", 1, false, null, new JournalLine(1, 100, "K1", "US")));
        account.add(journal("pay-1", 2, true, null, new JournalLine(1, -60, null, null)));
        assertThat(facts()).containsExactly("K1 60");
        assertThat(open()).containsExactly("K1 ROYALTY null US 40");

        account.add(
                journal(
                        "back-1",
                        3,
                        false,
                        new SourceKey("journal:pay-1").entryId(),
                        new JournalLine(1, 60, null, null)));

        assertThat(facts()).containsExactly("K1 60", "K1 -60");
        assertThat(account.items().facts())
                .allSatisfy(fact -> assertThat(fact.paidOn()).isEqualTo(DAY.plusDays(2)));
        assertThat(open()).containsExactly("K1 ROYALTY null US 100");
    }

    @Test
    void aJournalThatPaysForAContractIsOneFactOfIt() {
        account.add(journal("op-1", 1, false, null, new JournalLine(1, 100, null, null)));
        account.add(journal("pay-1", 2, true, null, new JournalLine(1, -60, "K2", "US")));

        assertThat(facts()).containsExactly("K2 60");
        assertThat(open()).containsExactly("null null null null 100", "K2 SERVICE null US -60");
    }

    @Test
    void returnsAndCancellationsOpenWhatThePayoutTook() {
        account.add(journal("op-1", 1, false, null, new JournalLine(1, 100, "K1", "US")));
        account.add(entry("payout:2026-03-03:c1:USD", 2, -100, null, PayableEntry.NO_TRACE));
        account.add(
                entry("payout-return:2026-03-03:c1:USD:txn_9", 3, 40, null, PayableEntry.NO_TRACE));
        assertThat(open()).containsExactly("K1 ROYALTY null US 40");
        account.add(entry("payout:2026-03-10:c1:USD", 4, -40, null, PayableEntry.NO_TRACE));
        account.add(
                new PayableEntry(
                        new SourceKey("payout-cancel:2026-03-10:c1:USD").entryId(),
                        "payout-cancel:2026-03-10:c1:USD",
                        DAY.plusDays(5),
                        DAY.plusDays(5),
                        1,
                        40,
                        null,
                        new SourceKey("payout:2026-03-10:c1:USD").entryId(),
                        null,
                        PayableEntry.NO_TRACE,
                        List.of(),
                        false));

        assertThat(facts()).containsExactly("K1 100", "K1 -40", "K1 40", "K1 -40");
        assertThat(open()).containsExactly("K1 ROYALTY null US 40");
    }

    private List<String> open() {
        return open(account);
    }

    private static List<String> open(CreatorAccount account) {
        return account.items().open().stream()
                .map(
                        item ->
                                "%s %s %s %s %d"
                                        .formatted(
                                                item.earning().contract(),
                                                item.earning().incomeType(),
                                                item.earning().order(),
                                                item.earning().buyerCountry(),
                                                item.amount()))
                .toList();
    }

    private List<String> facts() {
        return account.items().facts().stream()
                .map(fact -> fact.earning().contract() + " " + fact.gross().minor())
                .toList();
    }

    private static Release release(
            LineRoyalty line, long base, Contract contract, ContractStates states) {
        return Release.of(line, base, contract, USD, states);
    }

    private static Json.Obj fulfil(Json.Obj... parts) {
        return Json.object().put("kind", "fulfil").put("parts", Json.array(List.of(parts))).build();
    }

    private static Contract contract(
            String name,
            int version,
            String incomeType,
            @Nullable LocalDate from,
            @Nullable Advance advance) {
        return new Contract(
                name,
                version,
                from == null ? LocalDate.of(2026, 1, 1) : from,
                null,
                HALVES,
                List.of(),
                advance,
                null,
                null,
                incomeType);
    }

    private static PayableEntry entry(
            String source,
            int day,
            long amount,
            PayableEntry.@Nullable Order order,
            Json.Obj trace) {
        return new PayableEntry(
                new SourceKey(source).entryId(),
                source,
                DAY.plusDays(day),
                DAY.plusDays(day),
                1,
                amount,
                null,
                null,
                order,
                trace,
                List.of(),
                false);
    }

    private static PayableEntry journal(
            String name,
            int day,
            boolean isPayment,
            @Nullable EntryId reverses,
            JournalLine... lines) {
        return new PayableEntry(
                new SourceKey("journal:" + name).entryId(),
                "journal:" + name,
                DAY.plusDays(day),
                DAY.plusDays(day),
                1,
                List.of(lines).stream().mapToLong(JournalLine::amount).sum(),
                null,
                reverses,
                null,
                PayableEntry.NO_TRACE,
                List.of(lines),
                isPayment);
    }
}
