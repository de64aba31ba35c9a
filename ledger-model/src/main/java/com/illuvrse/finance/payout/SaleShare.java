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
import org.jspecify.annotations.Nullable;

/**
 * What a charge sold of each creator (reports, section 2.2): its net over the order's lines by
 * their nets, a line's part over the parties of its contract other than the platform by their
 * shares, of a contract with tiers those of the first; largest remainder, in their order.
 */
public final class SaleShare {

    private SaleShare() {}

    /**
     * What of a charge fell on one party of one line.
     *
     * @param contract of the line on the order's day; null when nobody told us of one
     * @param payee empty without a contract, the platform's name when it alone has a share
     * @param amount minor units of the settlement currency
     */
    public record Part(OrderLine line, @Nullable Contract contract, String payee, long amount) {

        /** What the contract pays for; null when it does not say. */
        public @Nullable IncomeType incomeType() {
            return contract == null || contract.incomeType() == null
                    ? null
                    : IncomeType.of(contract.incomeType());
        }
    }

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
        return parts(net, lines, contracts).stream()
                .filter(part -> part.payee().equals(payee) && part.incomeType() == IncomeType.SALE)
                .mapToLong(Part::amount)
                .reduce(0, Math::addExact);
    }

    /** All parts, line by line; they add up to the net. */
    public static List<Part> parts(
            long net, List<OrderLine> lines, Function<String, Optional<Contract>> contracts) {
        List<Part> parts = new ArrayList<>();
        if (lines.stream().mapToLong(OrderLine::net).sum() == 0) {
            return net == 0 ? parts : List.of(new Part(lines.getFirst(), null, "", net));
        }
        List<Long> byLine =
                Allocation.split(net, lines.stream().map(line -> Fraction.of(line.net())).toList());
        for (int i = 0; i < byLine.size(); i++) {
            OrderLine line = lines.get(i);
            parts.addAll(parties(line, byLine.get(i), contracts.apply(line.contract())));
        }
        return parts;
    }

    /** The parts of an amount that fell on one line. */
    public static List<Part> parties(OrderLine line, long amount, Optional<Contract> told) {
        if (told.isEmpty()) {
            return List.of(new Part(line, null, "", amount));
        }
        Contract contract = told.get();
        List<Party> creators =
                contract.ranges().getFirst().parties().stream()
                        .filter(party -> !party.isPlatform() && party.fraction().signum() > 0)
                        .toList();
        if (creators.isEmpty()) {
            return List.of(new Part(line, contract, Party.PLATFORM, amount));
        }
        List<Long> split =
                Allocation.split(amount, creators.stream().map(Party::fraction).toList());
        List<Part> parts = new ArrayList<>();
        for (int i = 0; i < split.size(); i++) {
            parts.add(new Part(line, contract, creators.get(i).payee(), split.get(i)));
        }
        return parts;
    }
}
