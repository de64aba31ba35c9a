package com.illuvrse.finance.exporters.statement;

import static org.assertj.core.api.Assertions.assertThat;

import com.illuvrse.finance.account.AccountId;
import com.illuvrse.finance.journal.JournalEntry;
import com.illuvrse.finance.journal.Period;
import com.illuvrse.finance.journal.Posting;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.royalty.Advance;
import com.illuvrse.finance.royalty.Contract;
import com.illuvrse.finance.story.Books;
import com.illuvrse.finance.story.Story;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The creators of invented marketplaces read their statements: refunds, disputes, reserves and
 * advances in any order.
 */
class SeededStatementsTest {

    private static final long SEEDS = 60;

    @TempDir Path folder;

    @Test
    void everyLineAddsUpToTheLedgerAndNamesNobodyElse() throws Exception {
        Set<StatementKind> seen = EnumSet.noneOf(StatementKind.class);
        for (long seed = 1; seed <= SEEDS; seed++) {
            Marketplace marketplace = new Marketplace(Books.of(Story.of(seed)));
            for (String payee : marketplace.payees) {
                for (Currency currency : marketplace.currencies) {
                    List<StatementLine> lines = marketplace.lines(payee, currency);
                    lines.forEach(line -> seen.add(line.kind()));
                    assertThat(Marketplace.closing(currency, lines))
                            .as("seed %s, %s in %s", seed, payee, currency)
                            .isEqualTo(marketplace.balance(payee, currency));
                    lines.forEach(SeededStatementsTest::addsUp);
                    namesNobodyElse(marketplace, payee, currency, lines);
                }
            }
        }
        assertThat(seen)
                .contains(
                        StatementKind.EARNING,
                        StatementKind.REFUND,
                        StatementKind.DISPUTE_HOLD,
                        StatementKind.DISPUTE_LOST,
                        StatementKind.DISPUTE_WON,
                        StatementKind.RESERVE_RELEASE,
                        StatementKind.ADVANCE);
    }

    private static void addsUp(StatementLine line) {
        StatementLine.Working working = line.working();
        if (working == null) {
            return;
        }
        long shared = working.platformFee() + working.others() + working.earned();
        assertThat(shared).as("%s", line).isEqualTo(working.base());
        long recouped = line.recouped() == null ? 0 : line.recouped();
        assertThat(line.change().payable())
                .as("%s", line)
                .isEqualTo(working.earned() - line.change().reserve() - recouped);
    }

    private void namesNobodyElse(
            Marketplace marketplace, String payee, Currency currency, List<StatementLine> lines)
            throws Exception {
        CurrencyBlock block = new CurrencyBlock(currency, Holdings.NONE, lines, 0, 0);
        Period period = Period.parse("2026-03");
        Statement statement =
                new Statement(
                        payee,
                        period,
                        period.lastDay(),
                        List.of(block),
                        new StatementProof("ledger.example.com/test", 1, "ab".repeat(32), "cd"));
        StatementFiles.write(folder, statement);
        String files =
                Files.readString(folder.resolve(StatementFiles.CSV))
                        + Files.readString(folder.resolve(StatementFiles.JSON));
        for (String other : marketplace.payees) {
            if (!other.equals(payee)) {
                assertThat(files).doesNotContainPattern("[,:\"]" + other + "[,:\"]");
            }
        }
    }

    /** All entries of one marketplace, and what they leave behind, added up here again. */
    private static final class Marketplace {
        private final List<JournalEntry> entries = new ArrayList<>();
        private final Map<String, Contract> contracts = new HashMap<>();
        private final TreeSet<String> payees = new TreeSet<>();
        private final TreeSet<Currency> currencies = new TreeSet<>();

        Marketplace(Books books) {
            for (Books.Night night : books.nights()) {
                entries.addAll(night.entries());
                for (Contract contract : night.contracts()) {
                    contracts.put(contract.contract() + " " + contract.version(), contract);
                }
            }
            for (JournalEntry entry : entries) {
                for (Posting posting : entry.postings()) {
                    if (posting.account().isWithin("liabilities:creator")) {
                        payees.add(posting.account().path().split(":", -1)[2]);
                        currencies.add(posting.amount().currency());
                    }
                }
            }
        }

        List<StatementLine> lines(String payee, Currency currency) {
            BiFunction<String, Integer, Contract> terms =
                    (id, version) -> Objects.requireNonNull(contracts.get(id + " " + version));
            List<StatementLine> lines = new ArrayList<>();
            for (JournalEntry entry : entries) {
                Holdings change = Holdings.changedBy(entry, payee, currency, advances(payee));
                if (!change.isNothing()) {
                    Holdings sum = Holdings.NONE;
                    for (StatementLine line :
                            new CreatorEntry(
                                            payee,
                                            currency,
                                            entry,
                                            named(payee, entry),
                                            null,
                                            null,
                                            null)
                                    .lines(terms)) {
                        sum = sum.plus(line.change());
                        lines.add(line);
                    }
                    assertThat(sum).as("%s", entry).isEqualTo(change);
                }
            }
            return lines;
        }

        private Set<String> advances(String payee) {
            return contracts.values().stream()
                    .filter(contract -> isEarnedBackBy(contract, payee))
                    .map(Contract::contract)
                    .collect(Collectors.toSet());
        }

        private static boolean isEarnedBackBy(Contract contract, String payee) {
            Advance advance = contract.advance();
            return advance != null && advance.recoupFrom().equals(payee);
        }

        private Set<String> named(String payee, JournalEntry entry) {
            return advances(payee).stream()
                    .filter(
                            contract ->
                                    entry.postings().stream()
                                            .anyMatch(
                                                    posting ->
                                                            posting.account()
                                                                    .path()
                                                                    .equals(
                                                                            "assets:advances:"
                                                                                    + contract)))
                    .collect(Collectors.toSet());
        }

        static Holdings closing(Currency currency, List<StatementLine> lines) {
            return new CurrencyBlock(currency, Holdings.NONE, lines, 0, 0).closing();
        }

        Holdings balance(String payee, Currency currency) {
            String creator = "liabilities:creator:" + payee;
            long unrecouped = 0;
            for (String contract : advances(payee)) {
                unrecouped += sum("assets:advances:" + contract, currency);
            }
            return new Holdings(
                    -sum(creator + ":payable", currency),
                    -sum(creator + ":held", currency),
                    -sum(creator + ":reserve", currency),
                    unrecouped);
        }

        private long sum(String account, Currency currency) {
            long sum = 0;
            for (JournalEntry entry : entries) {
                for (Posting posting : entry.postings()) {
                    if (posting.account().equals(AccountId.of(account))
                            && posting.amount().currency().equals(currency)) {
                        sum += posting.signedMinor();
                    }
                }
            }
            return sum;
        }
    }
}
