package com.illuvrse.finance.jobs.payout;

import com.illuvrse.finance.calendar.BusinessCalendar;
import com.illuvrse.finance.jobs.batch.Steps;
import com.illuvrse.finance.jobs.nightly.Approvals;
import com.illuvrse.finance.jobs.nightly.Night;
import com.illuvrse.finance.jobs.postgres.BreakDays;
import com.illuvrse.finance.jobs.postgres.Database;
import com.illuvrse.finance.jobs.postgres.LedgerRole;
import com.illuvrse.finance.jobs.postgres.PayoutBatches;
import com.illuvrse.finance.jobs.postgres.PayoutBatches.Batch;
import com.illuvrse.finance.jobs.postgres.PayoutIntents;
import com.illuvrse.finance.jobs.postgres.PayoutIntents.Intent;
import com.illuvrse.finance.jobs.postgres.PayoutIntents.State;
import com.illuvrse.finance.jobs.stripe.StripeRefusedException;
import com.illuvrse.finance.jobs.stripe.StripeTransfers;
import com.illuvrse.finance.jobs.stripe.StripeTransfers.Made;
import com.illuvrse.finance.jobs.stripe.StripeUnavailableException;
import com.illuvrse.finance.payout.Payee;
import com.illuvrse.finance.payout.Quorum;
import com.illuvrse.finance.reconciliation.Break;
import com.illuvrse.finance.reconciliation.Breaks;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.batch.core.step.Step;

/**
 * Sends what released batches pay, each payout at most once (run safety, section 4).
 *
 * <p>That Stripe will be asked is committed before it is asked, and it is asked under a key of the
 * attempt. A process that dies in between leaves an attempt that is being sent: the next run asks
 * again under the same key, and Stripe answers with the transfer it made the first time. When the
 * key may be forgotten, or Stripe keeps an error under it, the transfer is looked for among those
 * of the batch. When it is not there twice, ten minutes apart, a person may order the payout anew.
 *
 * <p>Before anything new is asked for, Stripe is asked what it has made of the batch already: a
 * database that was brought back from a copy has forgotten its transfers, and finds them there. A
 * transfer nobody ordered, or a second one of a payout, stops everything.
 */
public final class SendTransfers implements Rail {

    private static final Logger LOG = LoggerFactory.getLogger(SendTransfers.class);

    /** Stripe remembers a key for at least a day. */
    private static final Duration KEY_IS_REMEMBERED = Duration.ofHours(20);

    private final Database database;
    private final StripeTransfers stripe;
    private final PayoutBatches batches;
    private final PayoutIntents intents;
    private final Approvals approvals;
    private final BreakDays breaks;

    public SendTransfers(Database database, StripeTransfers stripe) {
        this.database = database;
        this.stripe = stripe;
        this.batches = new PayoutBatches(database);
        this.intents = new PayoutIntents(database);
        this.approvals = new Approvals(database);
        this.breaks = new BreakDays(database);
    }

    @Override
    public String name() {
        return Payee.STRIPE_RAIL;
    }

    @Override
    public BusinessCalendar calendar() {
        return BusinessCalendar.WEEKDAYS;
    }

    public Step step(Steps steps, Night night) {
        return steps.once("send-transfers", () -> send(steps, night));
    }

    private void send(Steps steps, Night night) {
        List<Batch> released = database.read(() -> batches.in(PayoutBatches.State.RELEASED));
        Map<Batch, Map<String, Made>> shown = new LinkedHashMap<>();
        for (Batch batch : released) {
            steps.stopHereIfAsked();
            shown.put(batch, isAnythingOpen(batch) ? made(batch) : Map.of());
        }
        shown.forEach((batch, made) -> adopt(batch, made, night));
        Break lock = database.read(() -> Breaks.payoutLock(breaks.of(night.date())));
        if (lock != null) {
            LOG.warn("nothing is sent while {} {} is open", lock.type(), lock.ref());
        }
        for (Batch batch : released) {
            boolean mayAsk = lock == null && isStillAgreedTo(batch, night);
            if (findOut(steps, batch, mayAsk, night) && mayAsk) {
                sendNew(steps, batch, night);
            }
        }
    }

