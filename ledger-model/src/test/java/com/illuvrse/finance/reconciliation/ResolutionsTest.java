package com.illuvrse.finance.reconciliation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.illuvrse.finance.account.AccountId;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.Money;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Which words close which breaks, as a table. */
class ResolutionsTest {

    private static final LocalDate DAY = LocalDate.of(2026, 3, 2);

    /** {@code t2 charge -100}: a duplicate payment; {@code J1 charge 100}: a journal's part. */
    private static Case when(String... open) {
        return new Case(List.of(open));
    }

    @TestFactory
    Stream<DynamicTest> theTable() {
        return Stream.of(
                row(
                        "the journal that is named",
                        when("t2 charge -100", "J1 charge 100").word("t2", "J1").closes("t2 J1")),
                row(
                        "the only journal of the opposite amount, without being named",
                        when("t2 charge -100", "J1 charge 100").word("t2").closes("t2 J1")),
                row(
                        "no journal",
                        when("t2 charge -100")
                                .word("t2")
                                .waits(
                                        "t2",
                                        "USD -1.00 still lie on assets:clearing:charge; book a journal that moves them away and name it")),
                row(
                        "a journal of another amount",
                        when("t2 charge -100", "J1 charge 99")
                                .word("t2")
                                .waits("t2", "USD -1.00 still lie on assets:clearing:charge")),
                row(
                        "a journal on another account",
                        when("t2 charge -100", "J1 refund 100")
                                .word("t2")
                                .waits("t2", "USD -1.00 still lie on assets:clearing:charge")),
                row(
                        "a journal in another currency",
                        when("t2 charge -100", "J1 charge 100 EUR")
                                .word("t2")
                                .waits("t2", "USD -1.00 still lie on assets:clearing:charge")),
                row(
                        "a journal in the same direction",
                        when("t2 charge -100", "J1 charge -100")
                                .word("t2")
                                .waits("t2", "USD -1.00 still lie on assets:clearing:charge")),
                row(
                        "a named journal that moves only a part",
                        when("t2 charge -100", "J1 charge 60")
                                .word("t2", "J1")
                                .waits(
                                        "t2",
                                        "USD -0.40 would still lie on assets:clearing:charge")),
                row(
                        "two journals that are named",
                        when("t2 charge -100", "J1 charge 60", "J2 charge 40")
                                .word("t2", "J1", "J2")
                                .closes("t2 J1 J2")),
                row(
                        "a named journal that is not there yet",
                        when("t2 charge -100", "J1 charge 100")
                                .word("t2", "J9")
                                .waits(
                                        "t2",
                                        "no open break CLEARING_JOURNAL:J9:assets:clearing:charge:USD: the journal is not in the books yet")),
                row(
                        "one journal too many is named",
                        when("t2 charge -100", "J1 charge 100", "J2 refund 5")
                                .word("t2", "J1", "J2")
                                .waits("t2", "no open break CLEARING_JOURNAL:J2")),
                row(
                        "several breaks that share a journal",
                        when("t2 charge -60", "t3 charge -40", "J1 charge 100")
                                .word("t2", "J1")
                                .word("t3", "J1")
                                .closes("t2 t3 J1")),
                row(
                        "one of several breaks that share a journal",
                        when("t2 charge -60", "t3 charge -40", "J1 charge 100")
                                .word("t2", "J1")
                                .waits("t2", "USD 0.40 would still lie")),
                row(
                        "a chain of shared journals is one group",
                        when(
                                        "t2 charge -60",
                                        "t3 charge -40",
                                        "t4 charge -10",
                                        "J1 charge 70",
                                        "J2 charge 40")
                                .word("t2", "J1")
                                .word("t4", "J2")
                                .word("t3", "J1", "J2")
                                .closes("t2 t3 t4 J1 J2")),
                row(
                        "two accounts booked off each other by one journal",
                        when("t2 charge -100", "r2 refund 100", "J1 charge 100", "J1 refund -100")
                                .word("t2", "J1")
                                .word("r2", "J1")
                                .closes("t2 J1", "r2 J1")),
                row(
                        "only one of the two accounts is resolved",
                        when("t2 charge -100", "r2 refund 100", "J1 charge 100", "J1 refund -100")
                                .word("t2", "J1")
                                .closes("t2 J1")),
                row(
                        "breaks that cancel each other out need no journal",
                        when("t2 charge -100", "t3 charge 60", "t4 charge 40")
                                .word("t2")
                                .word("t3")
                                .word("t4")
                                .closes("t2 t3 t4")),
                row(
                        "two that are each other's opposite, beside one that is not",
                        when("t2 charge -100", "t3 charge 100", "t4 charge 7")
                                .word("t2")
                                .word("t3")
                                .word("t4")
                                .closes("t2 t3")
                                .waits("t4", "USD 0.07 still lie")),
                row(
                        "two journals fit",
                        when("t2 charge -100", "J1 charge 100", "J2 charge 100")
                                .word("t2")
                                .waits(
                                        "t2",
                                        "CLEARING_JOURNAL:J1:assets:clearing:charge:USD, CLEARING_JOURNAL:J2:assets:clearing:charge:USD fit; name the journal")),
                row(
                        "two journals fit and one is named by another word",
                        when("t2 charge -100", "t3 charge -100", "J1 charge 100", "J2 charge 100")
                                .word("t2")
                                .word("t3", "J1")
                                .closes("t3 J1", "t2 J2")),
                row(
                        "two breaks fit one journal",
                        when("t2 charge -100", "t3 charge -100", "J1 charge 100")
                                .word("t2")
                                .word("t3")
                                .waits("t2", "fits other resolved breaks as well")
                                .waits("t3", "fits other resolved breaks as well")),
                row(
                        "a journal that was wrong and the one that puts it right",
                        when("J1 charge 100", "J2 charge -100").word("J1", "J2").closes("J1 J2")),
                row(
                        "a journal's part that another word names",
                        when("t2 charge -100", "J1 charge 100", "J3 charge -100")
                                .word("t2", "J1")
                                .word("J1")
                                .closes("t2 J1")),
                row(
                        "a journal's part with a word of its own is nobody else's",
                        when("J0 charge 100", "J5 charge -100", "t2 charge -100")
                                .word("J0", "J5")
                                .word("t2")
                                .closes("J0 J5")
                                .waits("t2", "USD -1.00 still lie")),
                row(
                        "nothing lies there",
                        when("t2 charge 0", "t3 charge -5")
                                .word("t2")
                                .word("t3")
                                .closes("t2")
                                .waits("t3", "USD -0.05 still lie")),
                row(
                        "a break that names no account needs no journal",
                        when("o-1 - 0").word("o-1").closes("o-1")),
                row("a word on what is not open", when().word("t2")),
                row(
                        "a difference to Stripe stands while it is found",
                        when("payments:USD - 5")
                                .word("payments:USD")
                                .waits("payments:USD", "it stands as long as the difference does")),
                row(
                        "another amount than the one it was given for",
                        when("o-1 - 200")
                                .wordFor(150, "o-1")
                                .waits("o-1", "it was resolved at USD 1.50 and is USD 2.00 now")),
                row(
                        "an event that was found again since",
                        when("t2 charge -100", "J1 charge 100")
                                .wordFoundAgain("t2", "J1")
                                .waits("t2", "it was found again on 2026-03-02")));
    }

