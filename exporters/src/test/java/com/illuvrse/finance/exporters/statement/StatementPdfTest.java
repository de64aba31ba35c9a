package com.illuvrse.finance.exporters.statement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.illuvrse.finance.account.Accounts;
import com.illuvrse.finance.canonical.Sha256;
import com.illuvrse.finance.exporters.rendition.Letterhead;
import com.illuvrse.finance.exporters.rendition.Paper;
import com.illuvrse.finance.exporters.statement.StatementLine.OrderPart;
import com.illuvrse.finance.exporters.statement.StatementLine.Payout;
import com.illuvrse.finance.exporters.statement.StatementLine.Working;
import com.illuvrse.finance.journal.EntryId;
import com.illuvrse.finance.journal.JournalEntry;
import com.illuvrse.finance.journal.Period;
import com.illuvrse.finance.journal.SourceKey;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.Fraction;
import com.illuvrse.finance.money.Money;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.text.PDFTextStripper;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Statements as PDF, read back by a reader that knows nothing of how they were made. */
class StatementPdfTest {

    private static final Currency USD = Currency.of("USD");
    private static final Currency JPY = Currency.of("JPY");
    private static final Period MARCH = Period.parse("2026-03");
    private static final Letterhead LETTERHEAD =
            new Letterhead(Paper.A4, "ILLUVRSE", "#1f4e79", "creators@example.com", List.of());
    private static final StatementPdf PDF = new StatementPdf(LETTERHEAD);
    private static final Pattern AMOUNT =
            Pattern.compile("(?<![\\w.,/:-])[-\u2212]?[0-9][0-9,]*\\.[0-9]{2}(?![\\w.,/])");

    @TempDir Path folder;

    @Test
    void showsEveryFigureOfTheOtherTwoAndNoOther() throws Exception {
        Statement statement = statement(block(USD, month()));
        StatementFiles.write(folder, statement);
        String pdf = text(PDF, statement);

        Set<BigDecimal> original = amounts(Files.readString(folder.resolve("statement.csv")));
        original.addAll(amounts(Files.readString(folder.resolve("statement.json"))));
        assertThat(original).hasSizeGreaterThan(20);
        Set<BigDecimal> sums = sums(statement.blocks().getFirst());
        assertThat(amounts(pdf)).containsAll(original);
        original.addAll(sums);
        assertThat(amounts(pdf)).isEqualTo(original);
        assertThat(pdf)
                .contains(
                        "Statement of March 2026",
                        "c1",
                        "segment 31 root " + "ab".repeat(32),
                        "cd".repeat(32),
                        "finance receipt --entry ENTRY_ID",
                        "creators@example.com",
                        "\u22122,000.00");
        for (StatementLine line : month()) {
            assertThat(pdf).contains(line.entry().toString());
        }
    }

    @Test
    void isTaggedAndEmbedsItsFonts() throws Exception {
        try (PDDocument document = read(PDF, statement(block(USD, month())))) {
            assertThat(document.getDocumentCatalog().getLanguage()).isEqualTo("en");
            assertThat(document.getDocumentInformation().getTitle())
                    .isEqualTo("ILLUVRSE statement 2026-03:c1");
            assertThat(document.getDocumentCatalog().getMarkInfo().isMarked()).isTrue();
            String tree = document.getDocumentCatalog().getStructureTreeRoot().getKids().toString();
            assertThat(tree).isNotEqualTo("[]");
            assertThat(tags(document)).contains("H1", "H2", "Table", "TH", "TD", "P");
            int fonts = 0;
            for (PDPage page : document.getPages()) {
                for (COSName name : page.getResources().getFontNames()) {
                    PDFont font = page.getResources().getFont(name);
                    assertThat(font.isEmbedded()).as(font.getName()).isTrue();
                    assertThat(font.getName()).matches("[A-Z]{6}\\+DejaVuSansCondensed.*");
                    fonts++;
                }
            }
            assertThat(fonts).isPositive();
        }
    }

    @Test
    void isTheSameBytesAgain() throws Exception {
        Statement statement = statement(block(USD, month()));
        PDF.write(folder, statement);
        String once = sha256();
        new StatementPdf(LETTERHEAD).write(folder, statement);
        assertThat(sha256()).isEqualTo(once);

        Statement other = statement(block(USD, month().subList(1, month().size())));
        PDF.write(folder, other);
        assertThat(sha256()).isNotEqualTo(once);
    }

