package com.illuvrse.finance.royalty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.Money;
import com.illuvrse.finance.royalty.RoyaltyModel.Book;
import com.illuvrse.finance.royalty.RoyaltyModel.Cut;
import com.illuvrse.finance.royalty.RoyaltyModel.Step;
import com.illuvrse.finance.royalty.RoyaltyModel.Terms;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Two hundred marketplaces of ten thousand sales, each worked out twice, by the rules and by {@link
 * RoyaltyModel}: splits, tiers, versions, advances with collateral, reserves, portions and refunds
 * in any order. Every step of every party is equal to the cent, and no cent appears or is lost.
 */
class SeededRoyaltiesTest {

    private static final int SEEDS = 200;
    private static final int SALES = 10_000;
    private static final Currency USD = Currency.of("USD");
    private static final LocalDate FROM = LocalDate.of(2026, 1, 1);

    @Test
    void everyHistoryIsWorkedOutTwiceAndEqual() {
        long events =
                LongStream.range(0, SEEDS)
                        .parallel()
                        .map(seed -> new History(seed).play(SALES))
                        .sum();

        assertThat(events).isGreaterThan((long) SEEDS * SALES * 3 / 2);
    }

    /** The comparison bites: a model that forgets one cent is told apart. */
    @Test
    void oneCentMoreIsNoticed() {
        History history = new History(7);
        history.play(100);
        history.model.advance(0, 1);

        assertThatThrownBy(history::conserve).hasMessageContaining("outstanding");
    }

    /** One sale on its way: what the rules know of it, and what the model does. */
    private static final class Sale {
        final int contract;
        final Book book;
        LineRoyalty line;

        Sale(int number, int contract, long net) {
            this.contract = contract;
            this.book = new Book(net);
            this.line = LineRoyalty.of(Integer.toString(number), name(contract), net);
        }
    }

    /** A contract as both sides read it. */
    private record Agreement(Contract contract, Terms terms) {}

    private static final class History {
        final RoyaltyModel model;
        private final long seed;
        private final SplittableRandom chance;
        private final List<List<Agreement>> agreements = new ArrayList<>();
        private final ContractStates states = ContractStates.of(List.of());
        private final List<Sale> open = new ArrayList<>();

        /** Minor units by party: what the steps of both sides gave and took. */
        private final Map<String, Long> given = new HashMap<>();

        private long advanced;
        private long sold;
        private long inEscrow;
        private long refunded;
        private long events;

        History(long seed) {
            this.seed = seed;
            this.chance = new SplittableRandom(seed);
            int contracts = 2 + chance.nextInt(5);
            this.model = new RoyaltyModel(contracts);
            for (int contract = 0; contract < contracts; contract++) {
                List<Agreement> versions = new ArrayList<>();
                for (int version = 1; version <= 1 + chance.nextInt(2); version++) {
                    versions.add(agree(contract, contracts, version));
                }
                agreements.add(versions);
            }
        }

        long play(int sales) {
            for (int sale = 0; sale < sales; sale++) {
                if (chance.nextInt(500) == 0) {
                    payAdvance();
                }
                sell(sale);
                while (open.size() > 40 || (!open.isEmpty() && chance.nextInt(3) == 0)) {
                    moveOn(open.get(chance.nextInt(open.size())));
                }
            }
            conserve();
            return events;
        }

        private void payAdvance() {
            int contract = chance.nextInt(agreements.size());
            long amount = 1 + chance.nextLong(200_000);
            states.advance(name(contract), Money.of(amount, USD));
            model.advance(contract, amount);
            advanced += amount;
        }

        private void sell(int number) {
            long net =
                    chance.nextInt(4) == 0 ? 1 + chance.nextLong(99) : 1 + chance.nextLong(20_000);
            Sale sale = new Sale(number, chance.nextInt(agreements.size()), net);
            open.add(sale);
            sold += net;
            inEscrow += net;
        }

