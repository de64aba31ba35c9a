package com.illuvrse.finance.exporters.comparison;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.illuvrse.finance.exporters.parquet.Dataset;
import com.illuvrse.finance.exporters.parquet.EntryRow;
import com.illuvrse.finance.exporters.parquet.ParquetQuery;
import com.illuvrse.finance.exporters.parquet.PostingRow;
import com.illuvrse.finance.exporters.report.ReportManifest;
import com.illuvrse.finance.exporters.signing.KeyFiles;
import com.illuvrse.finance.exporters.signing.KeyFolder;
import com.illuvrse.finance.exporters.signing.Signer;
import com.illuvrse.finance.exporters.verify.VerifyReport;
import com.illuvrse.finance.money.Money;
import com.illuvrse.finance.posting.BalanceTransaction;
import com.illuvrse.finance.posting.Links;
import com.illuvrse.finance.reconciliation.AccountBalance;
import com.illuvrse.finance.reconciliation.Break;
import com.illuvrse.finance.reconciliation.BreakType;
import com.illuvrse.finance.reconciliation.Severity;
import com.illuvrse.finance.segment.VerificationCode;
import com.illuvrse.finance.segment.VerificationException;
import com.illuvrse.finance.segment.VerifierKey;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Daily files of the sample ledger as they should be, and each rule broken once. */
class ExportsCheckTest {

    private static final LocalDate FIRST = LocalDate.parse("2026-10-30");
    private static final LocalDate LONG = LocalDate.parse("2026-11-01");
    private static final String ENTRIES = Dataset.ENTRIES.path();
    private static final String POSTINGS = Dataset.POSTINGS.path();
    private static final String BALANCES = Dataset.BALANCES.path();
    private static final String BREAKS = Dataset.BREAKS.path();
    private static final String TRANSACTIONS = Dataset.BALANCE_TRANSACTIONS.path();
    private static final String TRIAL_BALANCE = "trial-balance.csv";

    @TempDir private static Path good;
    private static Signer signer;
    private static SampleExports goodExports;

    @TempDir private Path folder;
    private SampleExports exports;

    @BeforeAll
    static void exportsTheSampleLedger() throws Exception {
        signer = signer(good.resolve("keys"));
        goodExports = new SampleExports(good, signer);
    }

    @BeforeEach
    void copiesTheExports() throws IOException {
        exports = goodExports.copiedTo(folder.resolve("exports"));
    }

    private static Signer signer(Path folder) throws Exception {
        Path keys = Files.createDirectory(folder);
        KeyFiles.write(keys, "reports", KeyFiles.fresh("Ed25519"));
        return KeyFolder.open(keys, true).signer("reports");
    }

    private VerifierKey key(Signer of) {
        return ReportManifest.key(exports.days().getFirst().ledger(), of.publicKey());
    }

    private List<String> check(VerifierKey... keys) throws VerificationException {
        return ExportsCheck.of(exports.folder(), List.of(keys)).check(exports.days());
    }

    private VerificationException refused(VerifierKey... keys) {
        return catchThrowableOfType(VerificationException.class, () -> check(keys));
    }

    @Test
    void exportsThatSayWhatIsSealedPass() throws Exception {
        assertThat(check(key(signer)))
                .containsExactly(
                        "exports: 32 files of 4 days have the digests their manifests list; signed by %s, as pinned"
                                .formatted(key(signer)),
                        "exports: entries hold the 22 sealed lines byte for byte and give the"
                                + " sealed roots; 61 postings are theirs",
                        "exports: balances and trial-balance.csv have the 72 sealed balances,"
                                + " breaks and breaks.csv the 3 sealed breaks, balance_transactions the"
                                + " 8 sealed rows of Stripe",
                        "exports: 20 Parquet files are to the last byte what is written for these"
                                + " rows",
                        "exports: what the other daily files say was not compared");
        assertThat(check().getFirst()).endsWith(", which nobody has pinned");
    }

    /** The command of AUDITOR.md for those who have no program of ours. */
    @Test
    void duckDbGivesTheSealedLinesToo() throws Exception {
        assertThat(
                        ParquetQuery.rows(
                                exports.path(FIRST, ENTRIES),
                                "select canonical from %s order by seq"))
                .isEqualTo(
                        Files.readAllLines(
                                exports.ledger().resolve("segment-000001/ledger.jsonl")));
    }

    interface Damage {
        void to(SampleExports exports) throws Exception;
    }

    private static Arguments damage(String what, Damage damage, String file, String item) {
        return Arguments.of(what, damage, file, item);
    }