    private boolean isStillAgreedTo(Batch batch, Night night) {
        Optional<Quorum.Refusal> refusal = database.read(() -> refusal(batch, night));
        refusal.ifPresent(
                why ->
                        LOG.error(
                                "batch {} is released and not sent: {}",
                                batch.batch(),
                                why.sentence()));
        return refusal.isEmpty();
    }

    /** Votes are looked at again, against the keys revoked by now. */
    private Optional<Quorum.Refusal> refusal(Batch batch, Night night) {
        Instant releasedAt = batch.releasedAt();
        return releasedAt == null
                ? Optional.of(Quorum.Refusal.TOO_FEW_VOTES)
                : approvals.send(batch, night.settings(), releasedAt, night.now());
    }

    private List<Intent> inState(Batch batch, List<State> states) {
        return database.read(() -> intents.of(batch.batch(), Payee.STRIPE_RAIL, states));
    }

    private void sendNew(Steps steps, Batch batch, Night night) {
        for (Intent intent : inState(batch, List.of(State.APPROVED))) {
            steps.stopHereIfAsked();
            write(night, () -> intents.sending(intent, night.now()));
            if (!ask(batch, intent, night)) {
                LOG.warn(
                        "batch {} stops at payout {}: Stripe's balance does not cover it",
                        batch.batch(),
                        intent.payout());
                return;
            }
        }
    }

    private boolean isAnythingOpen(Batch batch) {
        return !inState(batch, List.of(State.APPROVED, State.SENDING, State.UNKNOWN)).isEmpty();
    }

    /** What Stripe shows is taken, whatever we thought of it. */
    private void adopt(Batch batch, Map<String, Made> made, Night night) {
        for (Intent intent :
                inState(batch, List.of(State.APPROVED, State.SENDING, State.UNKNOWN))) {
            Made found = made.get(intent.payout());
            if (found != null) {
                adopt(intent, found, night);
            }
        }
    }

    /**
     * What became of the attempts whose answer was lost and that Stripe does not show; false when
     * its balance does not cover one of them.
     *
     * @param mayAsk false while nothing may leave: then they are only looked for
     */
    private boolean findOut(Steps steps, Batch batch, boolean mayAsk, Night night) {
        boolean covered = true;
        for (Intent intent : inState(batch, List.of(State.SENDING, State.UNKNOWN))) {
            steps.stopHereIfAsked();
            if (!isRemembered(intent, night.now())) {
                keepAsUnknown(intent, night);
            }
            if (mayAsk && database.read(() -> intents.isApprovedAgain(intent))) {
                orderAnew(intent, night);
            } else if (mayAsk && isRemembered(intent, night.now())) {
                covered &= ask(batch, intent, night);
            }
        }
        return covered;
    }

    /** The transfers Stripe shows of a batch, by payout: one each, of a payout that was ordered. */
    private Map<String, Made> made(Batch batch) {
        List<Made> shown = stripe.ofGroup(batch.batch());
        if (shown.isEmpty()) {
            return Map.of();
        }
        Map<String, Intent> ordered = new HashMap<>();
        for (Intent intent : database.read(() -> intents.all(batch.batch(), Payee.STRIPE_RAIL))) {
            if (intent.state() != State.FAILED && intent.state() != State.CANCELLED) {
                ordered.put(intent.payout(), intent);
            }
        }
        Map<String, Made> made = new HashMap<>();
        for (Made transfer : shown) {
            Intent intent = ordered.get(transfer.intent());
            if (intent == null) {
                throw stop(
                        "Stripe shows transfer %s of %s for \"%s\" in batch %s, which was not ordered"
                                .formatted(
                                        transfer.transfer(),
                                        transfer.amount(),
                                        transfer.intent(),
                                        batch.batch()));
            }
            Made twin = made.put(transfer.intent(), transfer);
            boolean another =
                    intent.transfer() != null && !intent.transfer().equals(transfer.transfer());
            if (twin != null || another) {
                throw stop(
                        "payout %s has the transfers %s and %s where one was ordered"
                                .formatted(
                                        intent.payout(),
                                        twin == null ? intent.transfer() : twin.transfer(),
                                        transfer.transfer()));
            }
        }
        return made;
    }

