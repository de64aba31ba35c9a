package com.illuvrse.finance.jobs.postgres;

import com.illuvrse.finance.account.AccountId;
import com.illuvrse.finance.account.Accounts;
import com.illuvrse.finance.canonical.Sha256;
import com.illuvrse.finance.journal.AccountingDay;
import com.illuvrse.finance.journal.JournalEntry;
import com.illuvrse.finance.journal.Period;
import com.illuvrse.finance.journal.SourceKey;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.Money;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;

/** A ledger whose days are cut and sealed one after the other, as far as the database sees it. */
public final class SealedDays implements AutoCloseable {

    private final TestDatabase test = TestDatabase.create();
    private final Database database = test.database();
    private final Segments segments = new Segments(database);
    private final Journal journal = new Journal(database);
    private int sealed;

    private SealedDays() {}

    /** A ledger that begins on a day: its genesis, the day before, is sealed. */
    public static SealedDays create(LocalDate firstDay) {
        SealedDays days = new SealedDays();
        days.asSealer(
                () -> {
                    days.segments.addGenesis(
                            firstDay.minusDays(1),
                            AccountingDay.of(firstDay, ZoneOffset.UTC).from());
                    days.sign(0);
                });
        return days;
    }

    public TestDatabase test() {
        return test;
    }

    public Database database() {
        return database;
    }

    public void open(LocalDate day) {
        test.open(day);
    }

    /** Books US dollars from the charges to escrow. */
    public void book(LocalDate bookedOn, LocalDate effectiveOn, String key, long amount) {
        post(
                List.of(
                        entry(
                                bookedOn,
                                effectiveOn,
                                key,
                                Accounts.CLEARING_CHARGE,
                                Accounts.ESCROW,
                                Money.of(amount, Currency.of("USD")))));
    }

    static JournalEntry entry(
            LocalDate bookedOn,
            LocalDate effectiveOn,
            String key,
            AccountId debit,
            AccountId credit,
            Money amount) {
        return JournalEntry.of(
                        new SourceKey(key),
                        bookedOn,
                        effectiveOn.atTime(12, 0).toInstant(ZoneOffset.UTC))
                .effectiveOn(effectiveOn)
                .debit(debit, amount)
                .credit(credit, amount)
                .build();
    }

    void post(Collection<JournalEntry> entries) {
        database.write(
                LedgerRole.WRITER,
                test.epoch(),
                () -> {
                    journal.post(entries);
                });
    }

    /** Cuts the next day and seals it. */
    public void seal(LocalDate date) {
        AccountingDay day = AccountingDay.of(date, ZoneOffset.UTC);
        asSealer(() -> new DayCut(database).close(day, day.to()));
        asSealer(() -> sign(++sealed));
    }

    private void sign(int segment) {
        String text = "{\"segment\":" + segment + "}";
        String id = Sha256.hexOf(text.getBytes(StandardCharsets.UTF_8));
        segments.keep(new Segments.Manifest(segment, id, "0".repeat(64), text));
        segments.keepSeal(segment, "checkpoint " + segment);
    }

    /** Locks a period, as far as the database lets us. */
    public void lock(String period) {
        database.write(
                LedgerRole.WRITER,
                test.epoch(),
                () ->
                        new PeriodLocks(database)
                                .add(
                                        new PeriodLocks.PeriodLock(
                                                Period.parse(period),
                                                "ada",
                                                "month end",
                                                Instant.EPOCH)));
    }

    private void asSealer(Runnable work) {
        database.write(LedgerRole.SEALER, test.epoch(), work);
    }

    @Override
    public void close() {
        test.close();
    }
}
