package com.illuvrse.finance.recalculation;

import com.illuvrse.finance.canonical.Json;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Works out one release again from what its own working says was before it. Whether that was so,
 * only the {@link Recalculation} of the whole ledger knows.
 */
public final class OneRelease {

    private OneRelease() {}

    /**
     * Requires the working and the lines of a release to follow from its contracts. Lines of an
     * order in dispute, which hold money, are left out.
     *
     * @param contracts rows as {@code contracts.jsonl} has them, at least the versions it names
     * @throws Mismatch with what differs first
     */
    public static void require(BookedEntry entry, Collection<Json.Obj> contracts) throws Mismatch {
        Json.Obj trace = entry.trace();
        if (trace == null || entry.lines().isEmpty()) {
            throw Mismatch.of(entry.name(), "a release with its working", "none");
        }
        try {
            require(entry, trace, contracts);
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw Mismatch.of(
                    entry.name(), "figures the contract can give", String.valueOf(e.getMessage()));
        }
    }

    private static void require(BookedEntry entry, Json.Obj trace, Collection<Json.Obj> rows)
            throws Mismatch {
        List<Terms> versions = rows.stream().map(Terms::read).toList();
        String currency = entry.lines().getFirst().currency();
        BookedLines booked = new BookedLines(currency);
        List<Json> parts = new ArrayList<>();
        for (Json.Obj part : trace.objects("parts")) {
            Terms terms = terms(entry, versions, part);
            Contracts before = new Contracts();
            for (Json.Obj recoup : part.objects("recoup")) {
                before.standing(recoup.text("contract"), currency).outstanding =
                        first(recoup, "outstanding");
            }
            SoldLine line = before(part, terms);
            long base = last(part, "released") - line.released;
            parts.add(
                    new ReleaseAgain(line, terms, currency, before, booked)
                            .release(base, first(part, "tier")));
        }
        Workings.require(
                entry,
                Json.object()
                        .put("kind", "fulfil")
                        .put("event", trace.text("event"))
                        .put("portion", trace.text("portion"))
                        .put("parts", Json.array(parts))
                        .build());
        if (entry.lines().stream().noneMatch(line -> line.account().endsWith(":held"))) {
            booked.requireOf(entry);
        }
    }

    private static Terms terms(BookedEntry entry, List<Terms> versions, Json.Obj part)
            throws Mismatch {
        for (Terms terms : versions) {
            if (terms.contract().equals(part.text("contract"))
                    && terms.version() == part.number("version")) {
                return terms;
            }
        }
        throw Mismatch.of(
                entry.name(),
                "contract " + part.text("contract") + " version " + part.number("version"),
                "no such version");
    }

    /** The line as the working says it was: what its slices add is taken off the exact shares. */
    private static SoldLine before(Json.Obj part, Terms terms) {
        SoldLine line = new SoldLine(part.text("line"), part.text("contract"));
        line.net = part.minor("net");
        line.released = first(part, "released");
        for (Json.Obj share : part.objects("shares")) {
            Holding holding = new Holding(share.text("party"));
            holding.exact = Ratio.read(share.text("exact"));
            holding.share = first(share, "share");
            for (Json.Obj slice : part.objects("slices")) {
                int tier = Math.toIntExact(slice.number("tier")) - 1;
                Ratio rate =
                        tier < 0 || tier >= terms.ranges().size()
                                ? null
                                : terms.ranges().get(tier).shares().get(holding.party);
                if (rate != null) {
                    holding.exact = holding.exact.minus(rate.times(slice.minor("amount")));
                }
            }
            for (Json.Obj reserve : part.objects("reserve")) {
                if (reserve.text("party").equals(holding.party)) {
                    holding.reserved = first(reserve, "reserved");
                }
            }
            line.holdings.add(holding);
        }
        return line;
    }

    private static long first(Json.Obj object, String pair) {
        return Long.parseLong(object.texts(pair).getFirst());
    }

    private static long last(Json.Obj object, String pair) {
        return Long.parseLong(object.texts(pair).getLast());
    }
}
