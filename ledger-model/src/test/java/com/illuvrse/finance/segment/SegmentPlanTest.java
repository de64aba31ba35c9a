package com.illuvrse.finance.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SegmentPlanTest {

    private static final SegmentPlan PLAN = new SampleDay(3).plan();

    private static SegmentPlan sealedAt(Instant instant) {
        return new SegmentPlan(
                PLAN.ledger(),
                PLAN.day(),
                instant,
                PLAN.seqBefore(),
                PLAN.chain(),
                PLAN.seals(),
                PLAN.registry(),
                PLAN.promise(),
                null);
    }

    private static SegmentPlan with(
            List<String> chain, SortedMap<String, String> seals, SortedMap<Integer, String> keys) {
        return new SegmentPlan(
                PLAN.ledger(),
                PLAN.day(),
                PLAN.sealedAt(),
                PLAN.seqBefore(),
                chain,
                seals,
                keys,
                PLAN.promise(),
                null);
    }

    @Test
    void theChainGivesTheNumber() {
        assertThat(PLAN.number()).isEqualTo(3);
        assertThat(PLAN.folder()).isEqualTo("segment-000003");
        assertThat(PLAN.isGenesis()).isFalse();
        assertThat(new SampleDay(0).plan().isGenesis()).isTrue();
    }

    @Test
    void cutsOffWhatIsFinerThanMilliseconds() {
        Instant instant = PLAN.day().to().plusNanos(1_999_999);

        assertThat(sealedAt(instant).sealedAt()).isEqualTo(PLAN.day().to().plusMillis(1));
    }

    @Test
    void refusesToSealADayThatIsNotOver() {
        assertThatThrownBy(() -> sealedAt(PLAN.day().to().minusMillis(1)))
                .hasMessageStartingWith("segment 3 of 2026-11-01 ends at 2026-11-02T05:00:00Z");
    }

    @Test
    void refusesAGenesisThatFollowsEntries() {
        assertThatThrownBy(() -> with(List.of(), new TreeMap<>(), PLAN.registry()))
                .hasMessage("segment 0 cannot begin after entry 8");
    }

    @Test
    void refusesToLeaveTheCheckpointBeforeUnsealed() {
        assertThatThrownBy(() -> with(PLAN.chain(), new TreeMap<>(), PLAN.registry()))
                .hasMessageStartingWith("segment 3 must seal segment-000002/checkpoint");
    }

    @Test
    void refusesToSealWhatIsNoEarlierSignatureFile() {
        for (String path :
                List.of("segment-000003/checkpoint", "segment-000002/ledger.jsonl", "checkpoint")) {
            TreeMap<String, String> seals = new TreeMap<>(PLAN.seals());
            seals.put(path, "0".repeat(64));
            assertThatThrownBy(() -> with(PLAN.chain(), seals, PLAN.registry()))
                    .hasMessageEndingWith("found " + path);
        }
    }

    @Test
    void takesSignaturesThatCameLater() {
        TreeMap<String, String> seals = new TreeMap<>(PLAN.seals());
        for (String path :
                List.of("sig/finance-lead.p7s", "tst/checkpoint.2.tsr", "wit/checkpoint")) {
            seals.put("segment-000001/" + path, "0".repeat(64));
        }

        assertThat(with(PLAN.chain(), seals, PLAN.registry()).seals()).hasSize(4);
    }

    @Test
    void refusesARegistryWithAGap() {
        TreeMap<Integer, String> keys = new TreeMap<>(PLAN.registry());
        keys.put(3, "note");

        assertThatThrownBy(() -> with(PLAN.chain(), PLAN.seals(), keys))
                .hasMessageEndingWith("found [1, 3]");
    }

    @Test
    void refusesAChainOfThingsThatAreNoDigest() {
        List<String> chain = List.of("0".repeat(64), "0".repeat(64), "A".repeat(64));

        assertThatThrownBy(() -> with(chain, PLAN.seals(), PLAN.registry()))
                .hasMessageStartingWith("a digest is 64 lower-case hex digits");
    }
}