        /** Something happens to a sale: half of it is delivered, it is refunded in part, … */
        private void moveOn(Sale sale) {
            int what = chance.nextInt(10);
            long escrow = sale.book.inEscrow();
            long left = sale.book.net - sale.book.refundedEscrow - sale.book.refundedReleased;
            if (what < 6 && escrow > 0) {
                release(sale, what < 4 ? escrow : 1 + chance.nextLong(escrow));
            } else if (what < 8 && left > 0) {
                refund(sale, chance.nextInt(3) == 0 ? left : 1 + chance.nextLong(left));
            } else if (sale.book.held() > 0) {
                sale.line = sale.line.reserveReleased();
                model.releaseReserve(sale.book);
                events++;
            } else if (escrow == 0) {
                open.remove(sale);
            }
        }

        private void release(Sale sale, long base) {
            List<Agreement> versions = agreements.get(sale.contract);
            Agreement valid = versions.get(chance.nextInt(versions.size()));
            Release release = Release.of(sale.line, base, valid.contract(), USD, states);
            compare(sale, release.amounts(), 1, model.release(sale.book, base, valid.terms()));
            sale.line = release.line();
            inEscrow -= base;
        }

        private void refund(Sale sale, long amount) {
            long before = sale.book.inEscrow();
            Reversal reversal = Reversal.of(sale.line, amount, USD, states);
            compare(sale, reversal.amounts(), -1, model.refund(sale.book, amount));
            sale.line = reversal.line();
            require(sale, "escrow", reversal.escrow(), before - sale.book.inEscrow());
            inEscrow -= reversal.escrow();
            refunded += amount;
        }

        private void compare(Sale sale, List<PartyAmounts> amounts, int sign, List<Step> steps) {
            events++;
            require(sale, "parties", amounts.size(), steps.size());
            for (int i = 0; i < steps.size(); i++) {
                PartyAmounts amount = amounts.get(i);
                Step step = steps.get(i);
                if (!amount.party().equals(party(step.party()))) {
                    throw new AssertionError(at(sale) + amount.party() + " and " + step.party());
                }
                require(sale, "payable", sign * amount.payable(), step.payable());
                require(sale, "reserve", sign * amount.reserve(), step.reserve());
                require(sale, "advances", amount.advances().size(), step.advances().size());
                long sum = step.payable() + step.reserve();
                for (Advanced one : amount.advances()) {
                    Long same = step.advances().get(Integer.parseInt(one.contract().substring(1)));
                    require(sale, "recouped", sign * one.amount(), same == null ? 0 : same);
                    sum += same == null ? 0 : same;
                }
                given.merge(amount.party(), sum, Math::addExact);
            }
            require(sale, "counter", counter(sale.contract), model.counter(sale.contract));
        }

        private long counter(int contract) {
            return states.get(name(contract), USD).counter();
        }

        /** What was sold is in escrow, given to somebody or back with the buyer. */
        void conserve() {
            long outstanding = 0;
            long counted = 0;
            for (int contract = 0; contract < agreements.size(); contract++) {
                long mine = states.get(name(contract), USD).outstanding();
                require(null, "outstanding", mine, model.outstanding(contract));
                outstanding += mine;
                counted += counter(contract);
            }
            long all = given.values().stream().mapToLong(Long::longValue).sum();
            require(null, "sum", sold, inEscrow + all + refunded);
            require(null, "counters", counted, all);
            if (outstanding < 0 || outstanding > advanced) {
                throw new AssertionError("seed %d: %d outstanding".formatted(seed, outstanding));
            }
        }

        private void require(@Nullable Sale sale, String what, long found, long expected) {
            if (found != expected) {
                throw new AssertionError(
                        "%s%s is %d by the rules, %d by the model"
                                .formatted(at(sale), what, found, expected));
            }
        }

        private String at(@Nullable Sale sale) {
            return "seed %d, event %d, sale %s: "
                    .formatted(seed, events, sale == null ? "-" : sale.line.line());
        }

