package com.illuvrse.finance.jobs.run;

import com.illuvrse.finance.canonical.CanonicalJson;
import com.illuvrse.finance.canonical.Json;
import com.illuvrse.finance.canonical.NotCanonicalException;
import com.illuvrse.finance.jobs.postgres.BreakDays;
import com.illuvrse.finance.jobs.postgres.BreakResolutions;
import com.illuvrse.finance.jobs.postgres.BreakResolutions.Word;
import com.illuvrse.finance.jobs.postgres.Database;
import com.illuvrse.finance.jobs.postgres.LedgerRole;
import com.illuvrse.finance.jobs.postgres.Runs;
import com.illuvrse.finance.jobs.postgres.Runs.NightRun;
import com.illuvrse.finance.journal.SourceKey;
import com.illuvrse.finance.reconciliation.Break;
import com.illuvrse.finance.reconciliation.BreakKey;
import com.illuvrse.finance.reconciliation.Resolution;
import com.illuvrse.finance.reconciliation.Resolutions;
import java.sql.SQLException;
import java.text.Normalizer;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Where a person looks at breaks and gives a word on them. Nothing is closed here: the next night
 * closes what the words cover, and seals it.
 */
public final class BreakDesk {

    private static final int LONGEST_REASON = 1_000;

    private final Database database;
    private final Runs runs;
    private final BreakDays days;
    private final BreakResolutions resolutions;
    private final Clock clock;
    private final String process;

    /**
     * @param process names this process to people: host and process id
     */
    public BreakDesk(Database database, Clock clock, String process) {
        this.database = database;
        this.runs = new Runs(database);
        this.days = new BreakDays(database);
        this.resolutions = new BreakResolutions(database);
        this.clock = clock;
        this.process = process;
    }

    /**
     * A break with what is known of it.
     *
     * @param sentence what was expected and what was found
     * @param pending what will become of the word a person gave; null when nobody gave one
     */
    public record Listed(Break row, @Nullable String sentence, @Nullable String pending) {}

    /** The breaks of one settled day, by type and ref. */
    public record Page(LocalDate day, List<Listed> rows) {

        /** How many are open. */
        public long open() {
            return rows.stream().filter(each -> each.row().isOpen()).count();
        }
    }

    /**
     * The breaks of a day, or of the last settled one; empty when no night has been settled.
     *
     * @throws IllegalArgumentException when the day is not settled
     */
    public Optional<Page> page(@Nullable LocalDate asked) {
        Optional<LocalDate> last = runs.lastDone();
        if (last.isEmpty()) {
            return Optional.empty();
        }
        LocalDate day = asked == null ? last.get() : asked;
        if (runs.find(day).filter(night -> night.state() == Runs.State.DONE).isEmpty()) {
            throw new IllegalArgumentException(
                    "day %s is not settled; the last one is %s".formatted(day, last.get()));
        }
        return Optional.of(database.read(() -> page(day, day.equals(last.get()))));
    }

    private Page page(LocalDate day, boolean isLast) {
        Map<BreakKey, String> sentences = days.sentencesOf(day);
        Map<BreakKey, String> pending = isLast ? pendingAfter(day) : Map.of();
        List<Listed> rows = new ArrayList<>();
        for (Break row : days.of(day)) {
            rows.add(new Listed(row, sentences.get(row.key()), pending.get(row.key())));
        }
        return new Page(day, rows);
    }

    /** What the words will do if the next night finds everything as it is. */
    private Map<BreakKey, String> pendingAfter(LocalDate day) {
        List<Resolution> words = resolutions.waitingAfter(day);
        Resolutions.Outcome outcome = Resolutions.on(days.of(day), words);
        Map<BreakKey, String> pending = new TreeMap<>();
        for (Resolution word : words) {
            String why = outcome.waiting().get(word.key());
            pending.put(
                    word.key(),
                    "\"%s\" %s"
                            .formatted(
                                    word.reason(),
                                    why == null
                                            ? "closes it with the next night"
                                            : "is tried again every night, it closes nothing yet: "
                                                    + why));
        }
        return pending;
    }

    /**
     * Takes a person's word on a break, and returns what will become of it.
     *
     * @param by who says so; kept in the database, never sealed
     * @param journals ids of the journals that moved the money
     * @throws ResolutionRefusedException when it cannot be taken
     * @throws AlreadyRunningException when a night runs elsewhere
     */
    public String resolve(BreakKey key, String reason, Set<String> journals, String by)
            throws SQLException {
        String text = sealable(reason);
        for (String journal : journals) {
            if (!SourceKey.isId(journal)) {
                throw new ResolutionRefusedException("\"" + journal + "\" is no id of a journal");
            }
        }
        if (key.type().standsWhileFound()) {
            throw new ResolutionRefusedException(
                    "%s cannot be resolved by a person: it stands as long as the difference does. %s"
                            .formatted(key, key.type().nextStep()));
        }
        try (WritingTurn turn = WritingTurn.take(database, process, clock)) {
            LocalDate seenOn = seenOn(key);
            if (turn.isLost()) {
                throw new AlreadyRunningException();
            }
            Word word = new Word(key, text, journals, by, seenOn, nextNight(seenOn));
            database.write(
                    LedgerRole.WRITER, turn.epoch(), () -> resolutions.keep(word, clock.instant()));
            return pendingAfter(seenOn).getOrDefault(key, "");
        }
    }

    private static String sealable(String reason) {
        String text = Normalizer.normalize(reason.strip(), Normalizer.Form.NFC);
        if (text.isEmpty()) {
            throw new ResolutionRefusedException("the reason must be given");
        }
        if (text.length() > LONGEST_REASON) {
            throw new ResolutionRefusedException(
                    "the reason has %d characters, %d are the most"
                            .formatted(text.length(), LONGEST_REASON));
        }
        try {
            CanonicalJson.bytes(Json.object().put("reason", text).build());
        } catch (NotCanonicalException e) {
            throw new ResolutionRefusedException("the reason cannot be sealed: " + e.getMessage());
        }
        return text;
    }

    /** The day on which the break was last seen open: the last one that is settled. */
    private LocalDate seenOn(BreakKey key) {
        LocalDate last =
                runs.lastDone()
                        .orElseThrow(
                                () -> new ResolutionRefusedException("no night is settled yet"));
        List<Break> rows = days.of(last).stream().filter(row -> row.key().equals(key)).toList();
        if (rows.isEmpty()) {
            throw new ResolutionRefusedException(
                    "there is no break %s on %s, the last settled day".formatted(key, last));
        }
        Break row = rows.getFirst();
        if (!row.isOpen()) {
            throw new ResolutionRefusedException(
                    "break %s is not open, it is %s since %s".formatted(key, row.status(), last));
        }
        return last;
    }

    /** A night that has begun goes on with the words it began with. */
    private LocalDate nextNight(LocalDate lastDone) {
        LocalDate begun =
                runs.all().stream().map(NightRun::date).max(LocalDate::compareTo).orElse(lastDone);
        return begun.plusDays(1);
    }
}
