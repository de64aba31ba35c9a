package com.illuvrse.finance.jobs.nightly;

import com.illuvrse.finance.invoice.Buyer;
import com.illuvrse.finance.invoice.Invoice;
import com.illuvrse.finance.invoice.Invoiced;
import com.illuvrse.finance.invoice.OrderInvoices;
import com.illuvrse.finance.jobs.batch.Steps;
import com.illuvrse.finance.jobs.postgres.BreakResolutions;
import com.illuvrse.finance.jobs.postgres.ContractFacts;
import com.illuvrse.finance.jobs.postgres.Database;
import com.illuvrse.finance.jobs.postgres.Findings;
import com.illuvrse.finance.jobs.postgres.Invoices;
import com.illuvrse.finance.jobs.postgres.Journal;
import com.illuvrse.finance.jobs.postgres.LedgerRole;
import com.illuvrse.finance.jobs.postgres.OrderFacts;
import com.illuvrse.finance.jobs.postgres.OrderStates;
import com.illuvrse.finance.jobs.postgres.SettlementPlan;
import com.illuvrse.finance.jobs.postgres.SettlementPlan.Candidate;
import com.illuvrse.finance.order.AdvanceJournal;
import com.illuvrse.finance.order.DisputeLost;
import com.illuvrse.finance.order.Milestone;
import com.illuvrse.finance.order.OrderFact;
import com.illuvrse.finance.order.OrderPlaced;
import com.illuvrse.finance.order.OrderState;
import com.illuvrse.finance.order.Settled;
import com.illuvrse.finance.order.Settlement;
import com.illuvrse.finance.royalty.Contract;
import com.illuvrse.finance.royalty.ContractBook;
import com.illuvrse.finance.royalty.ContractStates;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.springframework.batch.core.step.Step;

/**
 * Folds what became known of orders today into sales, releases, refunds and disputes.
 *
 * <p>Orders that share a contract are settled in one transaction, because the contract's counter
 * follows them in order of time. A part of the night is therefore either wholly done or not at all;
 * every run asks the tables what is left and cuts that anew.
 */
public final class SettleOrders {

    private final SettlementPlan plan;
    private final OrderFacts facts;
    private final OrderStates states;
    private final ContractFacts contracts;
    private final Journal journal;
    private final Findings findings;
    private final Invoices invoices;
    private final BreakResolutions resolutions;

    public SettleOrders(Database database, ContractFacts contracts) {
        this.plan = new SettlementPlan(database);
        this.facts = new OrderFacts(database);
        this.states = new OrderStates(database);
        this.contracts = contracts;
        this.journal = new Journal(database);
        this.findings = new Findings(database);
        this.invoices = new Invoices(database);
        this.resolutions = new BreakResolutions(database);
    }

    public Step step(Steps steps, Night night) {
        return steps.inChunks(
                "settle-orders", LedgerRole.WRITER, night.epoch(), new Parts(night)::writeNext);
    }

    /** One run's way through the parts; it begins with drawing up what is left to do. */
    private final class Parts {
        private final Night night;
        private ContractGroups groups = new ContractGroups();
        private List<AdvanceJournal> advances = List.of();
        private List<DisputeLost> losses = List.of();
        private int parts = -1;
        private int next;

        Parts(Night night) {
            this.night = night;
        }

        boolean writeNext() {
            if (parts < 0) {
                drawUp();
                next = 0;
            } else {
                settle(next);
                next++;
            }
            boolean more = next < parts;
            if (!more) {
                requireNothingLeft();
                parts = -1;
            }
            return more;
        }

        private void drawUp() {
            advances = facts.advances(night.date());
            losses = facts.losses(night.day());
            groups = new ContractGroups();
            contracts.collateralGroups().forEach(groups::join);
            forEachCandidate(
                    candidate -> {
                        groups.join(candidate.contracts());
                        if (!candidate.contracts().isEmpty()) {
                            groups.count(candidate.contracts().getFirst());
                        }
                    });
            int ordersAPart = night.settings().chunk();
            int grouped =
                    groups.pack(
                            ordersAPart, advances.stream().map(AdvanceJournal::contract).toList());
            plan.begin();
            int[] alone = {0};
            forEachCandidate(
                    candidate -> {
                        List<String> contracts = candidate.contracts();
                        plan.assign(
                                candidate.order(),
                                contracts.isEmpty()
                                        ? grouped + alone[0]++ / ordersAPart
                                        : groups.partOf(contracts.getFirst()));
                    });
            plan.end();
            parts = grouped + (alone[0] + ordersAPart - 1) / ordersAPart;
        }

