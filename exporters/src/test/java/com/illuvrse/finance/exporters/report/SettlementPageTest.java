package com.illuvrse.finance.exporters.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.illuvrse.finance.account.Accounts;
import com.illuvrse.finance.exporters.parquet.SealedDay;
import com.illuvrse.finance.money.Money;
import com.illuvrse.finance.reconciliation.BreakType;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

class SettlementPageTest {

    private static final Pattern LOADED =
            Pattern.compile("<(script|link|img|iframe|object|embed|base)|@import|url\\(|https?:");

    @TempDir Path folder;

    @Test
    void loadsNothingAndRunsNothing() {
        String page = SettlementPage.of(MadeUpDay.busy().settled());

        assertThat(LOADED.matcher(page).find()).isFalse();
        assertThat(page).contains("content=\"default-src 'none'; style-src 'unsafe-inline'\"");
    }

    @Test
    void seesAPageThatLoadsSomething() {
        assertThat(LOADED.matcher("<p><script>").find()).isTrue();
        assertThat(LOADED.matcher("background: url(x)").find()).isTrue();
    }

    @Test
    void showsTextOfOthersAsText() {
        MadeUpDay day =
                MadeUpDay.quiet()
                        .found(BreakType.FEED_REJECTED, "</code><script>alert(1)</script>", 0, null)
                        .found(BreakType.RECORD_REJECTED, "evil\u202eexe.\"'&\u0000\u2028", 0, null)
                        .closed(BreakType.ORDER_CONFLICT, "o-1", "<img src=x onerror=alert(2)>");

        String page = SettlementPage.of(day.settled());

        assertThat(page)
                .contains("&lt;/code&gt;&lt;script&gt;alert(1)&lt;/script&gt;")
                .contains("<bdi>evil\ufffdexe.&quot;&#39;&amp;\ufffd\ufffd</bdi>")
                .contains("&lt;img src=x onerror=alert(2)&gt;")
                .doesNotContain("<script", "<img", "\u202e", "\u0000");
    }

    @Test
    void aHostileLedgerStaysOneWordOfTheShell() {
        assertThat(HowToVerify.quoted("audit/v1/ledger.example.com/prod/"))
                .isEqualTo("audit/v1/ledger.example.com/prod/");
        assertThat(HowToVerify.quoted("x'; rm -rf ~ #")).isEqualTo("'x'\\''; rm -rf ~ #'");
    }

    @Test
    void theSameRowsInAnyOrderGiveTheSameBytes() throws Exception {
        SettlementPage.write(folder.resolve("a.html"), MadeUpDay.busy().settled(false));
        SettlementPage.write(folder.resolve("b.html"), MadeUpDay.busy().settled(true));

        assertThat(folder.resolve("a.html")).hasSameBinaryContentAs(folder.resolve("b.html"));
    }

    @Test
    void writesTheSameFiguresWhereverItRuns() {
        Locale before = Locale.getDefault();
        String here = SettlementPage.of(MadeUpDay.busy().settled());
        try {
            Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));

            assertThat(SettlementPage.of(MadeUpDay.busy().settled())).isEqualTo(here);
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void writesAmountsWithExactlyTheDigitsOfTheirCurrency() {
        String page = SettlementPage.of(MadeUpDay.busy().settled());

        assertThat(page).contains("48,210.55<", ">398,000<", ">12.500<", "USD 12.34<");
        assertThat(Html.amount(-1, MadeUpDay.USD)).isEqualTo("\u22120.01");
        assertThat(Html.amount(-100_000, MadeUpDay.JPY)).isEqualTo("\u2212100,000");
        assertThat(Html.amount(Long.MIN_VALUE, MadeUpDay.KWD))
                .isEqualTo("\u22129,223,372,036,854,775.808");
    }

