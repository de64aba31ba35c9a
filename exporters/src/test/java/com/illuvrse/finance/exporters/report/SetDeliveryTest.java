package com.illuvrse.finance.exporters.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.illuvrse.finance.exporters.report.SetOutcome.State;
import com.illuvrse.finance.exporters.s3.ArchiveBucket;
import com.illuvrse.finance.exporters.s3.ArchiveCopy;
import com.illuvrse.finance.exporters.s3.RunningArchive;
import com.illuvrse.finance.exporters.signing.KeyFiles;
import com.illuvrse.finance.exporters.signing.KeyFolder;
import com.illuvrse.finance.exporters.signing.Signer;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.ReferenceRate;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A set of one worksheet, made again and again. */
class SetDeliveryTest {

    private static final LocalDate LAST = LocalDate.parse("2026-03-31");
    private static final String PREFIX = "statements/period=2026-03/";
    private static final SetHeader HEADER =
            new SetHeader(
                    "statements",
                    "2026-03",
                    "reports",
                    PREFIX,
                    "main",
                    "ledger.example.com/test",
                    "UTC",
                    1,
                    31,
                    "ab".repeat(32),
                    null,
                    "cd".repeat(32),
                    "ef".repeat(32));
    private static final ReferenceRate RATE =
            new ReferenceRate(LAST, Currency.of("EUR"), Currency.of("USD"), "1.0823", "ECB");
    private static final SetFile SHEET =
            new SetFile(
                    "payee=c1/statement.csv",
                    2L,
                    "creator_statement_lines",
                    List.of("line"),
                    SetFile.Classification.CONFIDENTIAL,
                    Map.of("amount_USD", "3.00"));

    private static final CsvTable<String> WORDS =
            new CsvTable<>(
                    "statement.csv",
                    List.of(
                            CsvTable.CsvColumn.figure("line", (String row) -> row),
                            CsvTable.CsvColumn.text("words", (String row) -> row)),
                    Comparator.naturalOrder(),
                    "line");

    @TempDir Path folder;
    private RunningArchive running;
    private ArchiveBucket bucket;
    private Signer signer;
    private int made;

    @BeforeEach
    void start() throws Exception {
        running = new RunningArchive(folder);
        bucket = running.archive().reports();
        Path keys = Files.createDirectory(folder.resolve("keys"));
        KeyFiles.write(keys, "reports", KeyFiles.fresh("Ed25519"));
        signer = KeyFolder.open(keys, true).signer("reports");
    }

    @AfterEach
    void stop() throws IOException {
        running.close();
    }

    private SetOutcome deliver(String sheet, List<ReportIssue> issues, List<TieOut> ties)
            throws IOException {
        return deliver(sheet, issues, ties, List.of());
    }

    private SetOutcome deliver(
            String sheet, List<ReportIssue> issues, List<TieOut> ties, List<Check> checks)
            throws IOException {
        Path work = Files.createDirectories(folder.resolve("work-" + made++));
        Path file = work.resolve(SHEET.path());
        Files.createDirectories(file.getParent());
        Files.writeString(file, sheet);
        return new SetDelivery(bucket, signer, numbers -> Map.of())
                .deliver(
                        new SetDelivery.Content(
                                HEADER,
                                List.of(SHEET),
                                issues,
                                ties,
                                checks,
                                List.of(RATE),
                                "late entries e-1"),
                        work,
                        LAST);
    }

    @Test
    void aFileWithSomebodysTaxNumberIsWrittenNowhereAndNamesEverythingButTheNumber()
            throws Exception {
        Path work = Files.createDirectories(folder.resolve("work-canary"));
        Path file = work.resolve(SHEET.path());
        Files.createDirectories(file.getParent());
        Files.writeString(file, "line,words\n1,nothing\n2,paid to 900-12-3456\n");
        Files.writeString(file.resolveSibling("statement.parquet"), "the same");
        SheetCopy.beside(file, WORDS);

        SetOutcome outcome =
                new SetDelivery(bucket, signer, numbers -> Map.of("900123456", "c1"))
                        .deliver(
                                new SetDelivery.Content(
                                        HEADER,
                                        List.of(SHEET),
                                        List.of(),
                                        List.of(),
                                        List.of(),
                                        List.of(RATE),
                                        "canary"),
                                work,
                                LAST);

        assertThat(outcome.isFinal()).isFalse();
        assertThat(outcome.issues())
                .singleElement()
                .satisfies(
                        issue -> {
                            assertThat(issue.rule()).isEqualTo("pii.tin_in_output");
                            assertThat(issue.payee()).isEqualTo("c1");
                            assertThat(issue.blocking()).isTrue();
                            assertThat(issue.message())
                                    .startsWith(
                                            "row 2, column words of payee=c1/statement.csv holds"
                                                    + " the tax number of c1");
                        });
        assertThat(bucket.keys(PREFIX)).isNotEmpty().noneMatch(key -> key.contains("statement."));
        for (String key : bucket.keys(PREFIX)) {
            assertThat(read(key.substring(PREFIX.length())))
                    .doesNotContain("900123456", "900-12-3456");
        }
        assertThat(read("draft-01/exceptions.csv")).contains("pii.tin_in_output");
        assertThat(read("draft-01/SHA256SUMS")).doesNotContain("statement.");
    }