    private static IllegalStateException stop(String found) {
        return new IllegalStateException(
                found + "; nothing more is sent until a person has looked at it");
    }

    /** Stripe has made it: the attempt is what was made, also when it was forgotten. */
    private void adopt(Intent intent, Made made, Night night) {
        if (intent.state() == State.APPROVED) {
            LOG.warn(
                    "payout {} was sent before as {}, which was forgotten here",
                    intent.payout(),
                    made.transfer());
            write(night, () -> intents.sending(intent, night.now()));
        }
        keep(intent, made, night);
    }

    /** By a person's word the attempt was never made; the next one gets a key of its own. */
    private void orderAnew(Intent intent, Night night) {
        write(
                night,
                () -> {
                    intents.unknown(intent);
                    intents.failed(intent, PayoutIntents.NOT_FOUND, night.now());
                });
        database.write(
                LedgerRole.WRITER,
                night.epoch(),
                () -> {
                    intents.planAgain(intent.batch());
                });
        write(night, () -> intents.approve(intent.batch()));
    }

    private void keepAsUnknown(Intent intent, Night night) {
        write(
                night,
                () -> {
                    intents.unknown(intent);
                    intents.notFound(intent, night.now());
                });
        LOG.error(
                "payout {} was ordered at {} and Stripe shows no transfer of it; when it is not"
                        + " there twice, ten minutes apart, a person may say \"payouts release {}\" to"
                        + " order it anew",
                intent.payout(),
                intent.firstSentAt() == null ? night.now() : intent.firstSentAt(),
                intent.batch());
    }

    private static boolean isRemembered(Intent intent, Instant now) {
        Instant first = intent.firstSentAt();
        return first != null && now.isBefore(first.plus(KEY_IS_REMEMBERED));
    }

    /** Asks Stripe under the attempt's key; false when there is not enough money. */
    private boolean ask(Batch batch, Intent intent, Night night) {
        StripeTransfers.Order order =
                new StripeTransfers.Order(
                        intent.payout(), intent.batch(), intent.destination(), intent.amount());
        Made made;
        try {
            made = stripe.send(order, intent.idempotencyKey());
        } catch (StripeUnavailableException e) {
            write(night, () -> intents.unknown(intent));
            if (!e.isReplayed()) {
                throw e;
            }
            lookOnce(batch, intent, night);
            return true;
        } catch (StripeRefusedException e) {
            if (!e.concernsTheRequest()) {
                throw e;
            }
            write(night, () -> intents.failed(intent, reason(e), night.now()));
            LOG.warn("payout {} was refused: {}", intent.payout(), e.getMessage());
            return !PayoutIntents.LACKING_MONEY.equals(e.code());
        }
        keep(intent, made, night);
        return true;
    }

    /** Stripe keeps an error under the key: whether it was made shows its list alone. */
    private void lookOnce(Batch batch, Intent intent, Night night) {
        Made found = made(batch).get(intent.payout());
        if (found == null) {
            keepAsUnknown(intent, night);
        } else {
            keep(intent, found, night);
        }
    }

    private void keep(Intent intent, Made made, Night night) {
        boolean same =
                made.intent().equals(intent.payout())
                        && made.amount().equals(intent.amount())
                        && made.destination().equals(intent.destination());
        if (!same) {
            throw new IllegalStateException(
                    "payout %s is %s to %s, Stripe's transfer %s is %s to %s; a person must look at it"
                            .formatted(
                                    intent.payout(),
                                    intent.amount(),
                                    intent.destination(),
                                    made.transfer(),
                                    made.amount(),
                                    made.destination()));
        }
        write(night, () -> intents.sent(intent, made.transfer(), night.now()));
    }

    private static String reason(StripeRefusedException refused) {
        String code = refused.code();
        return code == null ? String.valueOf(refused.getMessage()) : code;
    }

    private void write(Night night, Runnable work) {
        database.write(LedgerRole.PAYOUTS, night.epoch(), work);
    }
}
