package com.illuvrse.finance.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/** Ways to damage the sample ledger, each with the code the verifier must say. */
final class TamperTable {

    private record Row(String name, VerificationCode code, Consumer<CopiedLedger> damage) {}

    private static final Duration LONG = Duration.ofMinutes(1);

    private final Path folder;
    private final Duration most;
    private final List<Row> rows = new ArrayList<>();

    TamperTable(Path folder) {
        this(folder, LONG);
    }

    /**
     * @param most how long each may be looked at
     */
    TamperTable(Path folder, Duration most) {
        this.folder = folder;
        this.most = most;
    }

    /** Damage as anybody could do it. */
    void row(String name, VerificationCode code, Consumer<CopiedLedger> damage) {
        rows.add(new Row(name, code, damage));
    }

    /** Damage that the holder of the log keys seals again, from a segment on. */
    void sealed(String name, VerificationCode code, int from, Consumer<CopiedLedger> damage) {
        row(
                name,
                code,
                ledger -> {
                    damage.accept(ledger);
                    ledger.reseal(from);
                });
    }

    /** One test for each row. */
    Stream<DynamicTest> tests() {
        return rows.stream()
                .map(row -> DynamicTest.dynamicTest(row.code() + " " + row.name(), () -> run(row)));
    }

    private void run(Row row) {
        CopiedLedger ledger = new CopiedLedger(folder.resolve(row.name().replace(' ', '-')));
        row.damage().accept(ledger);

        VerificationException refusal =
                assertTimeoutPreemptively(
                        most,
                        () -> catchThrowableOfType(VerificationException.class, ledger::verify));

        assertThat(refusal).as(row.name()).isNotNull();
        assertThat(refusal.code()).as(refusal.getMessage()).isEqualTo(row.code());
        assertThat(refusal).message().matches("FAIL [A-Z_]+ [!-~]+ .+: expected .+, found .+");
    }
}
