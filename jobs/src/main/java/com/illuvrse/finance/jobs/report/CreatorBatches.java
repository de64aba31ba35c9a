package com.illuvrse.finance.jobs.report;

import com.illuvrse.finance.jobs.postgres.StatementFacts.Standing;
import com.illuvrse.finance.jobs.postgres.StatementFacts.Touch;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Balances and entries of all creators, put together creator by creator: both come by payee, and a
 * few thousand rows are in memory at a time, or one creator's.
 */
final class CreatorBatches {

    private static final int ROWS = 2_000;

    /** What is known of one creator. */
    record Creator(String payee, List<Standing> standings, List<Touch> touches) {}

    private final Iterator<Standing> standings;
    private final Iterator<Touch> touches;
    private @Nullable Standing nextStanding;
    private @Nullable Touch nextTouch;

    CreatorBatches(Iterator<Standing> standings, Iterator<Touch> touches) {
        this.standings = standings;
        this.touches = touches;
        this.nextStanding = standings.hasNext() ? standings.next() : null;
        this.nextTouch = touches.hasNext() ? touches.next() : null;
    }

    /** Hands over whole creators, by payee, several at a time. */
    void forEach(Consumer<List<Creator>> consumer) {
        while (nextStanding != null || nextTouch != null) {
            TreeMap<String, Creator> batch = new TreeMap<>();
            int rows = 0;
            while (rows < ROWS && (nextStanding != null || nextTouch != null)) {
                Creator creator = next();
                batch.put(creator.payee(), creator);
                rows += creator.standings().size() + creator.touches().size();
            }
            consumer.accept(List.copyOf(batch.values()));
        }
    }

    private Creator next() {
        String payee;
        if (nextStanding == null) {
            payee = nextTouch == null ? "" : nextTouch.payee();
        } else if (nextTouch == null) {
            payee = nextStanding.payee();
        } else {
            String first = nextStanding.payee();
            payee = first.compareTo(nextTouch.payee()) < 0 ? first : nextTouch.payee();
        }
        List<Standing> ofStandings = new ArrayList<>();
        while (nextStanding != null && nextStanding.payee().equals(payee)) {
            ofStandings.add(nextStanding);
            nextStanding = standings.hasNext() ? standings.next() : null;
        }
        List<Touch> ofTouches = new ArrayList<>();
        while (nextTouch != null && nextTouch.payee().equals(payee)) {
            ofTouches.add(nextTouch);
            nextTouch = touches.hasNext() ? touches.next() : null;
        }
        return new Creator(payee, ofStandings, ofTouches);
    }
}
