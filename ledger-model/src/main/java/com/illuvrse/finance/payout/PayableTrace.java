package com.illuvrse.finance.payout;

import com.illuvrse.finance.canonical.Json;
import com.illuvrse.finance.money.Allocation;
import com.illuvrse.finance.money.Fraction;
import com.illuvrse.finance.royalty.Advance;
import com.illuvrse.finance.royalty.Contract;
import com.illuvrse.finance.royalty.ContractBook;
import com.illuvrse.finance.royalty.Party;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What the sealed trace of an entry gave one creator's {@code :payable} or took from it, order line
 * by order line, with the commission the platform kept of the same line (segment format, section
 * 8).
 */
public final class PayableTrace {

    /**
     * One part of a trace that moved the creator's account.
     *
     * @param line of the order; empty for a guarantee, which belongs to no order
     * @param amount minor units, positive when owed to the creator
     * @param commission this creator's part of the platform's share, by what the creators of the
     *     line got; negative for what a refund gave back
     */
    public record Part(String contract, int version, String line, long amount, long commission) {}

    private final String payee;
    private final Function<String, ContractBook> contracts;

    /**
     * @param contracts all versions of a contract; an empty book for one nobody told us of
     */
    public PayableTrace(String payee, Function<String, ContractBook> contracts) {
        this.payee = payee;
        this.contracts = contracts;
    }

    /**
     * The parts, in the order of the trace; none without a trace.
     *
     * @param amount of the entry on the account, which a guarantee is all of
     */
    public List<Part> parts(Json.Obj trace, long amount) {
        List<Part> parts = new ArrayList<>();
        if (trace.members().isEmpty()) {
            return parts;
        }
        String kind = trace.text("kind");
        if (kind.equals("guarantee")) {
            parts.add(new Part(trace.text("contract"), version(trace), "", amount, 0));
            return parts;
        }
        for (Json.Obj part : trace.objects("parts")) {
            String contract = part.optionalText("contract");
            if (contract != null) {
                parts.add(part(kind, contract, part));
            }
        }
        return parts;
    }

    private Part part(String kind, String contract, Json.Obj part) {
        int version = version(part);
        String line = part.text("line");
        return switch (kind) {
            case "fulfil" ->
                    new Part(
                            contract,
                            version,
                            line,
                            released(part, contract),
                            commission(part, "share"));
            case "refund" ->
                    new Part(
                            contract,
                            version,
                            line,
                            -refunded(part),
                            -commission(part, "reversed"));
            default -> new Part(contract, version, line, reserve(part), 0);
        };
    }

    private static int version(Json.Obj part) {
        return Math.toIntExact(part.number("version"));
    }

    /** Share, less what was held in reserve, less what paid back advances. */
    private long released(Json.Obj part, String contract) {
        long amount = step(part, "shares", "share") - step(part, "reserve", "reserved");
        boolean recoups =
                contracts
                        .apply(contract)
                        .version(contract, version(part))
                        .map(Contract::advance)
                        .map(Advance::recoupFrom)
                        .equals(Optional.of(payee));
        if (recoups) {
            for (Json.Obj recouped : part.objects("recoup")) {
                amount = Math.addExact(amount, difference(recouped.texts("outstanding")));
            }
        }
        return amount;
    }

    /** How far one of the party's pairs moved. */
    private long step(Json.Obj part, String list, String pair) {
        long step = 0;
        for (Json.Obj each : part.objects(list)) {
            if (each.text("party").equals(payee)) {
                step = Math.addExact(step, difference(each.texts(pair)));
            }
        }
        return step;
    }

    private static long difference(List<String> pair) {
        return Math.subtractExact(Long.parseLong(pair.get(1)), Long.parseLong(pair.get(0)));
    }

    private long refunded(Json.Obj part) {
        long amount = 0;
        for (Json.Obj share : part.objects("shares")) {
            if (share.text("party").equals(payee)) {
                amount = Math.addExact(amount, share.minor("payable"));
            }
        }
        return amount;
    }

    private long reserve(Json.Obj part) {
        return part.text("party").equals(payee) ? part.minor("amount") : 0;
    }

    /** The platform's step over the steps of the creators, largest remainder, in their order. */
    private long commission(Json.Obj part, String pair) {
        long platform = 0;
        int own = -1;
        List<Fraction> creators = new ArrayList<>();
        for (Json.Obj share : part.objects("shares")) {
            long step = difference(share.texts(pair));
            if (share.text("party").equals(Party.PLATFORM)) {
                platform = Math.addExact(platform, step);
            } else {
                own = share.text("party").equals(payee) ? creators.size() : own;
                creators.add(Fraction.of(Math.max(0, step)));
            }
        }
        if (own < 0 || creators.stream().allMatch(step -> step.signum() == 0)) {
            return 0;
        }
        return creators.size() == 1 ? platform : Allocation.split(platform, creators).get(own);
    }
}
