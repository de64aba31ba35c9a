package com.illuvrse.finance.jobs.nightly;

import static com.illuvrse.finance.jobs.nightly.Nights.FIRST;
import static org.assertj.core.api.Assertions.assertThat;

import com.illuvrse.finance.exporters.report.ReconciliationRow;
import com.illuvrse.finance.jobs.postgres.ScratchLedger;
import com.illuvrse.finance.posting.Links;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The counts of reconciliation.csv: rows from the raw facts, entries from the journal. */
class ReconciliationRowsTest {

    @TempDir private Path folder;

    private ScratchLedger ledger;

    @BeforeEach
    void open() {
        ledger = ScratchLedger.create(Nights.ZONE);
        ledger.open(FIRST);
        ledger.row(FIRST, fee("f1", 120));
        ledger.row(FIRST, fee("f2", 40));
        ledger.stripeBalance(FIRST, -160);
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    @Test
    void countsRowsAndEntriesOfTheDay() {
        assertThat(rows())
                .containsExactly(
                        new ReconciliationRow(Movements.USD, "payments", -160, -160, 2, 2));
    }

    /** A movement of nothing changes no sum, so that only the count can tell. */
    @Test
    void aRowWithoutAnEntryShows() {
        ledger.keep(FIRST, fee("f3", 0));

        assertThat(rows())
                .containsExactly(
                        new ReconciliationRow(Movements.USD, "payments", -160, -160, 3, 2));
        assertThat(rows().getFirst().agrees()).isFalse();
    }

    private List<ReconciliationRow> rows() {
        return new ExportReports(
                        ledger.database(),
                        new Controls(ledger.database()),
                        new Workshop(folder, folder))
                .reconciliation(Nights.night(ledger, FIRST, 100));
    }

    private static com.illuvrse.finance.posting.BalanceTransaction fee(String id, long amount) {
        return Movements.row(id, "stripe_fee", "fee", -amount, "2026-03-02T15:00:00Z", Links.NONE);
    }
}
