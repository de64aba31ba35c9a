package com.illuvrse.finance.payout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.illuvrse.finance.canonical.Json;
import com.illuvrse.finance.journal.AccountingDay;
import com.illuvrse.finance.journal.JournalEntry;
import com.illuvrse.finance.journal.Posting;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.tax.NoFigureException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PayoutDraftTest {

    private static final LocalDate DATE = LocalDate.of(2026, 11, 1);
    private static final AccountingDay DAY = AccountingDay.of(DATE, ZoneId.of("America/New_York"));

    private static Payee payee(
            String currency,
            @Nullable String account,
            @Nullable String form,
            @Nullable String hold) {
        return new Payee(
                "c1",
                1,
                LocalDate.of(2026, 1, 1),
                "US",
                null,
                Currency.of(currency),
                5000,
                "stripe",
                account,
                null,
                new TaxStatus(form, "vault:c1", null, null, null, null, false, null),
                hold);
    }

    private static Payee sound() {
        return payee("USD", "acct_c1", "W-9", null);
    }

    private static List<Withholding> noTax(Payee payee, CreatorBalance balance, long gross) {
        return List.of();
    }

    private static CreatorBalance owed(String currency, long payable, long held) {
        return new CreatorBalance("c1", Currency.of(currency), payable, held, 0);
    }

    private static PayoutReason reason(
            CreatorBalance balance, @Nullable Payee payee, boolean suspended) {
        Map<String, Payee> payees = payee == null ? Map.of() : Map.of("c1", payee);
        Set<String> stopped = suspended ? Set.of("c1") : Set.of();
        return PayoutDraft.of(DATE, List.of(balance), payees, stopped, PayoutDraftTest::noTax)
                .items()
                .getFirst()
                .reason();
    }

    @Test
    void firstReasonThatAppliesCounts() {
        Payee nothing = payee("EUR", null, null, "fraud review");

        assertThat(reason(owed("USD", -1, 0), nothing, true))
                .isEqualTo(PayoutReason.NEGATIVE_BALANCE);
        assertThat(reason(owed("USD", 9000, 0), nothing, true)).isEqualTo(PayoutReason.ON_HOLD);
        assertThat(reason(owed("USD", 0, 500), sound(), true)).isEqualTo(PayoutReason.ON_HOLD);
        assertThat(reason(owed("USD", 10, 0), payee("EUR", null, null, null), true))
                .isEqualTo(PayoutReason.DESTINATION_SUSPENDED);
        assertThat(reason(owed("USD", 10, 0), payee("USD", null, null, null), false))
                .isEqualTo(PayoutReason.DESTINATION_INCOMPLETE);
        assertThat(reason(owed("USD", 10, 0), payee("EUR", "acct_c1", null, null), false))
                .isEqualTo(PayoutReason.TAX_FORM_MISSING);
        assertThat(reason(owed("USD", 10, 0), payee("EUR", "acct_c1", "W-9", null), false))
                .isEqualTo(PayoutReason.RATE_MISSING);
        assertThat(reason(owed("USD", 10, 0), null, false)).isEqualTo(PayoutReason.PAYEE_MISSING);
        assertThat(reason(owed("USD", 10, 0), payee("USD", "acct_c1", null, null), false))
                .isEqualTo(PayoutReason.TAX_FORM_MISSING);
        assertThat(reason(owed("USD", 4999, 9000), sound(), false))
                .isEqualTo(PayoutReason.BELOW_MINIMUM);
        assertThat(reason(owed("USD", 5000, 0), sound(), false)).isEqualTo(PayoutReason.PAID);
    }

    @Test
    void restBelowTheRailsStepIsCarriedForward() {
        Payee hungarian = payee("HUF", "acct_c1", "W-8BEN", null);

        PayoutItem item =
                PayoutDraft.of(
                                DATE,
                                List.of(owed("HUF", 12399, 0)),
                                Map.of("c1", hungarian),
                                Set.of(),
                                PayoutDraftTest::noTax)
                        .items()
                        .getFirst();

        assertThat(item.gross()).isEqualTo(12300);
        assertThat(item.available()).isEqualTo(12399);
        Payee cheap =
                new Payee(
                        "c1",
                        1,
                        LocalDate.of(2026, 1, 1),
                        "HU",
                        null,
                        Currency.of("HUF"),
                        0,
                        "stripe",
                        "acct_c1",
                        null,
                        new TaxStatus("W-8BEN", null, null, null, null, null, false, null),
                        null);
        assertThat(reason(owed("HUF", 99, 0), cheap, false))
                .isEqualTo(PayoutReason.GRANULARITY_REST);
    }

    /** What leaves after tax comes in steps of the rail too: 24 % of 10.10 leaves 7.676. */
    @ParameterizedTest(name = "{1} {0} pays {2} of {3}")
    @CsvSource({
        // owed, payable, net, gross
        "KWD, 10100, 7670, 10092",
        "KWD, 10000, 7600, 10000",
        "HUF, 12399, 9400, 12368",
        "ISK, 100, 0, 0",
        "USD, 10005, 7604, 10005"
    })
    void whatIsLeftAfterTaxComesInStepsOfTheRail(String owed, long payable, long net, long gross) {
        Payee payee =
                new Payee(
                        "c1",
                        1,
                        LocalDate.of(2026, 1, 1),
                        "US",
                        null,
                        Currency.of(owed),
                        0,
                        "stripe",
                        "acct_c1",
                        null,
                        new TaxStatus("W-9", null, null, null, null, null, false, null),
                        null);

        PayoutItem item =
                PayoutDraft.of(
                                DATE,
                                List.of(owed(owed, payable, 0)),
                                Map.of("c1", payee),
                                Set.of(),
                                (who, balance, of) ->
                                        List.of(
                                                Withholding.of(
                                                        "US",
                                                        Withholding.Regime.BACKUP,
                                                        "24%",
                                                        of,
                                                        of)))
                        .items()
                        .getFirst();

        assertThat(item.reason())
                .isEqualTo(net > 0 ? PayoutReason.PAID : PayoutReason.GRANULARITY_REST);
        assertThat(item.net()).isEqualTo(net);
        assertThat(item.gross()).isEqualTo(gross);
        assertThat(item.withheld()).isEqualTo(gross - net);
        assertThat(item.pay().minor() % Currency.of(owed).payoutStep()).isZero();
        assertThat(item.withholdings()).allMatch(tax -> tax.base() <= gross);
    }

    @Test
    void emptyBalancesAreLeftOutAndItemsAreOrdered() {
        PayoutDraft draft =
                PayoutDraft.of(
                        DATE,
                        List.of(
                                new CreatorBalance("c2", Currency.of("USD"), 6000, 0, 0),
                                owed("USD", 6000, 0),
                                owed("JPY", 1, 0),
                                owed("EUR", 0, 0)),
                        Map.of("c1", sound()),
                        Set.of(),
                        PayoutDraftTest::noTax);

        assertThat(draft.items().stream().map(PayoutItem::id))
                .containsExactly("2026-11-01:c1:JPY", "2026-11-01:c1:USD", "2026-11-01:c2:USD");
        assertThat(draft.totals()).containsExactly(Map.entry(Currency.of("USD"), 6000L));
        assertThat(PayoutDraft.missingPayees(List.of("c1", "c2"), Set.of("c1")))
                .singleElement()
                .satisfies(found -> assertThat(found.ref()).isEqualTo("c2"));
    }

    /** The sealed payout of the sample ledger: 24 % of 3.98 is 0.96. */
    private static PayoutItem withheld() {
        return PayoutItem.inSteps(
                "2026-11-01",
                owed("USD", 398, 0),
                sound(),
                List.of(Withholding.of("US", Withholding.Regime.BACKUP, "24%", 398, 398)),
                null);
    }

    @Test
    void payoutMovesPayableToClearingAndWithholding() {
        JournalEntry entry = withheld().entry(DAY);

        assertThat(entry.id()).hasToString("59596bf4-d49b-86ac-8157-6c9a1f356338");
        assertThat(entry.occurredAt()).isEqualTo("2026-11-02T04:59:59.999Z");
        assertThat(entry.ref())
                .containsExactlyInAnyOrderEntriesOf(Map.of("batch", "2026-11-01", "payee", "c1"));
        assertThat(balances(entry))
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of(
                                "liabilities:creator:c1:payable", 398L,
                                "liabilities:payouts:clearing", -302L,
                                "liabilities:withholding:US", -96L));
    }

    @Test
    void sealedRowHasTheFiguresOfThePayout() {
        assertThat(withheld().toJson())
                .isEqualTo(
                        Json.object()
                                .put("available", "398")
                                .put("batch", "2026-11-01")
                                .put("currency", "USD")
                                .put("destination", "acct_c1")
                                .put("gross", "398")
                                .put("kind", "item")
                                .put("net", "302")
                                .put("payee", "c1")
                                .put("rail", "stripe")
                                .put("reason", "PAID")
                                .put("withheld", "96")
                                .put(
                                        "withholding",
                                        Json.array(
                                                List.of(
                                                        Json.object()
                                                                .put("amount", "96")
                                                                .put("jurisdiction", "US")
                                                                .put("rate", "24%")
                                                                .build())))
                                .build());
    }

    @Test
    void cancellationMirrorsThePayoutAndNamesIt() {
        JournalEntry payout = withheld().entry(DAY);

        JournalEntry cancelled = withheld().cancelled(DAY.next());

        assertThat(cancelled.source()).hasToString("payout-cancel:2026-11-01:c1:USD");
        assertThat(cancelled.reverses()).isEqualTo(payout.id());
        balances(payout)
                .forEach(
                        (account, minor) ->
                                assertThat(balances(cancelled)).containsEntry(account, -minor));
    }

    @Test
    void returnsInPartsGiveBackTheWholePayout() {
        PayoutItem item = withheld();
        Map<String, Long> sum = new TreeMap<>(balances(item.entry(DAY)));

        List<JournalEntry> parts =
                List.of(
                        item.returned(0, 101, "txn_1", DAY.from(), DAY),
                        item.returned(101, 1, "txn_2", DAY.from(), DAY),
                        item.returned(102, 200, "txn_3", DAY.from(), DAY));

        parts.forEach(
                entry ->
                        balances(entry)
                                .forEach((name, minor) -> sum.merge(name, minor, Long::sum)));
        assertThat(sum.values()).allSatisfy(minor -> assertThat(minor).isZero());
        assertThatThrownBy(() -> item.returned(302, 1, "txn_4", DAY.from(), DAY))
                .hasMessageContaining("came back 302, and now 1 more");
    }

    @Test
    void partsOfAReturnInAnySplitGiveBackTheWhole() {
        Random random = new Random(11);
        for (int round = 0; round < 500; round++) {
            long gross = random.nextLong(1, 100_000);
            long base = random.nextLong(1, gross + 1);
            PayoutItem item =
                    PayoutItem.inSteps(
                            "2026-11-01",
                            owed("USD", gross, 0),
                            sound(),
                            List.of(
                                    Withholding.of(
                                            "US", Withholding.Regime.NRA, "30%", base, gross)),
                            null);
            Map<String, Long> sum = new TreeMap<>(balances(item.entry(DAY)));
            long before = 0;
            for (int part = 1; before < item.net(); part++) {
                long step = random.nextLong(1, item.net() - before + 1);
                JournalEntry entry = item.returned(before, step, "txn_" + part, DAY.from(), DAY);
                balances(entry).forEach((name, minor) -> sum.merge(name, minor, Long::sum));
                before += step;
            }
            assertThat(sum.values()).allSatisfy(minor -> assertThat(minor).isZero());
        }
    }

    @Test
    void taxOfAPartIsSealedAsItsExactShareOfTheGross() {
        Withholding tax = Withholding.of("US", Withholding.Regime.BACKUP, "24%", 3333, 5000);

        assertThat(tax.rate()).isEqualTo("4/25");
        assertThat(tax.nominalRate()).isEqualTo("24%");
        assertThat(tax.on(5000)).isEqualTo(800);
        assertThat(Withholding.of("US", Withholding.Regime.BACKUP, "24%", 1, 5000).rate())
                .isEqualTo("0/1");
        assertThatThrownBy(() -> Withholding.of("US", Withholding.Regime.BACKUP, "24%", 5001, 5000))
                .hasMessage("5001 are subject of a payment of only 5000");
    }

    @Test
    void whoseTaxCannotBeToldOrLeavesNothingIsNotPaid() {
        assertThat(
                        reasonTaxed(
                                (payee, balance, gross) -> {
                                    throw NoFigureException.rate("EUR", "USD", DATE);
                                }))
                .isEqualTo(PayoutReason.TAX_UNDECIDED);
        assertThat(
                        reasonTaxed(
                                (payee, balance, gross) ->
                                        List.of(
                                                Withholding.of(
                                                        "US",
                                                        Withholding.Regime.NRA,
                                                        "100%",
                                                        gross,
                                                        gross))))
                .isEqualTo(PayoutReason.GRANULARITY_REST);
    }

    private static PayoutReason reasonTaxed(Taxes taxes) {
        return PayoutDraft.of(
                        DATE, List.of(owed("USD", 6000, 0)), Map.of("c1", sound()), Set.of(), taxes)
                .items()
                .getFirst()
                .reason();
    }

    @Test
    void unpaidItemHasNoEntry() {
        PayoutItem item =
                PayoutItem.unpaid("2026-11-01", owed("USD", 10, 0), PayoutReason.BELOW_MINIMUM);

        assertThatThrownBy(() -> item.entry(DAY))
                .hasMessageContaining("is BELOW_MINIMUM, not paid");
        assertThat(item.toJson().members().keySet())
                .containsExactly("available", "batch", "currency", "kind", "payee", "reason");
    }

    private static Map<String, Long> balances(JournalEntry entry) {
        Map<String, Long> balances = new TreeMap<>();
        for (Posting posting : entry.postings()) {
            balances.merge(posting.account().path(), posting.signedMinor(), Long::sum);
        }
        return balances;
    }
}
