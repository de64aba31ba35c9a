package com.illuvrse.finance.jobs.marketplace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.illuvrse.finance.royalty.Contract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProposedContractsTest {

    @TempDir Path folder;

    private static String line(String contract, int version, int share) {
        return """
        {"type":"contract","contract":"%s","version":%d,"validFrom":"2026-01-01","validTo":null,"parties":[{"payee":"c1","share":"%d%%"},{"payee":"platform","share":"%d%%"}],"incomeType":"royalty"}
        """
                .formatted(contract, version, share, 100 - share);
    }

    private static String end(int lines) {
        return "{\"type\":\"end\",\"count\":%d}\n".formatted(lines);
    }

    private ProposedContracts read(String name, String content) throws IOException {
        return ProposedContracts.read(Files.writeString(folder.resolve(name), content));
    }

    private void refused(String content, String... sentences) {
        assertThatThrownBy(() -> read("f.jsonl", content))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(sentences);
    }

    @Test
    void proposedVersionsStandAmongThoseThatWereTold() throws IOException {
        ProposedContracts proposed =
                read(
                        "f.jsonl",
                        line("ct-2", 1, 80)
                                + line("ct-2", 3, 81)
                                + line("ct-0", 1, 82)
                                + line("ct-9", 1, 83)
                                + end(4));
        List<String> seen = new ArrayList<>();
        ProposedContracts.Merge merge =
                proposed.into(
                        each -> seen.add(name(each) + " " + each.parties().getFirst().share()));
        for (String told : List.of(line("ct-1", 1, 50), line("ct-2", 1, 50), line("ct-2", 2, 50))) {
            merge.told(FeedContract.read(told));
        }
        merge.end();

        assertThat(seen)
                .containsExactly(
                        "ct-0:1 82%",
                        "ct-1:1 50%", "ct-2:1 80%", "ct-2:2 50%", "ct-2:3 81%", "ct-9:1 83%");
        assertThat(proposed.of(List.of("ct-2")).names()).containsExactly("ct-2:1", "ct-2:3");
    }

    private static String name(Contract contract) {
        return contract.contract() + ":" + contract.version();
    }

    @Test
    void aFileThatTheFeedWouldRefuseIsRefused() {
        refused(line("ct-1", 1, 80), "expected the last line to be an end line");
        refused(line("ct-1", 1, 80) + end(2), "found count 2 after 1 lines");
        refused("", "found an empty file");
        refused(end(0), "expected a contract, found a file without one");
        assertThatThrownBy(() -> read("f.json", end(0)))
                .hasMessageContaining("expected a file whose name ends in .jsonl or .jsonl.gz");
        assertThatThrownBy(() -> ProposedContracts.read(folder.resolve("none.jsonl")))
                .hasMessageContaining("found no file at");
    }

    @Test
    void everyLineThatIsNoContractIsNamed() {
        refused(
                "{\"type\":\"payee\"}\n"
                        + line("ct-1", 1, 80)
                        + line("ct-1", 1, 80)
                        + line("ct-1", 1, 81)
                        + line("ct-2", 1, 80).replace("royalty", "rent")
                        + end(5),
                "is refused: line 1: expected",
                "; line 4: contract ct-1:1 is there with other content and a version never changes;"
                        + " send what has changed as a higher version",
                "; line 5: expected royalty, service or sale in \"incomeType\", found \"rent\"");
    }

    /** As in the feed: such a contract is known, and its orders wait. */
    @Test
    void aContractThatCannotBeFollowedIsTriedOutAllTheSame() throws IOException {
        ProposedContracts proposed =
                read("f.jsonl", line("ct-1", 1, 80).replace("\"20%\"", "\"19%\"") + end(1));

        assertThat(proposed.versions()).hasSize(1);
        assertThat(proposed.versions().getFirst().problem()).isPresent();
    }
}
