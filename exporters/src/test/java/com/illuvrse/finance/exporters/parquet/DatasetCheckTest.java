package com.illuvrse.finance.exporters.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.illuvrse.finance.account.AccountId;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.reconciliation.AccountBalance;
import com.illuvrse.finance.segment.VerificationCode;
import com.illuvrse.finance.segment.VerificationException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of strangers: whatever they hold, it is one sentence. */
class DatasetCheckTest {

    private static final SealedDay SEALED =
            new SealedDay(
                    "ledger.example.com/test", LocalDate.parse("2026-03-02"), "ab".repeat(32));
    private static final String NAME = "balances.parquet";

    @TempDir private Path folder;
    private Path file;
    private List<AccountBalance> balances = new ArrayList<>();

    @BeforeEach
    void writesAFile() throws IOException {
        write(30);
    }

    private void write(int rows) throws IOException {
        balances.clear();
        for (int i = 1000; i < 1000 + rows; i++) {
            balances.add(
                    new AccountBalance(
                            AccountId.of("liabilities:creator:c" + i + ":payable"),
                            Currency.of("USD"),
                            -i,
                            i * 7L,
                            i * 11L));
        }
        file = folder.resolve(NAME);
        try (DatasetWriter<AccountBalance> writer = Dataset.BALANCES.writeTo(file, SEALED)) {
            for (AccountBalance each : balances) {
                writer.write(each);
            }
        }
    }

    private void check() throws VerificationException {
        try (DatasetCheck<AccountBalance> check =
                DatasetCheck.open(Dataset.BALANCES, file, NAME, SEALED)) {
            for (AccountBalance each : balances) {
                check.requireNext(each.account().path());
                check.require(each.account().path(), each);
            }
            check.requireEnd();
        }
    }

    private VerificationException refused() {
        return catchThrowableOfType(VerificationException.class, this::check);
    }

    @Test
    void takesTheRowsThatWereWritten() throws VerificationException {
        check();

        balances = new ArrayList<>(balances.subList(0, 29));
        assertThat(refused().item()).isEqualTo("row 30, a row too many");
    }

    @Test
    void aTurnedBitIsAMismatchAndNeverAnythingElse() throws IOException {
        byte[] good = Files.readAllBytes(file);
        int passed = 0;

        for (int at = 0; at < good.length; at += 5) {
            byte[] bad = good.clone();
            bad[at] ^= (byte) (1 << at % 8);
            Files.write(file, bad);
            VerificationException refused = refused();
            if (refused == null) {
                passed++;
            } else {
                assertThat(refused.code()).isEqualTo(VerificationCode.EXPORT_MISMATCH);
                assertThat(refused.file()).isEqualTo(NAME);
            }
        }

        assertThat(passed).as("bits no reader looks at").isLessThan(good.length / 5 / 2);
    }

    @Test
    void aFileCutAnywhereIsNoParquet() throws IOException {
        byte[] good = Files.readAllBytes(file);

        for (int length = 0; length < good.length; length += 31) {
            Files.write(file, Arrays.copyOf(good, length));

            assertThat(refused().expected())
                    .isEqualTo("a Parquet file that can be read to its end");
        }
    }

    @Test
    void refusesColumnsThatDoNotLieInTheFile() throws IOException {
        write(3000);
        byte[] good = Files.readAllBytes(file);
        ByteArrayOutputStream shorter = new ByteArrayOutputStream();
        shorter.write(good, 0, 4);
        int footer = 0;
        for (int i = 0; i < 4; i++) {
            footer |= (good[good.length - 8 + i] & 0xff) << (8 * i);
        }
        shorter.write(good, good.length - 8 - footer, footer + 8);
        Files.write(file, shorter.toByteArray());

        assertThat(refused())
                .hasMessageContaining("row groups: expected columns that lie in the file");
    }

    @Test
    void refusesRowGroupsAndPagesNoWriterOfOursMakes() {
        assertThatThrownBy(
                        () -> DatasetCheck.open(Dataset.BALANCES, file, NAME, SEALED, 100).close())
                .isInstanceOf(VerificationException.class)
                .hasMessageContaining("row groups: expected at most 100 bytes, found ");
        assertThatThrownBy(
                        () ->
                                new ZstdCodec()
                                        .getDecompressor(CompressionCodecName.ZSTD)
                                        .decompress(BytesInput.from(new byte[9]), 33 << 20))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("a page has at most 33554432 bytes, found 34603008");
    }
}
