package com.illuvrse.finance.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.illuvrse.finance.exporters.dpi.SellerXmlCheck;
import com.illuvrse.finance.exporters.signing.SigningKeys;
import com.illuvrse.finance.jobs.postgres.Database;
import com.illuvrse.finance.jobs.run.RunningLedger;
import com.illuvrse.finance.sandbox.postgres.PostgresServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A year of sellers for platform reporting, its figures worked out by hand. */
class GoldenSellersTest {

    private static final Path CASE = Path.of("src/test/resources/reports/d01-sellers");
    private static final String PLACE = "tax/year=2026/dpi";

    @Test
    void sellersOnBothSidesOfTheLowVolumeTest(@TempDir Path folder) throws Exception {
        try (RunningLedger ledger =
                new RunningLedger(CASE, Files.createDirectories(folder.resolve("home")))) {
            Path out = folder.resolve("out");
            GoldenCase golden = GoldenCase.run(CASE, ledger, out, "dpi");
            assertThat(golden.check(PLACE)).isEqualTo(5);
            assertThat(DuckDb.requireCopies(out.resolve(PLACE), "dpi-payment-facts")).isPositive();
            assertThat(EveryFigure.of(ledger, ReportKind.DPI, "2026")).isGreaterThan(100);
            theAuthoritysFileNamesThoseWhoAreReported(out.resolve(PLACE).resolve("dpi_NL.xml"));
            nothingElseShowsAPerson(out.resolve(PLACE));
            theVaultWroteDownWhoWasOpened(ledger);
            theScannerKnowsWhoseANumberIs(ledger);
            assertThat(
                            ledger.bean(ReportDesk.class)
                                    .report("dpi", "2026", null)
                                    .outcome()
                                    .inWords())
                    .isEqualTo("unchanged: revision 1");
        }
    }

    private static void theAuthoritysFileNamesThoseWhoAreReported(Path xml) throws Exception {
        assertThat(SellerXmlCheck.of(xml))
                .allSatisfy(check -> assertThat(check.detail()).isEqualTo("no fault"));
        assertThat(Files.readString(xml))
                .contains(
                        "<dpi:MessageRefId>NL2026NL-r01</dpi:MessageRefId>",
                        "<dpi:MessageTypeIndic>DPI401</dpi:MessageTypeIndic>",
                        "<dpi:Timestamp>2027-01-01T00:00:00Z</dpi:Timestamp>",
                        "<dpi:TIN issuedBy=\"NL\">NL900000017B01</dpi:TIN>",
                        "<dpi:Name>Example Goods SARL</dpi:Name>",
                        "<dpi:TIN unknown=\"true\"></dpi:TIN>",
                        "<dpi:BirthDate>1980-01-06</dpi:BirthDate>",
                        "NL2026-g3-v1",
                        "NL2026-o1-v1",
                        "NL2026-s1-v1",
                        "NL2026-s2-v1",
                        "<dpi:ConsQ2 currCode=\"EUR\">500</dpi:ConsQ2>",
                        "<dpi:TaxQ4 currCode=\"EUR\">30</dpi:TaxQ4>")
                .doesNotContain("NL2026-g1", "NL2026-g2", "NL2026-g4", "NL2026-u1", "NL2026-d1");
    }

    private static void nothingElseShowsAPerson(Path set) throws IOException {
        try (Stream<Path> files = Files.walk(set)) {
            for (Path file :
                    files.filter(Files::isRegularFile)
                            .filter(each -> !each.endsWith("dpi_NL.xml"))
                            .toList()) {
                assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                        .as(file.toString())
                        .doesNotContain("90000000", "1980-01-0", "Example Goods");
            }
        }
        assertThat(Files.readString(set.resolve("MANIFEST.json"))).contains("TAX_PII");
    }

    private static void theVaultWroteDownWhoWasOpened(RunningLedger ledger) throws SQLException {
        List<String> openings = new ArrayList<>();
        try (Connection superuser = ledger.database().connect(PostgresServer.SUPERUSER);
                Statement sql = superuser.createStatement();
                ResultSet rows =
                        sql.executeQuery(
                                "select concat_ws(' ', ref, opened_as, purpose, subject)"
                                        + " from vault.opening order by ref")) {
            while (rows.next()) {
                openings.add(rows.getString(1));
            }
        }
        assertThat(openings)
                .isEqualTo(
                        Stream.of("g3", "o1", "operator", "s1", "s2")
                                .map(name -> "vault:" + name + " ledger_tax dpi 2026")
                                .toList());
    }

    private static void theScannerKnowsWhoseANumberIs(RunningLedger ledger) {
        KnownTaxNumbers known =
                new KnownTaxNumbers(ledger.bean(Database.class), ledger.bean(SigningKeys.class));

        assertThat(known.of(List.of("900000001", "123456789", "900000017")))
                .isEqualTo(Map.of("900000001", "g1"));
    }
}
