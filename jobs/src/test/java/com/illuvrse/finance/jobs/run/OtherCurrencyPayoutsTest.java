package com.illuvrse.finance.jobs.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.illuvrse.finance.jobs.postgres.PayoutBatches.State;
import com.illuvrse.finance.payout.PayoutItem;
import com.illuvrse.finance.payout.PayoutReason;
import com.illuvrse.finance.segment.SegmentVerifier;
import com.illuvrse.finance.segment.TrustFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Ada is owed 108.23 dollars and paid in euros at 1.0823 dollars for one: 100.00 euros, of which
 * 40.00 come back the same day and are paid again, at the rate of that day, the day after. Bob is
 * owed pounds and paid in kroner, between which nobody published a rate.
 */
class OtherCurrencyPayoutsTest {

    private static final LocalDate FIRST = LocalDate.of(2026, 3, 2);

    @Test
    void moneyLeavesAndComesBackThroughTradingAtItsOwnRate(@TempDir Path folder) throws Exception {
        Path data = folder.resolve("data");
        deliver(data);
        try (RunningLedger ledger =
                new RunningLedger(data, Files.createDirectories(folder.resolve("home")))) {
            PayoutDesk desk = ledger.bean(PayoutDesk.class);

            ledger.settle(FIRST, FIRST);

            assertThat(desk.show("2026-03-02").batch().state()).isEqualTo(State.SENT);
            assertThat(desk.items("2026-03-02"))
                    .extracting(PayoutItem::reason)
                    .containsExactly(PayoutReason.PAID, PayoutReason.RATE_MISSING);
            assertThat(balances(ledger))
                    .containsExactly(
                            "equity:trading:fx EUR 10000",
                            "equity:trading:fx USD -10823",
                            "liabilities:creator:bob:payable GBP -5000",
                            "liabilities:payouts:clearing EUR -10000");
            assertThat(
                            ledger.database()
                                    .lines(
                                            "select amount || ' ' || currency || ' ' || state from"
                                                    + " payout.intent"))
                    .containsExactly("10000 EUR SENT");
            assertThat(Files.readString(ledger.reports().resolve("dt=2026-03-02/payouts.csv")))
                    .contains("2026-03-02,ada,USD,10823,10823,0,10823,EUR,10000,")
                    .contains("2026-03-02,bob,GBP,5000,0,0,0,GBP,0,NONE,RATE_MISSING,");

            ledger.settle(FIRST.plusDays(1), FIRST.plusDays(1));

            assertThat(balances(ledger))
                    .containsExactly(
                            "equity:trading:fx EUR 6000",
                            "equity:trading:fx USD -6494",
                            "liabilities:creator:ada:payable USD -4329",
                            "liabilities:creator:bob:payable GBP -5000");
            assertThat(openBreaks(ledger)).isEmpty();

            ledger.settle(FIRST.plusDays(2), FIRST.plusDays(3));

            assertThat(balances(ledger))
                    .containsExactly(
                            "equity:trading:fx EUR 9935",
                            "equity:trading:fx USD -10823",
                            "liabilities:creator:bob:payable GBP -5000");
            assertThat(openBreaks(ledger)).isEmpty();
            assertThat(controls(ledger, 2))
                    .contains(
                            "{\"currency\":\"EUR\",\"matched\":1,\"matchedAmount\":\"10000\",\"open\":0,\"openAmount\":\"0\",\"sent\":1,\"sentAmount\":\"10000\"}");
            TrustFile trust = TrustFile.parse(Files.readAllBytes(ledger.trustFile()));
            SegmentVerifier.of(ledger.segments(), trust, null).verify();
        }
    }

    private static List<String> balances(RunningLedger ledger) {
        return ledger.database()
                .lines(
                        """
                        select account || ' ' || currency || ' ' || sum(amount_minor)
                        from ledger.posting
                        where account like 'liabilities:%' or account = 'equity:trading:fx'
                        group by account, currency having sum(amount_minor) <> 0
                        order by account collate "C", currency collate "C"
                        """);
    }