        private Agreement agree(int contract, int contracts, int version) {
            int tiers = 1 + (chance.nextBoolean() ? chance.nextInt(4) : 0);
            int creators = 1 + chance.nextInt(4);
            List<Long> boundaries =
                    chance.longs(tiers - 1L, 1, 3_000_000).distinct().sorted().boxed().toList();
            List<List<Cut>> cuts = new ArrayList<>();
            for (int tier = 0; tier <= boundaries.size(); tier++) {
                cuts.add(share(contract, creators));
            }
            List<Integer> order = new ArrayList<>();
            for (int party = 1; party <= creators; party++) {
                order.add(creator(contract, party));
            }
            order.add(0);
            long reserve = chance.nextBoolean() ? 0 : RoyaltyModel.WHOLE / 20 * chance.nextInt(7);
            boolean recoups = chance.nextBoolean();
            List<Integer> group = recoups ? group(contract, contracts) : List.of();
            Terms terms =
                    new Terms(
                            contract,
                            boundaries,
                            cuts,
                            order,
                            reserve,
                            recoups ? creator(contract, 1) : -1,
                            group);
            return new Agreement(contract(terms, version), terms);
        }

        /** The contract alone, or several in any order. */
        private List<Integer> group(int contract, int contracts) {
            if (chance.nextBoolean()) {
                return List.of(contract);
            }
            int first = chance.nextInt(contracts);
            return IntStream.range(0, contracts)
                    .map(i -> (first + i) % contracts)
                    .limit(1L + chance.nextInt(contracts))
                    .boxed()
                    .toList();
        }

        /** Creators with halves, thirds, sevenths or odd percentages, the rest to the platform. */
        private List<Cut> share(int contract, int creators) {
            long[] steps = {
                RoyaltyModel.WHOLE / 100, RoyaltyModel.WHOLE / 42, RoyaltyModel.WHOLE / 10_000
            };
            long step = steps[chance.nextInt(3)];
            long left = RoyaltyModel.WHOLE;
            List<Cut> cuts = new ArrayList<>();
            for (int party = 1; party <= creators; party++) {
                long parts = step * chance.nextLong(left / step / 2 + 1);
                cuts.add(new Cut(creator(contract, party), parts));
                left -= parts;
            }
            cuts.add(new Cut(0, left));
            return cuts;
        }

        private static int creator(int contract, int party) {
            return contract * 10 + party;
        }

        private static Contract contract(Terms terms, int version) {
            List<Tier> tiers = new ArrayList<>();
            for (int i = 0; i < terms.tiers().size(); i++) {
                Money upTo =
                        i < terms.boundaries().size()
                                ? Money.of(terms.boundaries().get(i), USD)
                                : null;
                tiers.add(
                        new Tier(
                                upTo,
                                terms.tiers().get(i).stream()
                                        .map(
                                                cut ->
                                                        new Party(
                                                                party(cut.party()),
                                                                cut.parts()
                                                                        + "/"
                                                                        + RoyaltyModel.WHOLE))
                                        .toList()));
            }
            boolean flat = tiers.size() == 1;
            Contract contract =
                    new Contract(
                            name(terms.contract()),
                            version,
                            FROM,
                            null,
                            flat ? tiers.getFirst().parties() : List.of(),
                            flat ? List.of() : tiers,
                            terms.recoupFrom() < 0
                                    ? null
                                    : new Advance(
                                            party(terms.recoupFrom()),
                                            terms.group().stream()
                                                    .map(SeededRoyaltiesTest::name)
                                                    .toList()),
                            terms.reserve() == 0
                                    ? null
                                    : new Reserve(terms.reserve() + "/" + RoyaltyModel.WHOLE, 30),
                            null,
                            null);
            contract.problem()
                    .ifPresent(
                            problem -> {
                                throw new AssertionError(problem);
                            });
            return contract;
        }
    }

    private static String name(int contract) {
        return "K" + contract;
    }

    private static String party(int party) {
        return party == 0 ? Party.PLATFORM : "c" + party;
    }
}
