package com.illuvrse.finance.royalty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.illuvrse.finance.canonical.Json;
import com.illuvrse.finance.canonical.JsonFiles;
import com.illuvrse.finance.journal.AccountingDay;
import com.illuvrse.finance.journal.JournalEntry;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.Money;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class TopUpTest {

    private static final Contract CONTRACT =
            new Contract(
                    "K2",
                    1,
                    LocalDate.of(2026, 1, 1),
                    null,
                    List.of(new Party("c1", "70%"), new Party("platform", "30%")),
                    List.of(),
                    null,
                    null,
                    new Guarantee("c1", Money.of(50000, Currency.of("USD")), "quarter"),
                    null);

    @ParameterizedTest
    @CsvSource({
        "month, 2026-02-10, 2026-02, 2026-02-01, 2026-02-28",
        "quarter, 2026-11-02, 2026Q4, 2026-10-01, 2026-12-31",
        "quarter, 2026-01-01, 2026Q1, 2026-01-01, 2026-03-31",
        "year, 2026-06-30, 2026, 2026-01-01, 2026-12-31"
    })
    void periodsAreWholeMonths(
            String length, LocalDate day, String name, LocalDate first, LocalDate last) {
        assertThat(GuaranteePeriod.containing(day, length))
                .isEqualTo(new GuaranteePeriod(name, first, last));
    }

    @Test
    void earnedIsWhatTheSealedWorkingsGaveLessWhatTheyTook() {
        long earned = 0;
        for (JsonNode line : JsonFiles.lines("proof/ledger/segment-000001/ledger.jsonl")) {
            if (line.has("trace")) {
                Json.Obj trace = JsonFiles.object(line.path("trace"));
                earned += TopUp.earned(trace, "K2", "c1");
                assertThat(TopUp.earned(trace, "K9", "c1")).isZero();
            }
        }

        assertThat(earned).isEqualTo(1479 - 370);
    }

    @Test
    void platformPaysWhatIsMissing() {
        AccountingDay last = AccountingDay.of(LocalDate.of(2026, 12, 31), ZoneOffset.UTC);

        JournalEntry entry = TopUp.of(CONTRACT, 49999, last).orElseThrow();

        assertThat(entry.source()).hasToString("guarantee:K2:2026Q4");
        assertThat(entry.occurredAt()).isEqualTo(last.lastMillisecond());
        assertThat(entry.postings())
                .extracting(posting -> posting.account() + " " + posting.signedMinor())
                .containsExactly(
                        "expenses:royalty-guarantee 1", "liabilities:creator:c1:payable -1");
        assertThat(Objects.requireNonNull(entry.trace()).text("earned")).isEqualTo("49999");
        assertThat(TopUp.of(CONTRACT, 50000, last)).isEmpty();
    }

    @Test
    void isWorkedOutOnTheLastDayOnly() {
        AccountingDay early = AccountingDay.of(LocalDate.of(2026, 12, 30), ZoneOffset.UTC);

        assertThatThrownBy(() -> TopUp.of(CONTRACT, 0, early))
                .hasMessage("guarantee of 2026Q4 is worked out on 2026-12-31, found 2026-12-30");
    }
}