    @Test
    void aCopyIsListedAsWhatItIsAndMakesNoRevisionOfItsOwn() throws Exception {
        assertThat(copied("the first library").inWords()).isEqualTo("revision 1");
        assertThat(read("MANIFEST.json"))
                .contains(
                        "\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet\"",
                        "\"path\":\"payee=c1/statement.xlsx\"");
        assertThat(copied("another version of it").inWords()).isEqualTo("unchanged: revision 1");
    }

    private SetOutcome copied(String bytes) throws IOException {
        Path work = Files.createDirectories(folder.resolve("work-" + made++));
        Files.createDirectories(work.resolve(SHEET.path()).getParent());
        Files.writeString(work.resolve(SHEET.path()), "line,words\n1,nothing\n2,\n");
        SheetCopy.beside(work.resolve(SHEET.path()), WORDS);
        Files.writeString(work.resolve("payee=c1/statement.xlsx"), bytes);
        return new SetDelivery(bucket, signer, numbers -> Map.of())
                .deliver(
                        new SetDelivery.Content(
                                HEADER,
                                List.of(SHEET),
                                List.of(),
                                List.of(),
                                List.of(),
                                List.of(RATE),
                                "another text"),
                        work,
                        LAST);
    }

    @Test
    void aFileThatNamesTheRevisionIsWrittenAgainUnderItsNumber() throws Exception {
        assertThat(numbered("one").inWords()).isEqualTo("revision 1");
        assertThat(read("named.xml")).isEqualTo("r1 one");
        assertThat(numbered("one").inWords()).isEqualTo("unchanged: revision 1");
        assertThat(numbered("two").inWords()).isEqualTo("revision 2");
        assertThat(read("r02/named.xml")).isEqualTo("r2 two");
        assertThat(numbered("two").inWords()).isEqualTo("unchanged: revision 2");
    }

    private SetOutcome numbered(String text) throws IOException {
        Path work = Files.createDirectories(folder.resolve("work-" + made++));
        Path file = work.resolve("named.xml");
        SetDelivery.Writer writer =
                revision -> Files.writeString(file, "r" + revision + " " + text);
        writer.write(1);
        return new SetDelivery(bucket, signer, numbers -> Map.of())
                .deliver(
                        new SetDelivery.Content(
                                HEADER,
                                List.of(
                                        new SetFile(
                                                "named.xml",
                                                null,
                                                null,
                                                List.of(),
                                                SetFile.Classification.TAX_PII,
                                                Map.of())),
                                List.of(),
                                List.of(),
                                List.of(),
                                List.of(RATE),
                                "another text",
                                new SetDelivery.Numbered("named.xml", writer)),
                        work,
                        LAST);
    }