    private static List<String> openBreaks(RunningLedger ledger) {
        return ledger.database()
                .lines(
                        """
                        select type || ' ' || ref from ledger.break_day
                        where status = 'OPEN' and day = (select max(day) from ledger.day)
                        """);
    }

    private static String controls(RunningLedger ledger, int segment) throws IOException {
        Path folder = ledger.segments().resolve("segment-00000" + segment);
        return Files.readString(folder.resolve("controls.json"));
    }

    private static void deliver(Path data) throws IOException {
        write(
                data,
                "settings.yml",
                """
                settlement:
                  zone: UTC
                  first-day: 2026-03-02
                  payouts:
                    days: ["2026-03-02", "2026-03-04"]
                """);
        write(
                data,
                "stripe/balance_transactions.jsonl",
                topup("txn_1", "usd", 100_000) + topup("txn_2", "eur", 50_000));
        write(
                data,
                "stripe/transfers.jsonl",
                """
                {"destination":"acct_ada","number":1,"reversals":[{"at":"2026-03-03T12:00:00Z","amount":4000}]}
                """);
        write(
                data,
                "inbox/fx/dt=2026-03-02/a.jsonl",
                """
                {"type":"rate","date":"2026-02-27","base":"EUR","quote":"USD","rate":"1.0823","source":"ECB"}
                {"type":"rate","date":"2026-02-27","base":"EUR","quote":"GBP","rate":"0.8421","source":"ECB"}
                {"type":"end","count":2}
                """);
        write(
                data,
                "inbox/fx/dt=2026-03-04/a.jsonl",
                """
                {"type":"rate","date":"2026-03-04","base":"EUR","quote":"USD","rate":"1.1","source":"ECB"}
                {"type":"end","count":1}
                """);
        write(
                data,
                "inbox/journals/dt=2026-03-02/a.jsonl",
                owed("j1", "ada", 10_823, "USD") + owed("j2", "bob", 5_000, "GBP") + end(2));
        write(
                data,
                "inbox/payees/dt=2026-03-02/a.jsonl",
                payee("ada", "EUR", 1_000) + payee("bob", "SEK", 0) + end(2));
    }

    private static String topup(String id, String currency, long amount) {
        return """
        {"id":"%1$s","object":"balance_transaction","amount":%3$d,"available_on":1772445660,"balance_type":"payments","created":1772445660,"currency":"%2$s","description":"From the bank","exchange_rate":null,"fee":0,"fee_details":[],"net":%3$d,"reporting_category":"topup","source":{"id":"tu_%1$s","object":"topup","amount":%3$d,"currency":"%2$s"},"status":"available","type":"topup"}
        """
                .formatted(id, currency, amount);
    }

    private static String owed(String id, String payee, long amount, String currency) {
        return """
        {"type":"journal","journal":"%1$s","effectiveOn":"2026-03-02","memo":"owed","reason":"migration","lines":[{"account":"equity:opening","side":"debit","amount":%3$d,"currency":"%4$s"},{"account":"liabilities:creator:%2$s:payable","side":"credit","amount":%3$d,"currency":"%4$s"}],"enteredBy":"u-1","approvedBy":"u-2","reverses":null}
        """
                .formatted(id, payee, amount, currency);
    }

    private static String payee(String payee, String currency, long minimum) {
        return """
        {"type":"payee","payee":"%1$s","version":1,"validFrom":"2026-01-01","name":"Creator","country":"US","region":"NY","stripeAccount":"acct_%1$s","payoutCurrency":"%2$s","payoutMinimum":%3$d,"rail":"stripe","tax":{"form":"W-9","tinRef":"vault:%1$s","certifiedOn":"2025-12-01","treatyRate":null,"backupWithholding":false},"hold":null}
        """
                .formatted(payee, currency, minimum);
    }

    private static String end(int count) {
        return "{\"type\":\"end\",\"count\":" + count + "}\n";
    }

    private static void write(Path data, String file, String text) throws IOException {
        Path path = data.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }
}
