package com.illuvrse.finance.segment;

import static org.assertj.core.api.Assertions.assertThat;

import com.illuvrse.finance.canonical.CanonicalJson;
import com.illuvrse.finance.canonical.JsonFiles;
import com.illuvrse.finance.journal.JournalEntry;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Every hash and path of the sample ledger, from its entries on. */
class SampleHashesTest {

    private static final HexFormat HEX = HexFormat.of();
    private static final JsonNode SEGMENTS = JsonFiles.read("proof/hashes.json").path("segments");

    private static List<String> texts(JsonNode array) {
        return array.valueStream().map(JsonNode::stringValue).toList();
    }

    private static List<String> hex(List<byte[]> hashes) {
        return hashes.stream().map(HEX::formatHex).toList();
    }

    @Test
    void entriesHaveTheirHashesAndPaths() {
        EntryLine lines = new EntryLine(SampleDay.salts());
        MerkleTree tree = new MerkleTree();

        for (JsonNode segment : SEGMENTS) {
            SampleDay day = new SampleDay(segment.path("segment").intValue());
            List<byte[]> hashes = new ArrayList<>();
            for (JournalEntry entry : day.entries()) {
                JsonNode expected = segment.path("entries").path(hashes.size());
                CanonicalJson line =
                        lines.write(entry, entry.id(), expected.path("seq").longValue());
                byte[] hash = tree.addLine(line);

                assertThat(line.length()).isEqualTo(expected.path("bytes").intValue());
                assertThat(HEX.formatHex(hash)).isEqualTo(expected.path("entryHash").stringValue());
                hashes.add(hash);
            }
            for (int index = 0; index < hashes.size(); index++) {
                assertThat(hex(MerkleTree.inclusionPath(index, hashes)))
                        .isEqualTo(texts(segment.path("entries").path(index).path("path")));
            }
        }
        assertThat(tree.size()).isEqualTo(22);
    }

    @Test
    void theLogHasItsLeavesRootsAndPaths() {
        List<byte[]> leaves = new ArrayList<>();
        for (JsonNode segment : SEGMENTS) {
            assertThat(HEX.formatHex(MerkleTree.root(leaves)))
                    .isEqualTo(segment.path("logRootBefore").stringValue());
            leaves.add(MerkleTree.leaf(HEX.parseHex(segment.path("manifestId").stringValue())));
            assertThat(HEX.formatHex(leaves.getLast()))
                    .isEqualTo(segment.path("logLeaf").stringValue());
        }

        for (int i = 0; i < leaves.size(); i++) {
            JsonNode segment = SEGMENTS.path(i);
            assertThat(hex(MerkleTree.inclusionPath(i, leaves)))
                    .isEqualTo(texts(segment.path("logPathInSize5")));
            assertThat(hex(MerkleTree.consistencyPath(i + 1, leaves)))
                    .isEqualTo(texts(segment.path("consistencyTo5")));
        }
    }
}