    private String sha256() throws IOException {
        return Sha256.hexOf(Files.readAllBytes(folder.resolve("statement.pdf")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<script>alert(\"1\")</script> & 'others' &amp; <!-- -->",
                "]]></style><img src=\"file:///etc/passwd\"/>",
                "office fi fl ffi \u00c4\u00d6\u00dc \u0130\u0131\u015f",
                "\u0416\u0443\u0440\u043d\u0430\u043b \u03a9\u03bc\u03ad\u03b3\u03b1",
                "\u05e9\u05dc\u05d5\u05dd",
                "\u0645\u0631\u062d\u0628\u0627"
            })
    void showsWordsAsWords(String words) throws Exception {
        assertThat(text(PDF, statement(block(USD, List.of(adjustment(words)))))).contains(words);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u6f22=[U+6F22]",
                "\ud83e\uddfe=[U+1F9FE]",
                "\u202e=[U+202E]",
                "\u0000=[U+0000]"
            })
    void showsTheCodePointOfWhatNoFontHas(String both) throws Exception {
        int end = both.indexOf('=');
        String words = "a" + both.substring(0, end) + "b";
        assertThat(text(PDF, statement(block(USD, List.of(adjustment(words))))))
                .contains("a" + both.substring(end + 1) + "b");
    }

    @Test
    void comesOnEitherPaper() throws Exception {
        Statement statement = statement(block(JPY, List.of()), block(USD, List.of()));
        try (PDDocument document = read(PDF, statement)) {
            assertThat(document.getPage(0).getMediaBox().getWidth())
                    .isCloseTo(PDRectangle.A4.getWidth(), within());
        }
        Letterhead letter = new Letterhead(Paper.LETTER, "I", "#000000", "", List.of());
        try (PDDocument document = read(new StatementPdf(letter), statement)) {
            assertThat(document.getPage(0).getMediaBox().getWidth())
                    .isCloseTo(PDRectangle.LETTER.getWidth(), within());
            assertThat(document.getPage(0).getMediaBox().getHeight())
                    .isCloseTo(PDRectangle.LETTER.getHeight(), within());
        }
    }

    private static org.assertj.core.data.Offset<Float> within() {
        return org.assertj.core.data.Offset.offset(1f);
    }

    @Test
    void showsDaysWhereLinesAreTooMany() throws Exception {
        List<StatementLine> lines = new ArrayList<>();
        for (int i = 0; i <= StatementPage.LINES; i++) {
            lines.add(earning("o-" + i, LocalDate.of(2026, 3, 1 + i % 31), 1_00));
        }
        Statement statement = statement(block(USD, lines));
        try (PDDocument document = read(PDF, statement)) {
            assertThat(document.getNumberOfPages()).isLessThan(5);
            assertThat(new PDFTextStripper().getText(document))
                    .contains("Earnings, 33 lines", "Every single line is in statement.csv.")
                    .contains("1,001.00");
        }
    }

    @Test
    void refusesAFontItCannotEmbed() throws Exception {
        Path file = Files.writeString(folder.resolve("no.ttf"), "no font at all");
        Letterhead letterhead = new Letterhead(Paper.A4, "I", "#000000", "", List.of(file));
        assertThatThrownBy(() -> new StatementPdf(letterhead))
                .hasMessageContaining("font " + file + " cannot be used");
    }

    private static Set<String> tags(PDDocument document) {
        Set<String> tags = new HashSet<>();
        collect(document.getDocumentCatalog().getStructureTreeRoot().getKids(), tags);
        return tags;
    }

    private static void collect(List<Object> kids, Set<String> tags) {
        for (Object kid : kids) {
            if (kid
                    instanceof
                    org.apache.pdfbox.pdmodel.documentinterchange.logicalstructure
                                    .PDStructureElement
                            element) {
                tags.add(element.getStructureType());
                collect(element.getKids(), tags);
            }
        }
    }

    private PDDocument read(StatementPdf pdf, Statement statement) throws IOException {
        pdf.write(folder, statement);
        return Loader.loadPDF(folder.resolve("statement.pdf").toFile());
    }

    private String text(StatementPdf pdf, Statement statement) throws IOException {
        try (PDDocument document = read(pdf, statement)) {
            return new PDFTextStripper().getText(document);
        }
    }

    private static Set<BigDecimal> amounts(String text) {
        Set<BigDecimal> amounts = new HashSet<>();
        Matcher matcher = AMOUNT.matcher(text);
        while (matcher.find()) {
            amounts.add(new BigDecimal(matcher.group().replace(",", "").replace('\u2212', '-')));
        }
        return amounts;
    }

    /** The sums only the page shows, added up here again. */
    private static Set<BigDecimal> sums(CurrencyBlock block) {
        Map<String, Long> sums = new HashMap<>();
        Map<LocalDate, Long> days = new HashMap<>();
        for (StatementLine line : block.lines()) {
            add(sums, line.kind().name(), line.change().payable());
            add(sums, "reserve", line.change().reserve());
            add(sums, "recouped", line.recouped() == null ? 0 : line.recouped());
            add(sums, "withheld", line.payout() == null ? 0 : line.payout().withheld());
            Working working = line.working();
            if (working != null) {
                add(sums, "gross", working.base() + working.tax());
                add(sums, "tax", working.tax());
                add(sums, "base", working.base());
                add(sums, "fee", working.platformFee());
                add(sums, "others", working.others());
                add(sums, "earned", working.earned());
                if (line.kind() == StatementKind.EARNING) {
                    days.merge(line.bookedOn(), working.earned(), Math::addExact);
                }
            }
        }
        Set<BigDecimal> amounts = new HashSet<>();
        sums.values().forEach(sum -> amounts.add(BigDecimal.valueOf(sum, 2)));
        days.values().stream()
                .max(Long::compare)
                .ifPresent(sum -> amounts.add(BigDecimal.valueOf(sum, 2)));
        return amounts;
    }

    private static void add(Map<String, Long> sums, String name, long amount) {
        sums.merge(name, amount, Math::addExact);
    }

    static Statement statement(CurrencyBlock... blocks) {
        return new Statement(
                "c1",
                MARCH,
                MARCH.lastDay(),
                List.of(blocks),
                new StatementProof(
                        "ledger.example.com/test", 31, "ab".repeat(32), "cd".repeat(32)));
    }

    private static CurrencyBlock block(Currency currency, List<StatementLine> lines) {
        return new CurrencyBlock(
                currency, new Holdings(1_234_56, 77, 5_01, 900_02), lines, 4_000_03, 960_04);
    }

    /** A month with a line of every sort. */
    static List<StatementLine> month() {
        List<StatementLine> lines = new ArrayList<>();
        for (int day = 1; day <= 28; day += 3) {
            lines.add(earning("o-" + day, LocalDate.of(2026, 3, day), 150_00 + day * 731L));
        }
        lines.add(
                line(
                        StatementKind.REFUND,
                        "r-1",
                        20,
                        new OrderPart("o-4", "1", "ct-1", 2, "sku-9", "DE"),
                        new Working(-3_01, -20_02, null, -6_03, -4_04, -9_95),
                        new Holdings(-8_96, 0, -99, 0),
                        0L,
                        null,
                        null));
        lines.add(
                line(
                        StatementKind.PAYOUT,
                        "p-1",
                        25,
                        null,
                        null,
                        new Holdings(-2_000_00, 0, 0, 0),
                        null,
                        new Payout("2026-03-25:c1:USD", 480_07, Payment.Status.SETTLED),
                        "tr_1"));
        lines.add(
                line(
                        StatementKind.DISPUTE_HOLD,
                        "d-1",
                        26,
                        new OrderPart("o-7", null, null, null, null, "FR"),
                        null,
                        new Holdings(-12_34, 12_34, 0, 0),
                        null,
                        null,
                        null));
        return lines;
    }

    static StatementLine earning(String order, LocalDate day, long earned) {
        long base = earned * 2;
        return line(
                StatementKind.EARNING,
                order,
                day.getDayOfMonth(),
                new OrderPart(order, "1", "ct-1", 2, "sku-9", "DE"),
                new Working(
                        base / 5,
                        base,
                        Fraction.of(1, 2),
                        base / 4,
                        base - earned - base / 4,
                        earned),
                new Holdings(earned - earned / 10, 0, earned / 10, 0),
                0L,
                null,
                null);
    }

    private static StatementLine adjustment(String words) {
        return line(
                StatementKind.ADJUSTMENT,
                "a-1",
                7,
                null,
                null,
                new Holdings(7_00, 0, 0, 0),
                null,
                null,
                words);
    }

    private static StatementLine line(
            StatementKind kind,
            String source,
            int day,
            @Nullable OrderPart of,
            @Nullable Working working,
            Holdings change,
            @Nullable Long recouped,
            @Nullable Payout payout,
            @Nullable String reference) {
        LocalDate booked = LocalDate.of(2026, 3, day);
        return new StatementLine(
                kind, booked, booked, id(source), of, working, change, recouped, payout, reference);
    }

    private static EntryId id(String source) {
        return JournalEntry.of(
                        new SourceKey("journal:" + source),
                        LocalDate.of(2026, 3, 1),
                        Instant.parse("2026-03-01T12:00:00Z"))
                .debit(Accounts.COMMISSION, Money.of(1, USD))
                .credit(Accounts.payable("c1"), Money.of(1, USD))
                .build()
                .id();
    }
}
