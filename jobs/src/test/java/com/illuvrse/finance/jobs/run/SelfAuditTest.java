package com.illuvrse.finance.jobs.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.illuvrse.finance.canonical.Sha256;
import com.illuvrse.finance.jobs.postgres.Segments;
import com.illuvrse.finance.jobs.postgres.SelfAudits;
import com.illuvrse.finance.jobs.postgres.SelfAudits.Audit;
import com.illuvrse.finance.jobs.postgres.SelfAudits.Result;
import com.illuvrse.finance.sandbox.marketplace.GeneratorSettings;
import com.illuvrse.finance.sandbox.marketplace.Marketplace;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SelfAuditTest {

    private static final LocalDate FIRST = LocalDate.of(2026, 10, 1);

    /** The first eight bytes are an unsigned number, whatever their first bit. */
    @Test
    void theDigestChoosesAmongAllSealedDays() {
        assertThat(SelfAudit.chosen("0000000000000004" + "f".repeat(48), 5)).isEqualTo(5);
        assertThat(SelfAudit.chosen("0000000000000005" + "f".repeat(48), 5)).isEqualTo(1);
        assertThat(SelfAudit.chosen("ffffffffffffffff" + "0".repeat(48), 10)).isEqualTo(6);
        assertThat(SelfAudit.chosen("8000000000000000" + "0".repeat(48), 1)).isEqualTo(1);
    }

    @Test
    void isMadeAfterEverySoManySeals() {
        assertThat(new SelfAuditSettings(1).isDue(3)).isTrue();
        assertThat(new SelfAuditSettings(7).isDue(13)).isFalse();
        assertThat(new SelfAuditSettings(7).isDue(14)).isTrue();
        assertThat(new SelfAuditSettings(0).isDue(14)).isFalse();
        assertThatThrownBy(() -> new SelfAuditSettings(-1)).hasMessageContaining("found -1");
    }

    /** Each night tells of the day the seal before it chose; one that differs stops nothing. */
    @Test
    void everyNightReplaysOnePastDayAndWritesItDown(@TempDir Path folder) throws Exception {
        Path data = Files.createDirectories(folder.resolve("data"));
        Marketplace.generate(
                GeneratorSettings.of(7, FIRST, 4, 10, ZoneId.of("America/New_York")), data);
        try (RunningLedger ledger =
                new RunningLedger(
                        data,
                        Files.createDirectories(folder.resolve("home")),
                        new SelfAuditSettings(1))) {
            ledger.settle(FIRST, FIRST.plusDays(2));
            SelfAudits audits = new SelfAudits(ledger.database().database());
            assertThat(audits.of(1)).hasValueSatisfying(audit -> reproduced(audit, 1, FIRST));
            assertThat(file(ledger, FIRST).path("result").asString()).isEqualTo("NOT_MADE");
            JsonNode second = file(ledger, FIRST.plusDays(1));
            assertThat(second.path("result").asString()).isEqualTo("REPRODUCED");
            assertThat(second.path("day").asString()).isEqualTo(FIRST.toString());
            Segments segments = new Segments(ledger.database().database());
            String digest =
                    Sha256.hexOf(
                            segments.checkpoint(1).orElseThrow().getBytes(StandardCharsets.UTF_8));
            assertThat(second.path("checkpointSha256").asString()).isEqualTo(digest);
            assertThat(second.path("sealedRoot").asString())
                    .isEqualTo(segments.manifest(1).orElseThrow().entriesRoot())
                    .isEqualTo(second.path("replayedRoot").asString())
                    .isEqualTo(second.path("ledgerRoot").asString());

            ledger.database()
                    .asOwner("alter table ledger.entry disable trigger user")
                    .asOwner("update ledger.entry set memo = 'rewritten'")
                    .asOwner(
                            """
                            do $$ declare defence name; begin
                                for defence in select tgname from pg_trigger
                                    where tgrelid = 'ledger.entry'::regclass and not tgisinternal
                                loop execute format('alter table ledger.entry enable always trigger %I', defence); end loop;
                            end $$
                            """);
            ledger.settle(FIRST.plusDays(3), FIRST.plusDays(3));

            assertThat(audits.newest())
                    .hasValueSatisfying(
                            audit -> assertThat(audit.result()).isEqualTo(Result.DIFFERENT));
            JsonNode last = file(ledger, FIRST.plusDays(3));
            assertThat(last.path("result").asString()).isEqualTo("DIFFERENT");
            assertThat(last.path("detail").asString())
                    .matches("the ledger holds another entry \\d+ than was sealed");
        }
    }

    private static void reproduced(Audit audit, int segment, LocalDate day) {
        assertThat(audit.result()).isEqualTo(Result.REPRODUCED);
        assertThat(audit.audited()).isEqualTo(segment);
        assertThat(audit.day()).isEqualTo(day);
        assertThat(audit.detail()).isNull();
    }

    private static JsonNode file(RunningLedger ledger, LocalDate day) throws Exception {
        return JsonMapper.shared()
                .readTree(
                        Files.readString(
                                ledger.reports().resolve("dt=" + day).resolve("self-audit.json")));
    }
}
