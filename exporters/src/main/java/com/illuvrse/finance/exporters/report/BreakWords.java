package com.illuvrse.finance.exporters.report;

import com.illuvrse.finance.reconciliation.BreakType;

/** Every type of break in plain words: what is wrong, and what ends it. */
final class BreakWords {

    private BreakWords() {}

    static String of(BreakType type) {
        return switch (type) {
            case UNKNOWN_BT_TYPE ->
                    "Stripe moved money in a way no rule knows. It lies in suspense until a person"
                            + " books it.";
            case UNKNOWN_FEE_TYPE ->
                    "Stripe took a fee of a kind no rule knows. It lies in suspense until a person"
                            + " books it.";
            case FEE_DETAIL_MISMATCH ->
                    "The parts of a fee do not add up to the fee. The rest lies in suspense.";
            case FX_RATE_MISMATCH ->
                    "Stripe's own rate does not give the amount Stripe settled. The amount is"
                            + " booked.";
            case SOURCE_CHANGED ->
                    "Stripe shows a movement we have booked with other figures now. Nothing was"
                            + " booked; ask Stripe. Payouts wait.";
            case LATE_ARRIVAL ->
                    "A fact of an earlier day arrived today and is booked today. Nothing to do.";
            case PAYMENT_WITHOUT_ORDER ->
                    "A buyer paid and no order says for what. It ends when the order arrives.";
            case ORDER_WITHOUT_PAYMENT ->
                    "An order has no payment after a day. It ends when the payment arrives or the"
                            + " order is cancelled.";
            case ORDER_CONFLICT ->
                    "The marketplace sent two different versions of the same event. The first one"
                            + " counts.";
            case AMOUNT_MISMATCH ->
                    "The order and the payment differ in amount. Booked as paid; creators wait"
                            + " until the order is amended.";
            case CURRENCY_MISMATCH ->
                    "The order and the payment differ in currency. Booked as paid; creators wait"
                            + " until the order is amended.";
            case DUPLICATE_PAYMENT ->
                    "An order was paid twice. Nobody earns from the second payment; refund it.";
            case REFUND_EXCEEDS_CAPTURE ->
                    "More was refunded than the buyer paid. The excess lies in clearing until a"
                            + " person books it.";
            case REFUND_UNDELIVERABLE ->
                    "A refund came back and is still owed to the buyer. Find another way to pay"
                            + " it.";
            case REFUND_WITHOUT_ORDER ->
                    "A refund belongs to no order we know. It ends when the order arrives.";
            case DISPUTE_WITHOUT_ORDER ->
                    "A dispute belongs to no order we know. It ends when the order arrives.";
            case BANK_LINE_UNKNOWN ->
                    "A line of the bank statement has a reference no rule knows. It lies in"
                            + " suspense.";
            case BANK_AMOUNT_MISMATCH ->
                    "The bank shows another amount of a payout or top-up than Stripe. It ends when"
                            + " they agree; ask the bank.";
            case TAX_MISMATCH ->
                    "The tax an order states is not what its rate gives. The stated tax is booked.";
            case STRIPE_BALANCE_MISMATCH ->
                    "Our Stripe balance and Stripe's own answer differ. Payouts wait until they"
                            + " agree.";
            case REPORT_MISMATCH ->
                    "A movement is not the same in Stripe's list and in Stripe's own balance"
                            + " report. Ask Stripe; it ends when they agree.";
            case PAYOUT_COMPOSITION_MISMATCH ->
                    "The movements Stripe names for a payout do not add up to it. It ends when they"
                            + " do.";
            case PAYOUT_FAILED ->
                    "Stripe's payout to our own bank failed and the money is back at Stripe. Put"
                            + " the bank account right there.";
            case PAYOUT_NOT_ARRIVED ->
                    "A payout left and the bank does not show it after its time. It ends when it"
                            + " arrives or comes back.";
            case RESERVE_LEG_MISSING ->
                    "One half of a movement into or out of a reserve is missing. It ends when the"
                            + " other half arrives.";
            case TRANSFER_WITHOUT_PAYOUT ->
                    "Stripe sent money to a creator that no payout of ours explains. Look at once;"
                            + " payouts wait.";
            case PAYOUT_WITHOUT_TRANSFER ->
                    "We sent a payout and Stripe shows no transfer. It ends when the transfer"
                            + " appears.";
            case FEED_REJECTED ->
                    "A whole file of the marketplace was refused. It has to be delivered again.";
            case RECORD_REJECTED ->
                    "One line of a file was refused; the others were taken. Deliver it again,"
                            + " corrected.";
            case CONTRACT_INVALID ->
                    "A contract cannot be followed as written. Its orders wait in escrow for a"
                            + " sound version.";
            case CONTRACT_MISSING ->
                    "An order names a contract nobody sent. It waits in escrow until the contract"
                            + " arrives.";
            case PAYEE_MISSING ->
                    "A creator earns or owes and has no payee record. Money is owed as usual and"
                            + " not paid out; deliver the record.";
            case RETURN_WITHOUT_PAYOUT ->
                    "A bank sends back a payment it was not asked to make, or more than was paid. The"
                            + " money lies on payouts clearing until a person books it.";
            case PAYOUT_DETAILS_CHANGED ->
                    "A payout arrived, and the creator's bank asks for other account details next"
                            + " time. Nothing is held back.";
            case CALENDAR_MISSING ->
                    "The calendar of payout days does not know this year. Nobody is paid until its"
                            + " closed days are listed; what is owed stays owed.";
            case CLEARING_JOURNAL ->
                    "A journal moved money on a clearing or suspense account. It ends with the"
                            + " break it was booked for.";
        };
    }
}
