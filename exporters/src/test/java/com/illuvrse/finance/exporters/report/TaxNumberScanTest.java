package com.illuvrse.finance.exporters.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.illuvrse.finance.exporters.report.SetFile.Classification;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An invented number that must not get out, and numbers that are nobody's. */
class TaxNumberScanTest {

    private static final Map<String, String> KNOWN =
            Map.of("900123456", "c1", "12345678901", "vault:payer");

    @TempDir Path folder;

    private Optional<TaxNumberScan.Hit> scan(String path, String text, Classification as)
            throws IOException {
        Files.writeString(folder.resolve(path), text);
        return new TaxNumberScan(
                        numbers -> {
                            Map<String, String> owners = new HashMap<>();
                            numbers.stream()
                                    .filter(KNOWN::containsKey)
                                    .forEach(
                                            number ->
                                                    owners.put(
                                                            number,
                                                            KNOWN.getOrDefault(number, "")));
                            return owners;
                        })
                .first(folder, new SetFile(path, 1L, null, List.of(), as, Map.of()));
    }

    private Optional<TaxNumberScan.Hit> scan(String path, String text) throws IOException {
        return scan(path, text, Classification.CONFIDENTIAL);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "900123456",
                "900-12-3456",
                "900 12 3456",
                "paid to 900-123456, thanks",
                "TIN:900123456x",
                "123 456 789 01"
            })
    void findsANumberHoweverItIsWrittenAndNamesItsPlaceOnly(String text) throws Exception {
        TaxNumberScan.Hit hit =
                scan("a.csv", "line,memo\n1,none\n2,\"" + text + "\"\n").orElseThrow();

        assertThat(hit.place()).isEqualTo("row 2, column memo of a.csv");
        assertThat(hit.owner()).isIn("c1", "vault:payer");
        assertThat(hit.toString()).doesNotContain("900123456", "3456");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "90012345",
                "9001234567",
                "900123456789",
                "900  123456",
                "900/123/456",
                "900,123,456",
                "12345678-9001-8345-9345-123456789012",
                "ab900123456cd900123456ef900123456ab900123456"
            })
    void passesOverWhatIsNobodysOrAnId(String text) throws Exception {
        assertThat(scan("a.csv", "line,memo\n1,\"" + text + "\"\n")).isEmpty();
    }

    @Test
    void looksIntoEveryTextAndLeavesFilesOfPersonsAlone() throws Exception {
        assertThat(scan("a.json", "{\n\"a\":\"900123456\"}").orElseThrow().place())
                .isEqualTo("line 2 of a.json");
        assertThat(scan("SHA256SUMS", "900123456  a.csv\n")).isPresent();
        assertThat(scan("a.xml", "<a>900123456</a>", Classification.TAX_PII)).isEmpty();
    }

    @Test
    void findsTheLastOfManyRows() throws Exception {
        StringBuilder rows = new StringBuilder("line,memo\n");
        for (int i = 0; i < 5_000; i++) {
            rows.append(i).append(",").append(100_000_000L + i).append('\n');
        }
        rows.append("5000,900123456\n");

        assertThat(scan("a.csv", rows.toString()).orElseThrow().row()).isEqualTo(5_001);
    }
}