    private static DynamicTest row(String name, Case row) {
        return dynamicTest(name, row::check);
    }

    @Test
    void aReasonMustBeGiven() {
        BreakKey key = new BreakKey(BreakType.ORDER_CONFLICT, "o-1");

        assertThatThrownBy(() -> new Resolution(key, " ", Instant.EPOCH, null, null, Set.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the reason why ORDER_CONFLICT:o-1 is resolved must be given");
    }

    @Test
    void aBreakIsCalledByItsTypeAndRef() {
        assertThat(BreakKey.parse("STRIPE_BALANCE_MISMATCH:payments:USD"))
                .isEqualTo(new BreakKey(BreakType.STRIPE_BALANCE_MISMATCH, "payments:USD"))
                .hasToString("STRIPE_BALANCE_MISMATCH:payments:USD");
        for (String wrong : List.of("", "txn_1", ":txn_1", "FX_RATE_MISMATCH:", "WRONG:txn_1")) {
            assertThatThrownBy(() -> BreakKey.parse(wrong))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    private static final class Case {

        private final Map<String, Break> open = new TreeMap<>();
        private final List<Break> rows = new ArrayList<>();
        private final List<Resolution> words = new ArrayList<>();
        private final List<Set<String>> closed = new ArrayList<>();
        private final Map<String, String> waiting = new TreeMap<>();

        private Case(List<String> lines) {
            for (String line : lines) {
                String[] parts = line.split(" ");
                Break row = row(parts);
                open.putIfAbsent(parts[0], row);
                rows.add(row);
            }
        }

        private static Break row(String[] parts) {
            Currency currency = Currency.of(parts.length > 3 ? parts[3] : "USD");
            Money amount = Money.of(Long.parseLong(parts[2]), currency);
            String name = parts[0];
            if (parts[1].equals("-")) {
                BreakType type =
                        name.startsWith("o-")
                                ? BreakType.AMOUNT_MISMATCH
                                : BreakType.STRIPE_BALANCE_MISMATCH;
                return open(Finding.of(type, name, amount, "planted"));
            }
            AccountId account = AccountId.of("assets:clearing:" + parts[1]);
            return open(
                    name.startsWith("J")
                            ? ClearingJournals.findings(
                                            List.of(
                                                    new ClearingJournals.Part(
                                                            name, account, amount, null)))
                                    .getFirst()
                            : Finding.on(
                                    account, BreakType.DUPLICATE_PAYMENT, name, amount, "planted"));
        }

        private static Break open(Finding finding) {
            return Break.found(finding, DAY, Break.Status.OPEN, DAY);
        }

        Case word(String name, String... journals) {
            Break row = open.get(name);
            return add(name, row == null ? null : row.amount(), null, journals);
        }

        Case wordFor(long amount, String name) {
            return add(name, Money.of(amount, Currency.of("USD")), null);
        }

        Case wordFoundAgain(String name, String... journals) {
            return add(name, Objects.requireNonNull(open.get(name)).amount(), DAY, journals);
        }

        private Case add(
                String name,
                @Nullable Money amount,
                @Nullable LocalDate foundAgainOn,
                String... journals) {
            Break row = open.get(name);
            BreakKey key =
                    row == null ? new BreakKey(BreakType.DUPLICATE_PAYMENT, name) : row.key();
            words.add(
                    new Resolution(
                            key, "because", Instant.EPOCH, amount, foundAgainOn, Set.of(journals)));
            return this;
        }

        Case closes(String... groups) {
            for (String group : groups) {
                closed.add(Set.of(group.split(" ")));
            }
            return this;
        }

        Case waits(String name, String sentence) {
            waiting.put(name, sentence);
            return this;
        }

        void check() {
            for (List<Break> order : List.of(rows, rows.reversed())) {
                Resolutions.Outcome outcome = Resolutions.on(order, words);

                assertThat(
                                outcome.groups().stream()
                                        .map(
                                                group ->
                                                        group.members().stream()
                                                                .map(ResolutionsTest::refOf)
                                                                .collect(Collectors.toSet()))
                                        .toList())
                        .containsExactlyInAnyOrderElementsOf(closed);
                assertThat(
                                outcome.waiting().keySet().stream()
                                        .map(ResolutionsTest::refOf)
                                        .collect(Collectors.toSet()))
                        .isEqualTo(waiting.keySet());
                outcome.waiting()
                        .forEach(
                                (key, sentence) ->
                                        assertThat(sentence).contains(waiting.get(refOf(key))));
            }
        }
    }

    /** The journal or item a key names, without the account. */
    private static String refOf(BreakKey key) {
        return key.ref().replaceFirst(":a.*", "");
    }
}
