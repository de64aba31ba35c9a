package com.illuvrse.finance.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.illuvrse.finance.canonical.JsonFiles;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class MerkleTreeTest {

    private static final HexFormat HEX = HexFormat.of();
    private static final JsonNode VECTORS = JsonFiles.read("proof/rfc6962.json");
    private static final List<byte[]> LEAVES = leaves(7);

    private static List<byte[]> leaves(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> MerkleTree.leaf(("L" + i).getBytes(StandardCharsets.US_ASCII)))
                .toList();
    }

    private static List<String> hex(List<byte[]> hashes) {
        return hashes.stream().map(HEX::formatHex).toList();
    }

    private static List<String> path(JsonNode vector) {
        return vector.path("path").valueStream().map(JsonNode::stringValue).toList();
    }

    @Test
    void hashesLeavesAsTheVectors() {
        List<String> expected =
                VECTORS.path("leafHashes").valueStream().map(JsonNode::stringValue).toList();

        assertThat(hex(LEAVES)).isEqualTo(expected);
    }

    @Test
    void rootsOfEverySizeAreThoseOfTheVectors() {
        MerkleTree growing = new MerkleTree();

        for (int size = 0; size <= LEAVES.size(); size++) {
            String expected = VECTORS.path("roots").path(Integer.toString(size)).stringValue();
            assertThat(HEX.formatHex(growing.root())).isEqualTo(expected);
            assertThat(HEX.formatHex(MerkleTree.root(LEAVES.subList(0, size)))).isEqualTo(expected);
            assertThat(growing.size()).isEqualTo(size);
            if (size < LEAVES.size()) {
                growing.add(LEAVES.get(size));
            }
        }
    }

    @Test
    void inclusionPathsAreThoseOfTheVectorsAndLeadToTheRoot() {
        for (JsonNode vector : VECTORS.path("inclusion")) {
            int leaf = vector.path("leaf").intValue();
            int size = vector.path("size").intValue();
            List<byte[]> tree = LEAVES.subList(0, size);

            List<byte[]> path = MerkleTree.inclusionPath(leaf, tree);

            assertThat(hex(path)).isEqualTo(path(vector));
            assertThat(MerkleTree.rootOfPath(tree.get(leaf), leaf, size, path))
                    .isEqualTo(MerkleTree.root(tree));
        }
    }

    @Test
    void consistencyPathsAreThoseOfTheVectors() {
        for (JsonNode vector : VECTORS.path("consistency")) {
            List<byte[]> tree = LEAVES.subList(0, vector.path("to").intValue());

            List<byte[]> path = MerkleTree.consistencyPath(vector.path("from").intValue(), tree);

            assertThat(hex(path)).isEqualTo(path(vector));
        }
    }

    @Test
    void refusesAPathOfAnotherLength() {
        for (int size = 1; size <= 70; size++) {
            List<byte[]> tree = leaves(size);
            for (int leaf = 0; leaf < size; leaf++) {
                List<byte[]> path = MerkleTree.inclusionPath(leaf, tree);
                List<byte[]> longer = new ArrayList<>(path);
                longer.add(tree.getFirst());
                byte[] hash = tree.get(leaf);
                int index = leaf;
                int count = size;

                assertThat(MerkleTree.rootOfPath(hash, leaf, size, path))
                        .isEqualTo(MerkleTree.root(tree));
                assertThatThrownBy(() -> MerkleTree.rootOfPath(hash, index, count, longer))
                        .hasMessageContaining("does not have " + longer.size() + " hashes");
                if (!path.isEmpty()) {
                    List<byte[]> shorter = path.subList(0, path.size() - 1);
                    assertThatThrownBy(() -> MerkleTree.rootOfPath(hash, index, count, shorter))
                            .hasMessageContaining("does not have " + shorter.size() + " hashes");
                }
            }
        }
    }

    @Test
    void anotherPlaceOfALeafLeadsToAnotherRoot() {
        List<byte[]> path = MerkleTree.inclusionPath(2, LEAVES);

        byte[] root = MerkleTree.rootOfPath(LEAVES.get(2), 3, 7, path);

        assertThat(root).isNotEqualTo(MerkleTree.root(LEAVES));
    }

    @Test
    void refusesLeavesOutsideTheTreeAndThingsThatAreNoHash() {
        byte[] leaf = LEAVES.getFirst();

        assertThatThrownBy(() -> MerkleTree.inclusionPath(7, LEAVES))
                .hasMessage("leaf 7 is not one of 7");
        assertThatThrownBy(() -> MerkleTree.rootOfPath(leaf, -1, 7, List.of()))
                .hasMessage("leaf -1 is not one of 7");
        assertThatThrownBy(() -> MerkleTree.consistencyPath(8, LEAVES))
                .hasMessage("a tree of 8 is no beginning of one of 7");
        assertThatThrownBy(() -> new MerkleTree().add(new byte[31]))
                .hasMessage("a hash has 32 bytes, found 31");
    }
}
