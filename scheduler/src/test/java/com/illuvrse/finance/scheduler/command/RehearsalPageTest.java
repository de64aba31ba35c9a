package com.illuvrse.finance.scheduler.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.illuvrse.finance.jobs.marketplace.ProposedContracts;
import com.illuvrse.finance.jobs.run.Rehearsed;
import com.illuvrse.finance.jobs.run.RehearsedNight;
import com.illuvrse.finance.jobs.run.RehearsedNight.Group;
import com.illuvrse.finance.jobs.run.RehearsedNight.Holding;
import com.illuvrse.finance.jobs.run.RehearsedNight.Part;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.reconciliation.Break;
import com.illuvrse.finance.reconciliation.BreakType;
import com.illuvrse.finance.reconciliation.Severity;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What contracts that are tried out would change, as a person reads it. */
class RehearsalPageTest {

    private static final LocalDate DAY = LocalDate.of(2026, 3, 3);
    private static final Currency USD = Currency.of("USD");

    private static Holding holding(String payee, Part part, String contract, long... minor) {
        return new Holding(payee, USD, part, contract, minor[0], minor[1]);
    }

    private static RehearsedNight night(List<Holding> creators, List<Break> open) {
        return new RehearsedNight(
                DAY,
                List.of(
                        new Group(
                                RehearsedNight.BEFORE, "sale", 2, new TreeMap<>(Map.of(USD, 100L))),
                        new Group(
                                "settle-orders", "fulfil", 1, new TreeMap<>(Map.of(USD, 33333L)))),
                creators,
                List.of(),
                List.of(),
                open,
                List.of(),
                List.of(),
                open);
    }

    private static Break invalid(String contract) {
        return new Break(
                BreakType.CONTRACT_INVALID,
                contract,
                DAY,
                0,
                Severity.MEDIUM,
                Break.Status.OPEN,
                null,
                null,
                null,
                null);
    }

    @Test
    void theDifferenceIsTheNightWithLessTheNightWithout(@TempDir Path folder) throws IOException {
        Path file =
                Files.writeString(
                        folder.resolve("f.jsonl"),
                        """
                        {"type":"contract","contract":"ct-1","version":1,"validFrom":"2026-01-01","validTo":null,"parties":[{"payee":"c1","share":"80%"},{"payee":"c2","share":"20%"}],"incomeType":"royalty"}
                        {"type":"end","count":1}
                        """);
        ProposedContracts proposed = ProposedContracts.read(file);
        Rehearsed rehearsed =
                new Rehearsed(
                        night(
                                List.of(
                                        holding("c1", Part.PAYABLE, "", 0, 26666),
                                        holding("c2", Part.PAYABLE, "", 500, 7167),
                                        holding("c3", Part.ADVANCE, "ct-9", 10000, 9000),
                                        holding("c4", Part.HELD, "", 1, 1)),
                                List.of(invalid("ct-2"))),
                        night(
                                List.of(
                                        holding("c1", Part.PAYABLE, "", 0, 23333),
                                        holding("c2", Part.PAYABLE, "", 500, 10500),
                                        holding("c3", Part.ADVANCE, "ct-9", 10000, 9000),
                                        holding("c4", Part.HELD, "", 1, 1),
                                        holding("c5", Part.RESERVE, "", 0, 700)),
                                List.of(invalid("ct-3"))),
                        proposed,
                        proposed.versions(),
                        List.of(DAY.plusDays(1)));

        assertThat(printed(rehearsed).replaceAll(" +", " "))
                .contains(
                        "1 more day(s) are due, up to 2026-03-04;",
                        " ct-1:1, valid from 2026-01-01; it stands in the place of the version told"
                                + " under this number, in this rehearsal only\n",
                        "1 entries would be posted\n",
                        " posted before sale 2 USD 1.00\n",
                        " settle-orders fulfil 1 USD 333.33\n",
                        " c1 USD payable 0.00 266.66 +266.66 233.33 +33.33\n",
                        " c2 USD payable 5.00 71.67 +66.67 105.00 -33.33\n",
                        " c3 USD advance ct-9 100.00 90.00 -10.00 90.00 0.00\n",
                        " c5 USD reserve 0.00 0.00 0.00 7.00 -7.00\n",
                        " 1 balance(s) stay as they are\n",
                        "no payout batch would be drawn or moved\n",
                        "would open CONTRACT_INVALID:ct-2 only with the contracts\n",
                        "open only without the contracts CONTRACT_INVALID:ct-3\n",
                        "1 break(s) would be open after the night\n");
    }

    private static String printed(Rehearsed rehearsed) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        try (PrintStream out = new PrintStream(text, true, StandardCharsets.UTF_8)) {
            RehearsalPage page = new RehearsalPage(out);
            page.night(rehearsed);
            page.finish(rehearsed);
        }
        return text.toString(StandardCharsets.UTF_8);
    }
}
