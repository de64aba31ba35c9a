package com.illuvrse.finance.jobs.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.illuvrse.finance.canonical.CanonicalReader;
import com.illuvrse.finance.canonical.Json;
import com.illuvrse.finance.jobs.postgres.Segments;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.Money;
import com.illuvrse.finance.royalty.Contract;
import com.illuvrse.finance.royalty.Party;
import com.illuvrse.finance.royalty.Tier;
import com.illuvrse.finance.segment.MerkleTree;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The calculations of the sample of the segment format, as a person reads them. */
class WorkingInWordsTest {

    private static final Currency USD = Currency.of("USD");
    private static final Contract CONTRACT =
            new Contract(
                    "K2",
                    1,
                    LocalDate.of(2026, 1, 1),
                    null,
                    List.of(),
                    List.of(
                            new Tier(Money.of(1200, USD), parties("70%", "30%")),
                            new Tier(null, parties("80%", "20%"))),
                    null,
                    null,
                    null,
                    null);

    private static List<Party> parties(String creator, String platform) {
        return List.of(new Party("c1", creator), new Party("platform", platform));
    }

    private static List<String> words(String trace) throws Exception {
        Json.Obj json = CanonicalReader.read(trace.getBytes(StandardCharsets.UTF_8));
        return new WorkingInWords(USD, Map.of("K2:1", CONTRACT)).of(json);
    }

    @Test
    void aReleaseOverATierBoundary() throws Exception {
        assertThat(
                        words(
                                "{\"event\":\"e3\",\"kind\":\"fulfil\",\"parts\":[{\"contract\":\"K2\",\"line\":\"1\",\"net\":\"1999\",\"recoup\":[{\"contract\":\"K2\",\"outstanding\":[\"170\",\"0\"]}],\"released\":[\"1000\",\"1999\"],\"remainder\":[\"platform\"],\"reserve\":[{\"party\":\"c1\",\"reserved\":[\"70\",\"148\"]}],\"shares\":[{\"exact\":\"7396/5\",\"party\":\"c1\",\"share\":[\"700\",\"1479\"]},{\"exact\":\"2599/5\",\"party\":\"platform\",\"share\":[\"300\",\"520\"]}],\"slices\":[{\"amount\":\"200\",\"tier\":1},{\"amount\":\"799\",\"tier\":2}],\"tier\":[\"1000\",\"1999\"],\"version\":1}],\"portion\":\"1/1\"}"))
                .containsExactly(
                        "fulfilment e3, 1/1 of the order",
                        "line 1 under contract K2:1, settled net USD 19.99",
                        "  base USD 9.99: released so far USD 10.00 → USD 19.99",
                        "  contract's counter USD 10.00 → USD 19.99",
                        "  USD 2.00 in tier 1, up to USD 12.00: c1 70%, platform 30%",
                        "  USD 7.99 in tier 2: c1 80%, platform 20%",
                        "  c1: exactly 7396/5 minor units = 14.792 → USD 14.79, which is USD 7.79 more than before",
                        "  platform: exactly 2599/5 minor units = 5.198 → USD 5.20, which is USD 2.20 more than before",
                        "  remainder: rounded up for platform",
                        "  held back of c1: USD 0.70 → USD 1.48",
                        "  advance of contract K2 paid down: open USD 1.70 → USD 0.00");
    }

    @Test
    void aRefundOutOfWhatWasReleased() throws Exception {
        assertThat(
                        words(
                                "{\"fx\":\"0\",\"gross\":[\"0\",\"540\"],\"kind\":\"refund\",\"net\":[\"0\",\"500\"],\"parts\":[{\"contract\":\"K2\",\"escrow\":[\"0\",\"0\"],\"line\":\"1\",\"net\":[\"0\",\"500\"],\"released\":[\"0\",\"500\"],\"shares\":[{\"advances\":[{\"amount\":\"200\",\"contract\":\"K2\"}],\"party\":\"c1\",\"payable\":\"133\",\"reserve\":\"37\",\"reversed\":[\"0\",\"370\"]},{\"party\":\"platform\",\"reversed\":[\"0\",\"130\"]}],\"tier\":[\"1999\",\"1499\"],\"version\":1}],\"taxes\":[{\"jurisdiction\":\"US-NY\",\"tax\":[\"0\",\"40\"]}]}"))
                .contains(
                        "  of it tax of US-NY: USD 0.00 → USD 0.40",
                        "  contract K2:1's counter goes back USD 19.99 → USD 14.99",
                        "  c1 gives back: USD 0.00 → USD 3.70",
                        "    payable USD 1.33, held back USD 0.37",
                        "    advance of contract K2 is open again by USD 2.00");
    }

    @Test
    void aGuarantee() throws Exception {
        assertThat(
                        words(
                                "{\"contract\":\"K2\",\"currency\":\"USD\",\"earned\":\"350\",\"kind\":\"guarantee\",\"minimum\":\"1000\",\"payee\":\"c1\",\"period\":\"2026Q1\",\"version\":1}"))
                .containsExactly(
                        "c1 under contract K2:1 in 2026Q1",
                        "  earned, less refunds, before advances: USD 3.50",
                        "  guaranteed: USD 10.00",
                        "  missing: USD 6.50");
    }

    @Test
    void linesThatDoNotLeadToTheSealedRootAreNoProof() {
        List<byte[]> leaves =
                List.of(MerkleTree.leaf(new byte[] {1}), MerkleTree.leaf(new byte[] {2}));
        String root = HexFormat.of().formatHex(MerkleTree.root(leaves));
        Segments.Manifest manifest = new Segments.Manifest(1, "id", root, "");

        assertThat(ExplainDesk.Proof.of(2, 1, leaves, manifest, null).entriesRoot())
                .isEqualTo(root);
        assertThatThrownBy(() -> ExplainDesk.Proof.of(2, 1, leaves.reversed(), manifest, null))
                .hasMessageContaining("sealed is " + root);
    }
}