    private String read(String key) throws IOException {
        try (InputStream in = bucket.open(PREFIX + key)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static final String FIRST = "line,amount,words\n1,1.00,\"a \"\"b\"\", c\"\n2,2.00,\n";
    private static final String SECOND =
            "line,amount,words\n1,1.50,\"a \"\"b\"\", c\"\n3,2.00,new\n";

    @Test
    void theFirstRevisionLiesUnderThePrefixAndIsSigned() throws Exception {
        SetOutcome outcome = deliver(FIRST, List.of(), List.of(tie(5, 5)));

        assertThat(outcome.inWords()).isEqualTo("revision 1");
        assertThat(bucket.keys(PREFIX))
                .containsExactlyInAnyOrder(
                        PREFIX + "CURRENT.json",
                        PREFIX + "MANIFEST.json",
                        PREFIX + "SHA256SUMS",
                        PREFIX + "VALIDATION.json",
                        PREFIX + "exceptions.csv",
                        PREFIX + "payee=c1/statement.csv",
                        PREFIX + "tie-out.csv");
        SetManifest manifest =
                SetManifest.verify(
                        read("MANIFEST.json").getBytes(StandardCharsets.UTF_8), signer.publicKey());
        assertThat(manifest.revision()).isEqualTo(1);
        assertThat(manifest.files()).hasSize(5);
        assertThat(read("SHA256SUMS"))
                .contains(
                        Objects.requireNonNull(manifest.files().get("payee=c1/statement.csv"))
                                        .sha256()
                                + "  payee=c1/statement.csv\n");
        assertThat(read("tie-out.csv"))
                .isEqualTo(Header.line("tie_out") + "payable,USD,5,5,0,0,0,3\n");
        assertThat(read("exceptions.csv")).isEqualTo(Header.line("report_exceptions"));
        assertThat(read("MANIFEST.json"))
                .contains(
                        "\"fx\":[{\"base\":\"EUR\",\"date\":\"2026-03-31\",\"quote\":\"USD\",\"rate\":\"1.0823\",\"source\":\"ECB\"}]");
        assertThat(read("CURRENT.json")).contains("\"prefix\":\"\"", "\"revision\":1");
    }

    @Test
    void aManifestThatWasTouchedIsRefused() throws Exception {
        deliver(FIRST, List.of(), List.of());
        String touched = read("MANIFEST.json").replace("\"rows\":2", "\"rows\":3");

        assertThatThrownBy(
                        () ->
                                SetManifest.verify(
                                        touched.getBytes(StandardCharsets.UTF_8),
                                        signer.publicKey()))
                .isInstanceOf(ReportManifestException.class)
                .hasMessageContaining("is not one of");
    }

    @Test
    void aFileIsReadOnlyWhenItIsTheOneThatIsListed() throws Exception {
        deliver(FIRST, List.of(), List.of());
        DeliveredSet set =
                DeliveredSet.newest(bucket, HEADER.prefix(), signer.publicKey()).orElseThrow();
        Path copy = folder.resolve("copy.csv");
        set.get(SHEET.path(), copy);
        assertThat(copy).hasContent(FIRST);
        assertThat(set.inWords()).isEqualTo("revision 1");
        assertThat(set.isFinal()).isTrue();
        TreeMap<String, String> others = new TreeMap<>(set.digests());
        others.put(SHEET.path(), "0".repeat(64));
        DeliveredSet other =
                new DeliveredSet(
                        bucket, set.prefix(), "", set.manifest(), set.listSha256(), others);

        assertThatThrownBy(() -> other.get(SHEET.path(), folder.resolve("other.csv")))
                .isInstanceOf(ReportManifestException.class)
                .hasMessageStartingWith(
                        "payee=c1/statement.csv is not the file MANIFEST.json lists, and nothing is"
                                + " read from it: object reports/")
                .hasMessageContaining("should have SHA-256 " + "0".repeat(64) + ", found ");
        running.corruptOnDisk(FIRST.getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> set.get(SHEET.path(), folder.resolve("touched.csv")))
                .isInstanceOf(ReportManifestException.class)
                .hasMessageContaining("nothing is read from it");
        assertThatThrownBy(() -> set.get("other.csv", folder.resolve("other.csv")))
                .hasMessageContaining("has no file other.csv; it lists ");
    }

    @Test
    void aDraftIsReadByItsSums() throws Exception {
        assertThat(DeliveredSet.newest(bucket, HEADER.prefix(), signer.publicKey())).isEmpty();
        deliver(FIRST, List.of(), List.of(tie(5, 4)));
        deliver(SECOND, List.of(), List.of(tie(5, 4)));

        DeliveredSet draft =
                DeliveredSet.newest(bucket, HEADER.prefix(), signer.publicKey()).orElseThrow();
        draft.get(SHEET.path(), folder.resolve("draft.csv"));

        assertThat(draft.inWords()).isEqualTo("draft-02");
        assertThat(draft.isFinal()).isFalse();
        assertThat(folder.resolve("draft.csv")).hasContent(SECOND);
        assertThat(DeliveredSet.at(bucket, HEADER.prefix(), "r07/", signer.publicKey())).isEmpty();
    }

    @Test
    void theSameContentAgainWritesNothing() throws Exception {
        deliver(FIRST, List.of(), List.of());
        List<String> before = bucket.keys("");

        assertThat(deliver(FIRST, List.of(), List.of()).inWords())
                .isEqualTo("unchanged: revision 1");
        assertThat(bucket.keys("")).isEqualTo(before);
    }

    @Test
    void otherContentIsANewRevisionThatSaysWhatChanged() throws Exception {
        deliver(FIRST, List.of(), List.of());
        SetOutcome second = deliver(SECOND, List.of(), List.of());

        assertThat(second.inWords()).isEqualTo("revision 2");
        assertThat(second.place()).isEqualTo("r02/");
        assertThat(read("payee=c1/statement.csv")).isEqualTo(FIRST);
        assertThat(read("r02/payee=c1/statement.csv")).isEqualTo(SECOND);
        assertThat(read("r02/changes.csv"))
                .isEqualTo(
                        Header.line("changes")
                                + """
                                payee=c1/statement.csv,1,amount,1.00,1.50
                                payee=c1/statement.csv,2,amount,2.00,
                                payee=c1/statement.csv,2,line,2,
                                payee=c1/statement.csv,3,amount,,2.00
                                payee=c1/statement.csv,3,line,,3
                                payee=c1/statement.csv,3,words,,new
                                """);
        assertThat(read("r02/MANIFEST.json"))
                .contains("\"supersedes\":{", "\"reason\":\"late entries e-1\"");
        assertThat(read("CURRENT.json")).contains("\"prefix\":\"r02/\"", "\"revision\":2");
        assertThat(deliver(SECOND, List.of(), List.of()).inWords())
                .isEqualTo("unchanged: revision 2");
        ArchiveCopy copy =
                ArchiveCopy.get(running.archive(), "reports/" + PREFIX, folder.resolve("copy"));
        assertThat(copy.faults()).isEmpty();
        assertThat(copy.objects()).isEqualTo(7 + 7);
    }

    @Test
    void aDifferenceMakesADraftThatIsNotMadeTwice() throws Exception {
        SetOutcome draft = deliver(FIRST, List.of(), List.of(tie(5, 4)));

        assertThat(draft.inWords()).isEqualTo("draft-01");
        assertThat(draft.isFinal()).isFalse();
        assertThat(draft.issues())
                .extracting(ReportIssue::sentence)
                .containsExactly(
                        "tie_out.difference: payable in USD: the ledger has 5, the set explains 4,"
                                + " difference 1 minor units");
        assertThat(bucket.contains(PREFIX + "draft-01/MANIFEST.json")).isFalse();
        assertThat(bucket.contains(PREFIX + "CURRENT.json")).isFalse();
        assertThat(deliver(FIRST, List.of(), List.of(tie(5, 4))).inWords())
                .isEqualTo("unchanged: draft-01");
        assertThat(deliver(SECOND, List.of(), List.of(tie(5, 4))).inWords()).isEqualTo("draft-02");
        assertThat(deliver(FIRST, List.of(), List.of(tie(5, 5))).inWords()).isEqualTo("revision 1");
    }

    @Test
    void aFailedCheckMakesADraft() throws Exception {
        Check failed =
                new Check("header", "finance", "1", "a.csv", Check.Result.FAIL, "no such column");

        SetOutcome outcome = deliver(FIRST, List.of(), List.of(), List.of(failed));

        assertThat(outcome.state()).isEqualTo(State.DRAFT);
        assertThat(outcome.issues().getFirst().sentence())
                .isEqualTo("validation.failed: header of a.csv: no such column");
        assertThat(read("draft-01/VALIDATION.json")).contains("\"result\":\"fail\"");
    }

    @Test
    void aRevisionWhoseNameOfTheCurrentOneWasLostIsFoundAgain() throws Exception {
        deliver(FIRST, List.of(), List.of());
        Path other = folder.resolve("CURRENT.json");
        Files.writeString(other, "{}");
        bucket.replace(PREFIX + "CURRENT.json", other);

        assertThat(deliver(FIRST, List.of(), List.of()).inWords())
                .isEqualTo("unchanged: revision 1");
        assertThat(read("CURRENT.json")).contains("\"revision\":1");
    }

    @Test
    void whatBlocksIsOfHighSeverity() {
        assertThatThrownBy(
                        () ->
                                new ReportIssue(
                                        "statements",
                                        null,
                                        "period.open",
                                        ReportIssue.Severity.MEDIUM,
                                        "",
                                        true,
                                        LAST,
                                        ""))
                .hasMessageContaining("of severity HIGH");
    }

    private static TieOut tie(long ledger, long onForms) {
        return new TieOut("payable", Currency.of("USD"), ledger, onForms, 0, 0, 3);
    }
}
