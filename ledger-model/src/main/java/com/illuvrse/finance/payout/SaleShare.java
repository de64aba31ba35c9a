package com.illuvrse.finance.payout;

import com.illuvrse.finance.money.Allocation;
import com.illuvrse.finance.money.Fraction;
import com.illuvrse.finance.order.OrderLine;
import com.illuvrse.finance.royalty.Contract;
import com.illuvrse.finance.royalty.Party;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a charge sold of each creator (reports, section 2.2): its net over the order's lines by
 * their nets, a line's part over the parties of its contract other than the platform by their
 * shares, of a contract with tiers those of the first; largest remainder, in their order.
 */
public final class SaleShare {

    private SaleShare() {}

    /**
     * The part of one creator's contracts that sell; other types of income are left out.
     *
     * @param net of the charge, in minor units of the settlement currency; negative for the mirror
     * @param contracts the contract of a line on the order's day; empty for one nobody told us of
     */
    public static long of(
            String payee,
            long net,
            List<OrderLine> lines,
            Function<String, Optional<Contract>> contracts) {
        long whole = lines.stream().mapToLong(OrderLine::net).sum();
        if (whole == 0) {
            return 0;
        }
        List<Long> parts =
                Allocation.split(net, lines.stream().map(line -> Fraction.of(line.net())).toList());
        long sum = 0;
        for (int i = 0; i < parts.size(); i++) {
            Optional<Contract> contract = contracts.apply(lines.get(i).contract());
            if (contract.isPresent() && sells(contract.get())) {
                sum = Math.addExact(sum, share(payee, parts.get(i), contract.get()));
            }
        }
        return sum;
    }

    private static boolean sells(Contract contract) {
        return contract.incomeType() != null
                && IncomeType.of(contract.incomeType()) == IncomeType.SALE;
    }

    private static long share(String payee, long part, Contract contract) {
        List<Party> creators =
                contract.ranges().getFirst().parties().stream()
                        .filter(party -> !party.payee().equals(Party.PLATFORM))
                        .toList();
        List<Fraction> shares = new ArrayList<>();
        creators.forEach(party -> shares.add(party.fraction()));
        if (shares.stream().noneMatch(share -> share.signum() > 0)) {
            return 0;
        }
        List<Long> split = Allocation.split(part, shares);
        long sum = 0;
        for (int i = 0; i < split.size(); i++) {
            if (creators.get(i).payee().equals(payee)) {
                sum = Math.addExact(sum, split.get(i));
            }
        }
        return sum;
    }
}