    private static <R> UnaryOperator<List<R>> row(int at, UnaryOperator<R> change) {
        return rows -> {
            rows.set(at, change.apply(rows.get(at)));
            return rows;
        };
    }

    private static <R> UnaryOperator<List<R>> without(int at) {
        return rows -> {
            rows.remove(at);
            return rows;
        };
    }

    private static <R> UnaryOperator<List<R>> swapped(int at) {
        return rows -> {
            Collections.swap(rows, at, at + 1);
            return rows;
        };
    }

    private static PostingRow amount(PostingRow row, long minor) {
        return new PostingRow(
                row.entryId(),
                row.line(),
                row.effectiveOn(),
                row.occurredAt(),
                row.account(),
                Money.of(minor, row.amount().currency()),
                row.sourceKey(),
                row.order(),
                row.payee(),
                row.contract(),
                row.stripe());
    }

    private static EntryRow canonical(EntryRow row, String line) {
        return new EntryRow(
                row.entryId(),
                row.seq(),
                row.sourceKey(),
                row.memo(),
                row.late(),
                row.reverses(),
                line);
    }

    private static BalanceTransaction transaction(BalanceTransaction row, long more, Links links) {
        return new BalanceTransaction(
                row.account(),
                row.id(),
                row.type(),
                row.reportingCategory(),
                row.balanceType(),
                row.currency(),
                row.created(),
                row.availableOn(),
                row.amount() + more,
                row.fee() + more,
                row.net(),
                row.feeDetails(),
                row.exchangeRate(),
                row.presentment(),
                links);
    }