        private void forEachCandidate(Consumer<Candidate> consumer) {
            plan.forEachCandidate(
                    night.date(), losses.stream().map(DisputeLost::order).toList(), consumer);
        }

        private Map<String, List<OrderFact>> news(List<String> orders) {
            Map<String, List<OrderFact>> news = facts.of(night.day(), night.booksBegin(), orders);
            for (DisputeLost lost : losses) {
                if (Collections.binarySearch(orders, lost.order()) >= 0) {
                    news.computeIfAbsent(lost.order(), order -> new ArrayList<>()).add(lost);
                }
            }
            return news;
        }

        private void settle(int part) {
            List<String> orders = plan.ordersOf(part);
            Map<String, OrderState> before = states.before(night.date(), orders);
            Map<String, List<OrderFact>> news = news(orders);
            List<AdvanceJournal> journals =
                    advances.stream()
                            .filter(advance -> groups.partOf(advance.contract()) == part)
                            .toList();
            Set<String> used = contractsOf(before.values(), news.values());
            journals.forEach(journal -> used.add(journal.contract()));
            List<Contract> versions = contracts.versions(night.date(), used);
            versions.forEach(version -> used.addAll(version.recoupedContracts()));
            ContractStates positions =
                    ContractStates.of(states.contractsBefore(night.date(), used));
            Settlement settlement =
                    new Settlement(
                            night.day(),
                            ContractBook.of(versions),
                            positions,
                            resolutions.acceptedOf(night.date(), orders));
            journals.forEach(settlement::add);
            for (String order : orders) {
                OrderState state = before.getOrDefault(order, OrderState.of(order));
                settlement.add(state, news.getOrDefault(order, List.of()));
            }
            Settled settled = settlement.settle();
            journal.post(settled.entries());
            states.keep(night.date(), settled.orders());
            states.keepContracts(night.date(), positions.changed());
            findings.keep(night.date(), settled.findings());
            invoices.keep(night.date(), invoiced(orders, settled));
        }

        /** Drafts, invoices and credit notes of a part; their numbers come at the cut. */
        private List<Invoiced> invoiced(List<String> orders, Settled settled) {
            Map<String, Invoice> yesterday = invoices.before(night.date(), orders);
            Map<String, List<Milestone>> milestones = new TreeMap<>();
            Map<String, String> sold = new TreeMap<>();
            for (Milestone milestone : settled.milestones()) {
                milestones
                        .computeIfAbsent(milestone.order(), order -> new ArrayList<>())
                        .add(milestone);
            }
            for (OrderState order : settled.orders()) {
                OrderPlaced form = order.sold();
                if (form != null && milestones.containsKey(order.order())) {
                    sold.put(order.order(), form.event());
                }
            }
            Map<String, Buyer> buyers = invoices.buyers(sold);
            List<Invoiced> all = new ArrayList<>();
            for (OrderState order : settled.orders()) {
                all.add(
                        OrderInvoices.of(
                                order,
                                milestones.getOrDefault(order.order(), List.of()),
                                yesterday.get(order.order()),
                                buyers.getOrDefault(order.order(), Buyer.UNKNOWN)));
            }
            return all;
        }

        private void requireNothingLeft() {
            List<String> left = new ArrayList<>();
            forEachCandidate(candidate -> left.add(candidate.order()));
            if (!left.isEmpty()) {
                throw new IllegalStateException(
                        left.size()
                                + " orders of "
                                + night.date()
                                + " should be settled and are not, "
                                + left.getFirst()
                                + " first; run the night again");
            }
        }
    }

    private static Set<String> contractsOf(
            Collection<OrderState> states, Collection<List<OrderFact>> news) {
        Set<String> used = new TreeSet<>();
        states.forEach(state -> used.addAll(state.contracts()));
        for (List<OrderFact> facts : news) {
            for (OrderFact fact : facts) {
                if (fact instanceof OrderPlaced placed) {
                    placed.lines().forEach(line -> used.add(line.contract()));
                }
            }
        }
        return used;
    }
}