    @Test
    void everyPictureIsWellFormed() throws Exception {
        String page = SettlementPage.of(MadeUpDay.busy().settled());

        List<String> pictures =
                Pattern.compile("<svg.*?</svg>", Pattern.DOTALL)
                        .matcher(page)
                        .results()
                        .map(MatchResult::group)
                        .toList();

        assertThat(pictures).hasSize(7);
        for (String picture : pictures) {
            Document svg =
                    DocumentBuilderFactory.newDefaultInstance()
                            .newDocumentBuilder()
                            .parse(
                                    new ByteArrayInputStream(
                                            picture.getBytes(StandardCharsets.UTF_8)));
            NodeList bars = svg.getElementsByTagName("rect");
            assertThat(bars.getLength()).isPositive();
            for (int i = 0; i < bars.getLength(); i++) {
                int width =
                        Integer.parseInt(
                                bars.item(i).getAttributes().getNamedItem("width").getNodeValue());
                int x =
                        Integer.parseInt(
                                bars.item(i).getAttributes().getNamedItem("x").getNodeValue());
                assertThat(x).isNotNegative();
                assertThat(x + width).isLessThanOrEqualTo(1080);
            }
        }
    }

    @Test
    void theLargestAmountsFitThePictures() {
        MadeUpDay day =
                new MadeUpDay()
                        .entry(
                                "large",
                                Accounts.ESCROW,
                                Accounts.COMMISSION,
                                MadeUpDay.USD,
                                Long.MAX_VALUE);

        String page = SettlementPage.of(day.settled());

        assertThat(page).contains("92,233,720,368,547,758.07");
    }

    @Test
    void saysWhenADayAgreesAndNothingIsOpen() {
        MadeUpDay day = MadeUpDay.quiet().reconciled("payments", MadeUpDay.USD, 0);

        String page = SettlementPage.of(day.settled());

        assertThat(page)
                .contains("<strong>\u2713 To the cent</strong><span>1 of 1 balance agree")
                .contains("<strong>\u2713 None open</strong>")
                .contains("no break is open")
                .contains("There was no payout run");
    }

    @Test
    void saysWhenStripeDiffersAndPayoutsAreLocked() {
        MadeUpDay day =
                MadeUpDay.quiet()
                        .reconciled("payments", MadeUpDay.USD, -1_50)
                        .found(
                                BreakType.STRIPE_BALANCE_MISMATCH,
                                "payments:USD",
                                3,
                                Money.of(-1_50, MadeUpDay.USD));

        String page = SettlementPage.of(day.settled());

        assertThat(page)
                .contains("<strong>\u2260 Differs</strong><span>0 of 1 balance agree")
                .contains("\u2260 \u22121.50</text>")
                .contains("<strong>1 open</strong>")
                .contains("locked until a break is closed")
                .contains("<td class=\"n\">3 days</td>");
    }

    @Test
    void countsTheBreaksItDoesNotShowAndShowsTheGravest() {
        MadeUpDay day = MadeUpDay.quiet();
        for (int i = 0; i < 150; i++) {
            day.found(BreakType.ORDER_WITHOUT_PAYMENT, "o-" + i, 0, null);
        }
        day.found(BreakType.TRANSFER_WITHOUT_PAYOUT, "tr_9", 0, null);

        String page = SettlementPage.of(day.settled());

        assertThat(page).contains("tr_9").contains("51 more in <code>breaks.csv</code>");
    }

    @Test
    void tellsHowToCheckTheDay() {
        String page = SettlementPage.of(MadeUpDay.quiet().settled());

        assertThat(page)
                .contains("scheduler/finance verify segments --trust trust.json")
                .contains("segment-000061/manifest.json")
                .contains("<code>62:" + "a7".repeat(32) + "</code>");
    }

    @Test
    void refusesAnEntryOfAnotherDay() {
        SettledDay next =
                SettledDay.of(
                        new SealedDay("ledger", MadeUpDay.DAY.plusDays(1), "5e".repeat(32)),
                        62,
                        "a7".repeat(32));

        assertThatThrownBy(() -> next.add(MadeUpDay.quiet().entries().getFirst()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(
                        "is booked on 2026-03-02, but this is the page of 2026-03-03");
    }

    @ParameterizedTest
    @EnumSource(BreakType.class)
    void everyBreakHasWords(BreakType type) {
        assertThat(BreakWords.of(type)).endsWith(".").hasSizeBetween(40, 140);
    }

    @Test
    void keepsAPageToLookAt() throws Exception {
        Path page = Path.of("target", "settlement.html");
        SettlementPage.write(page, MadeUpDay.busy().settled());

        assertThat(Files.size(page)).isLessThan(100_000);
    }
}