    /** Lies somebody with the key of the reports signed. */
    static Stream<Arguments> signedLies() {
        return Stream.of(
                damage(
                        "another amount in a posting",
                        each -> each.postings(FIRST, row(3, r -> amount(r, 1))),
                        POSTINGS,
                        "row 4, entry 06700ebc-a9c1-887f-8f8d-cb5a86e67697 line 4, amount_minor"),
                damage(
                        "a posting that changed sides",
                        each -> each.postings(FIRST, row(0, r -> amount(r, -r.amount().minor()))),
                        POSTINGS,
                        "row 1, entry 06700ebc-a9c1-887f-8f8d-cb5a86e67697 line 1, amount_minor"),
                damage(
                        "a posting less",
                        each -> each.postings(FIRST, without(3)),
                        POSTINGS,
                        "row 4, entry 06700ebc-a9c1-887f-8f8d-cb5a86e67697 line 4, entry_id"),
                damage(
                        "the last posting less",
                        each ->
                                each.postings(
                                        FIRST,
                                        rows -> {
                                            rows.removeLast();
                                            return rows;
                                        }),
                        POSTINGS,
                        "row 28, entry e8c0953f-8604-8aed-8b69-abfb51374055 line 5"),
                damage(
                        "a posting more",
                        each ->
                                each.postings(
                                        FIRST,
                                        rows -> {
                                            rows.add(rows.getFirst());
                                            return rows;
                                        }),
                        POSTINGS,
                        "row 29, a row too many"),
                damage(
                        "postings in another order",
                        each -> each.postings(FIRST, swapped(2)),
                        POSTINGS,
                        "row 3, entry 06700ebc-a9c1-887f-8f8d-cb5a86e67697 line 3, line"),
                damage(
                        "a byte of a sealed line",
                        each ->
                                each.entries(
                                        FIRST,
                                        row(
                                                1,
                                                r ->
                                                        canonical(
                                                                r,
                                                                r.canonical()
                                                                        .replace(
                                                                                "\"200\"",
                                                                                "\"201\"")))),
                        ENTRIES,
                        "row 2, seq 7, canonical from byte 114"),
                damage(
                        "a line that goes on",
                        each -> each.entries(FIRST, row(1, r -> canonical(r, r.canonical() + " "))),
                        ENTRIES,
                        "row 2, seq 7, canonical from byte "),
                damage(
                        "an empty line",
                        each -> each.entries(FIRST, row(1, r -> canonical(r, ""))),
                        ENTRIES,
                        "row 2, seq 7, canonical from byte 0"),
                damage(
                        "another memo beside the sealed line",
                        each ->
                                each.entries(
                                        FIRST,
                                        row(
                                                1,
                                                r ->
                                                        new EntryRow(
                                                                r.entryId(),
                                                                r.seq(),
                                                                r.sourceKey(),
                                                                "paid by the bank",
                                                                r.late(),
                                                                r.reverses(),
                                                                r.canonical()))),
                        ENTRIES,
                        "row 2, 17322896-0fa0-8787-b743-faacb319d934, memo"),
                damage("an entry less", each -> each.entries(FIRST, without(1)), ENTRIES, "seq 7"),
                damage(
                        "an entry twice",
                        each ->
                                each.entries(
                                        FIRST,
                                        rows -> {
                                            rows.add(2, rows.get(1));
                                            return rows;
                                        }),
                        ENTRIES,
                        "row 3, entry_id"),
                damage(
                        "an entry that has no place in the day",
                        each ->
                                each.entries(
                                        FIRST,
                                        rows -> {
                                            EntryRow last = rows.getLast();
                                            rows.add(
                                                    new EntryRow(
                                                            last.entryId(),
                                                            9,
                                                            last.sourceKey(),
                                                            null,
                                                            false,
                                                            null,
                                                            last.canonical()));
                                            return rows;
                                        }),
                        ENTRIES,
                        "row 9, seq"),
                damage(
                        "entries in another order",
                        each -> each.entries(FIRST, swapped(2)),
                        ENTRIES,
                        "row 4, entry_id"),
                damage(
                        "another balance",
                        each ->
                                each.balances(
                                        FIRST,
                                        row(
                                                0,
                                                r ->
                                                        new AccountBalance(
                                                                r.account(),
                                                                r.currency(),
                                                                r.opening(),
                                                                r.debit() + 1,
                                                                r.credit() + 1))),
                        BALANCES,
                        "row 1, assets:advances:K2 USD, debit_minor"),
                damage(
                        "a balance less",
                        each -> each.balances(FIRST, without(0)),
                        BALANCES,
                        "row 1, assets:advances:K2 USD, account"),
                damage(
                        "a figure of the trial balance",
                        each -> each.replace(FIRST, TRIAL_BALANCE, ",-77,-0.77", ",-78,-0.78"),
                        TRIAL_BALANCE,
                        "line 3, assets:bank:operating USD"),
                damage(
                        "another column of the trial balance",
                        each -> each.replace(FIRST, TRIAL_BALANCE, "debit_minor", "debit"),
                        TRIAL_BALANCE,
                        "line 1, header"),
                damage(
                        "a trial balance cut off",
                        each -> each.write(FIRST, TRIAL_BALANCE, ""),
                        TRIAL_BALANCE,
                        "line 1, header"),
                damage(
                        "a line more in the trial balance",
                        each ->
                                each.write(
                                        FIRST,
                                        TRIAL_BALANCE,
                                        Files.readString(each.path(FIRST, TRIAL_BALANCE))
                                                + "revenue:secret,USD,2,0,0,5,-5,-0.05\n"),
                        TRIAL_BALANCE,
                        "line 16, a line too many"),
                damage(
                        "a break that was never found",
                        each ->
                                each.breaks(
                                        FIRST,
                                        rows -> {
                                            rows.add(
                                                    new Break(
                                                            BreakType.PAYMENT_WITHOUT_ORDER,
                                                            "txn_1",
                                                            FIRST,
                                                            0,
                                                            Severity.MEDIUM,
                                                            Break.Status.OPEN,
                                                            null,
                                                            null,
                                                            null,
                                                            null));
                                            return rows;
                                        }),
                        BREAKS,
                        "row 1, a row too many"),
                damage(
                        "a break in the CSV only",
                        each ->
                                each.write(
                                        FIRST,
                                        "breaks.csv",
                                        Files.readString(each.path(FIRST, "breaks.csv"))
                                                + "PAYMENT_WITHOUT_ORDER,txn_1,,,MEDIUM,2026-10-30,0,OPEN,\n"),
                        "breaks.csv",
                        "line 2, a line too many"),
                damage(
                        "a fee Stripe never took",
                        each -> each.transactions(FIRST, row(0, r -> transaction(r, 5, r.links()))),
                        TRANSACTIONS,
                        "row 1, txn_1001, amount_minor"),
                damage(
                        "a row of Stripe that leads elsewhere",
                        each ->
                                each.transactions(
                                        FIRST,
                                        row(
                                                0,
                                                r ->
                                                        transaction(
                                                                r,
                                                                0,
                                                                r.links()
                                                                        .withCharge(
                                                                                "ch_9", "o-101")))),
                        TRANSACTIONS,
                        "row 1, txn_1001, charge"),
                damage(
                        "no Parquet at all",
                        each -> each.write(FIRST, ENTRIES, "entry_id,canonical\n"),
                        ENTRIES,
                        "file"),
                damage("an empty file", each -> each.write(FIRST, POSTINGS, ""), POSTINGS, "file"),
                damage(
                        "the postings of another day",
                        each -> copy(each.path(LONG, POSTINGS), each.path(FIRST, POSTINGS)),
                        POSTINGS,
                        "metadata day"),
                damage(
                        "another dataset",
                        each -> copy(each.path(FIRST, ENTRIES), each.path(FIRST, POSTINGS)),
                        POSTINGS,
                        "columns"),
                damage(
                        "a file that is not listed as it was left out",
                        each -> Files.delete(each.path(FIRST, BALANCES)),
                        BALANCES,
                        "file"));
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("signedLies")
    void refusesWhatIsSignedAndWasNotSealed(String what, Damage damage, String file, String item)
            throws Exception {
        damage.to(exports);
        exports.sign(FIRST);

        VerificationException refused = refused(key(signer));

        assertThat(refused.code()).isEqualTo(VerificationCode.EXPORT_MISMATCH);
        assertThat(refused.file()).isEqualTo("reports/daily/dt=" + FIRST + "/" + file);
        assertThat(refused.item()).startsWith(item);
    }

    /** What a bad copy looks like: the manifest is the one that was signed. */
    static Stream<Arguments> badCopies() {
        return Stream.of(
                damage(
                        "a byte of a file that is not compared",
                        each -> each.replace(FIRST, "settlement.html", "well", "fine"),
                        "settlement.html",
                        "sha256"),
                damage(
                        "a file less",
                        each -> Files.delete(each.path(FIRST, POSTINGS)),
                        POSTINGS,
                        "file"),
                damage(
                        "a file more",
                        each -> each.write(FIRST, "postings/part-00001.parquet", "more"),
                        "postings/part-00001.parquet",
                        "file"),
                damage(
                        "no manifest",
                        each -> Files.delete(each.path(FIRST, "MANIFEST.json")),
                        "MANIFEST.json",
                        "file"),
                damage(
                        "a manifest cut off",
                        each -> each.write(FIRST, "MANIFEST.json", "{"),
                        "MANIFEST.json",
                        "manifest"),
                damage(
                        "another number of rows in the manifest",
                        each -> each.replace(FIRST, "MANIFEST.json", "\"rows\":8", "\"rows\":7"),
                        "MANIFEST.json",
                        "manifest"),
                damage(
                        "the files of another day",
                        each -> {
                            delete(each.path(FIRST, ""));
                            Files.move(each.path(LONG, ""), each.path(FIRST, ""));
                        },
                        "MANIFEST.json",
                        "period"),
                damage("a day less", each -> delete(each.path(FIRST, "")), "", "folder"));
    }

    private static void delete(Path below) throws IOException {
        try (Stream<Path> paths = Files.walk(below)) {
            for (Path path : paths.sorted(Collections.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badCopies")
    void refusesFilesTheManifestDoesNotHave(String what, Damage damage, String file, String item)
            throws Exception {
        damage.to(exports);

        VerificationException refused = refused(key(signer));

        assertThat(refused.code()).isEqualTo(VerificationCode.EXPORT_MISMATCH);
        assertThat(refused.file()).isEqualTo("reports/daily/dt=" + FIRST + "/" + file);
        assertThat(refused.item()).isEqualTo(item);
    }

    @Test
    void refusesAManifestOfAnotherKeyLedgerOrSegment() throws Exception {
        String ledger = exports.days().getFirst().ledger();
        String other = exports.days().getLast().manifestId();
        String own = exports.days().get(1).manifestId();
        Signer stranger = signer(folder.resolve("stranger"));

        exports.sign(FIRST, ledger, own, stranger);
        assertThat(refused(key(signer)).item()).isEqualTo("signature.key");
        assertThat(check().getFirst())
                .contains(key(stranger).toString(), " and ", key(signer).toString());
        exports.sign(FIRST, ledger, other, signer);
        assertThat(refused(key(signer)).item()).isEqualTo("manifestId");
        exports.sign(FIRST, "ledger.example.com/other", own, signer);
        assertThat(refused().item()).isEqualTo("signature.key");
    }

    @Test
    void refusesAFileWhoseRowsAreMiscounted() throws Exception {
        exports.counted(FIRST, POSTINGS, 27).sign(FIRST);

        VerificationException refused = refused(key(signer));

        assertThat(refused.file()).endsWith("MANIFEST.json");
        assertThat(refused.item()).isEqualTo("postings/part-00000.parquet, rows");
        assertThat(refused.expected()).isEqualTo("28");
        assertThat(refused.found()).isEqualTo("27");
    }

    /** A sealed row leaves the charge out when it is the source itself; a dataset has it. */
    @Test
    void takesAChargeThatIsTheSourceOfItsRow() throws Exception {
        exports.transactions(
                        FIRST,
                        row(0, r -> transaction(r, 0, r.links().withCharge("ch_1001", "o-101"))))
                .sign(FIRST);

        assertThat(check(key(signer)).get(2)).contains("balance_transactions the 8 sealed rows");
    }

    @Test
    void refusesABreakThatWasLeftOut() throws Exception {
        exports.breaks(LONG, without(0)).sign(LONG);

        VerificationException refused = refused(key(signer));

        assertThat(refused.file()).isEqualTo("reports/daily/dt=2026-11-01/" + BREAKS);
        assertThat(refused.item()).matches("row 1, [A-Z_]+:.*, (type|ref)");
    }

    /** A query engine passes over rows by statistics; false ones hide rows that are there. */
    @Test
    void refusesStatisticsThatHideRows() throws Exception {
        Path file = exports.path(FIRST, POSTINGS);
        damageLast(file, "06700ebc-a9c1", 1);
        exports.sign(FIRST);

        VerificationException refused = refused(key(signer));

        assertThat(
                        ParquetQuery.rows(
                                file,
                                "select count(*) from %s where entry_id ="
                                        + " '06700ebc-a9c1-887f-8f8d-cb5a86e67697'"))
                .containsExactly("0");
        assertThat(refused.file()).endsWith(POSTINGS);
        assertThat(refused.item()).isEqualTo("row group 1, statistics of entry_id");
        assertThat(refused.expected()).startsWith("min: 06700ebc");
        assertThat(refused.found()).startsWith("min: 16700ebc");
    }

    @Test
    void saysWhichFilesAreNotTheVeryBytesThatAreWrittenForTheirRows() throws Exception {
        damageLast(exports.path(FIRST, POSTINGS), "06700ebc-a9c1", 2);
        exports.sign(FIRST);

        assertThat(check(key(signer)))
                .contains(
                        "exports: 19 Parquet files are to the last byte what is written for these"
                                + " rows; 1 hold them in other bytes, as another version writes"
                                + " them: their page indexes were not compared");
    }

    /** Changes the first letter of a text where it stands for the last time, or the time before. */
    private static void damageLast(Path file, String text, int times) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        String latin = new String(bytes, StandardCharsets.ISO_8859_1);
        int at = latin.length();
        for (int i = 0; i < times; i++) {
            at = latin.lastIndexOf(text, at - 1);
        }
        bytes[at]++;
        Files.write(file, bytes);
    }

    @Test
    void wantsAFolderWithDailyFiles() throws IOException {
        Path empty = Files.createDirectory(folder.resolve("empty"));

        assertThatThrownBy(() -> ExportsCheck.of(empty, List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("has no daily files: expected folders dt=2026-03-02");
        assertThatThrownBy(() -> ExportsCheck.of(folder.resolve("none"), List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("there is no folder");
    }

    @Test
    void saysWhichDaysTheLedgerDoesNotHave() throws Exception {
        exports.write(LocalDate.parse("2026-12-24"), "MANIFEST.json", "{}");

        assertThat(check().getLast())
                .endsWith("; nor dt=2026-12-24, which the ledger does not have");
    }

    @Test
    void theReportHasTheFirstBadItemInTextAndInJson() throws Exception {
        exports.postings(FIRST, row(3, r -> amount(r, 1))).sign(FIRST);

        assertThat(report(VerifyReport.Form.TEXT))
                .isEqualTo(
                        "1 FAIL EXPORT_MISMATCH"
                                + " reports/daily/dt=2026-10-30/postings/part-00000.parquet row 4,"
                                + " entry 06700ebc-a9c1-887f-8f8d-cb5a86e67697 line 4, amount_minor:"
                                + " expected -300, found 1\n");
        assertThat(report(VerifyReport.Form.JSON))
                .contains(
                        "\"code\":\"EXPORT_MISMATCH\"",
                        "\"expected\":\"-300\"",
                        "\"found\":\"1\"",
                        "\"result\":\"FAIL\"");
        exports.postings(FIRST, rows -> rows).sign(FIRST);
        assertThat(report(VerifyReport.Form.JSON))
                .startsWith("0 {\"head\"")
                .contains("exports: entries hold the 22 sealed lines");
    }

    private String report(VerifyReport.Form form) {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        int code =
                VerifyReport.run(
                        exports.ledger(),
                        exports.ledger().resolve("trust.json"),
                        null,
                        ExportsCheck.of(exports.folder(), List.of())::check,
                        form,
                        new PrintStream(printed, true, StandardCharsets.UTF_8));
        return code + " " + printed.toString(StandardCharsets.UTF_8);
    }
}
