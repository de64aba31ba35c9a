package com.illuvrse.finance.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.illuvrse.finance.journal.EntryId;
import com.illuvrse.finance.journal.SourceKey;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.Money;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Entries that order payouts or take them back, beside their items. */
class PayoutEntriesTest {

    private static final Currency USD = Currency.of("USD");
    private static final SegmentFile FILE = new SegmentFile("segment-000001/payouts.jsonl");
    private static final String ORDERED =
            "{\"account\":\"liabilities:creator:c1:payable\",\"amount\":\"398\",\"currency\":\"USD\",\"side\":\"D\"},"
                    + "{\"account\":\"liabilities:payouts:clearing\",\"amount\":\"302\",\"currency\":\"USD\",\"side\":\"C\"},"
                    + "{\"account\":\"liabilities:withholding:US\",\"amount\":\"96\",\"currency\":\"USD\",\"side\":\"C\"}";
    private static final String MIRRORED =
            "{\"account\":\"liabilities:payouts:clearing\",\"amount\":\"302\",\"currency\":\"USD\",\"side\":\"D\"},"
                    + "{\"account\":\"liabilities:withholding:US\",\"amount\":\"96\",\"currency\":\"USD\",\"side\":\"D\"},"
                    + "{\"account\":\"liabilities:creator:c1:payable\",\"amount\":\"398\",\"currency\":\"USD\",\"side\":\"C\"}";

    private final LedgerLine line = new LedgerLine(new Places());
    private final PayoutEntries entries = new PayoutEntries();
    private final PaidItem item = item(Money.of(302, USD), Map.of());

    private static PaidItem item(Money pay, Map<String, String> fx) {
        return new PaidItem(
                "b1:c1:USD",
                "b1",
                "c1",
                USD,
                398,
                302,
                pay,
                "acct_c1",
                "stripe",
                List.of(new PaidItem.Tax("US", 96)),
                new TreeMap<>(fx));
    }

    private void entry(String source, String lines, String reverses) throws VerificationException {
        String text =
                "{\"bookedOn\":\"2026-11-01\",\"effectiveOn\":\"2026-11-01\",\"entryId\":\"%s\",\"lines\":[%s],\"occurredAt\":\"2026-11-02T04:59:59.999Z\",\"ref\":{\"batch\":\"b1\",\"payee\":\"c1\"},%s\"salt\":\"gbNv8flAsoCALhGWKBnrfg\",\"seq\":16,\"source\":\"%s\",\"v\":1}\n"
                        .formatted(
                                EntryId.of(new SourceKey(source)),
                                lines,
                                reverses.isEmpty() ? "" : "\"reverses\":\"" + reverses + "\",",
                                source);
        try (LineReader reader =
                new LineReader(
                        FILE, new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)))) {
            reader.next();
            line.read(FILE, reader);
            entries.entry(line);
        }
    }

    private static String idOf(String source) {
        return EntryId.of(new SourceKey(source)).toString();
    }

    @Test
    void anEntryOfItsItemIsTakenOnce() throws VerificationException {
        entry("payout:b1:c1:USD", ORDERED, "");

        assertThat(entries.takeOrdered(FILE, item)).isTrue();
        assertThat(entries.takeOrdered(FILE, item)).isFalse();
        entries.requireNoneLeft(FILE);
    }

    @Test
    void whatIsTakenBackMirrorsWhatWasOrdered() throws VerificationException {
        entry("payout-cancel:b1:c1:USD", MIRRORED, idOf("payout:b1:c1:USD"));

        entries.takeTakenBack(FILE, item);
        entries.requireNoneLeft(FILE);
    }

    @Test
    void aMirrorOfOtherFiguresIsRefused() throws VerificationException {
        entry(
                "payout-cancel:b1:c1:USD",
                MIRRORED.replace("302", "301").replace("96", "97"),
                idOf("payout:b1:c1:USD"));

        assertThatThrownBy(() -> entries.takeTakenBack(FILE, item))
                .hasMessageStartingWith("FAIL CALC_MISMATCH")
                .hasMessageContaining("payout-cancel:b1:c1:USD lines");
    }

    @Test
    void aMirrorOfAnotherEntryIsRefused() throws VerificationException {
        entry("payout-cancel:b1:c1:USD", MIRRORED, idOf("payout:b1:c2:USD"));

        assertThatThrownBy(() -> entries.takeTakenBack(FILE, item))
                .hasMessageStartingWith("FAIL COMPLETENESS_FAIL")
                .hasMessageContaining("payout-cancel:b1:c1:USD reverses");
    }

    @Test
    void aPaymentInAnotherCurrencyGoesThroughTrading() {
        PaidItem other = item(Money.of(279, Currency.of("EUR")), Map.of("payAmount", "279"));

        assertThat(other.lines())
                .isEqualTo(
                        "[D equity:trading:fx EUR 279, D liabilities:creator:c1:payable USD 398,"
                                + " C equity:trading:fx USD 302, C liabilities:payouts:clearing EUR"
                                + " 279, C liabilities:withholding:US USD 96]");
    }

    @Test
    void anEntryWithoutTheSealedRateIsRefused() throws VerificationException {
        entry("payout:b1:c1:USD", ORDERED, "");

        assertThatThrownBy(
                        () ->
                                entries.takeOrdered(
                                        FILE,
                                        new PaidItem(
                                                item.key(),
                                                "b1",
                                                "c1",
                                                USD,
                                                398,
                                                302,
                                                Money.of(302, USD),
                                                "acct_c1",
                                                "stripe",
                                                item.taxes(),
                                                new TreeMap<>(Map.of("rate", "1")))))
                .hasMessageStartingWith("FAIL CALC_MISMATCH");
    }
}
