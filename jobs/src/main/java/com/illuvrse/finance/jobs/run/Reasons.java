package com.illuvrse.finance.jobs.run;

import com.illuvrse.finance.journal.SourceKey;

/** Why an entry exists, by the kind of its source key (posting model, sections 3 to 6). */
final class Reasons {

    private Reasons() {}

    /** What a source key begins with. */
    static String kind(SourceKey source) {
        String text = source.text();
        int colon = text.indexOf(':');
        return colon < 0 ? text : text.substring(0, colon);
    }

    static String of(SourceKey source) {
        String[] parts = (source.text() + ":::").split(":", -1);
        String second = parts[1];
        String third = parts[2];
        return switch (kind(source)) {
            case "stripe" ->
                    third.equals("bt")
                            ? "Stripe reported this movement; each of its rows has exactly one entry."
                            : "Money of earlier rows became available at Stripe on this day.";
            case "sale" -> "Order %s and its charge are both known: sold.".formatted(second);
            case "sale-reversal" ->
                    "A payment of order %s failed, or was captured in part only.".formatted(second);
            case "fulfil" ->
                    "Order %s was delivered, release %s: out of escrow to those who earned it."
                            .formatted(second, third);
            case "refund" -> "The buyer of order %s got money back.".formatted(second);
            case "refund-failure" ->
                    "A refund of order %s came back and is still owed.".formatted(second);
            case "dispute" -> dispute(second, third);
            case "collection" -> "Stripe collected money from a creator's account.";
            case "destination" ->
                    "Stripe moved the money of order %s, a destination charge, to its creator or back."
                            .formatted(second);
            case "reserve" ->
                    "The days are over for which order %s held money back.".formatted(second);
            case "guarantee" ->
                    "In %s a creator earned less under contract %s than it guarantees."
                            .formatted(third, second);
            case "payout" ->
                    "Creator %s is paid in %s by batch %s.".formatted(third, parts[3], second);
            case "payout-cancel" ->
                    "Batch %s was not released: the payout of %s is taken back."
                            .formatted(second, third);
            case "payout-return" ->
                    "A payout of batch %s to %s came back.".formatted(second, third);
            case "bank" -> "Line %s of bank statement %s.".formatted(third, second);
            case "journal" -> "A journal that was handed in: %s.".formatted(second);
            default -> "A fact of a kind no sentence is written for: " + source + ".";
        };
    }

    private static String dispute(String dispute, String what) {
        String said =
                switch (what) {
                    case "hold" -> "was opened: the disputed share of creators is held";
                    case "won" -> "was won: what was held is free again";
                    case "lost" -> "was lost: the disputed money is gone";
                    default -> what;
                };
        return "Dispute %s %s.".formatted(dispute, said);
    }
}
