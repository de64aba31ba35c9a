package com.illuvrse.finance.exporters.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The shell blocks of AUDITOR.md do what the page says: pass on a good ledger, fail on another. */
final class AuditorPageTest {

    private static final Pattern BLOCK =
            Pattern.compile(
                    "^### ([^\n]+)$|^```sh\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);
    private static final String DAY = "segment-000001/";
    private static final String LEDGER = DAY + "ledger.jsonl";
    private static final String MANIFEST = DAY + "manifest.json";
    private static final String SIGNATURE = DAY + "sig/finance-lead.p7s";
    private static final String REGISTRY = "segment-000004/keys/registry-0002.note";
    private static final String HEAD = "{\"head\":{\"size\":2,\"root\":\"00\"},\n";
    private static final String REVOKED =
            "\"fromSegment\":4,\"revoked\":{\"reason\":\"lost\",\"since\":\"x\"},\"vkey";

    private static Map<String, String> blocks = Map.of();

    @TempDir private Path folder;

    @BeforeAll
    static void readsThePage() throws IOException {
        for (String tool : List.of("bash", "sha256sum", "openssl", "jq", "xxd", "awk")) {
            requireInstalled(tool);
        }
        blocks = new LinkedHashMap<>();
        Matcher found = BLOCK.matcher(Files.readString(Path.of("AUDITOR.md")));
        String heading = "";
        while (found.find()) {
            if (found.group(1) != null) {
                heading = found.group(1);
            } else {
                blocks.merge(heading, found.group(2), String::concat);
            }
        }
    }

    private static void requireInstalled(String tool) {
        boolean installed = true;
        try {
            new ProcessBuilder(tool, "--version")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException absent) {
            installed = false;
            System.err.println("SKIPPED: " + tool + " is not installed, AUDITOR.md is not tried");
        }
        Assumptions.assumeTrue(installed, tool + " is not installed");
    }

    @Test
    void everyBlockPassesOnALedgerThatIsGood() throws Exception {
        SampleLedger ledger = SampleLedger.copiedTo(folder.resolve("ledger")).attested();

        String said = run(ledger, String.join("", blocks.values()));

        assertThat(said.lines())
                .containsExactly(
                        "0 files: 5 days up to 2026-11-02",
                        "canonical form: as jq writes it",
                        "chain: head 5:246c53506aabbccc75ce7551224d9fdca63e757940b572598215b100234d7792",
                        "entries: roots recomputed, 0 days left out as too long",
                        "keys: 2 versions of the registry",
                        "checkpoints: signed up to segment-000004",
                        "seals: every signature file that is listed is the one that was there",
                        "entries balance: 22 entries",
                        "balances: 30 accounts roll forward and add up to 0",
                        "signatures of persons: 1",
                        "time stamps: 1",
                        "witnesses: 1 days");
    }

    @TestFactory
    Stream<DynamicTest> everyBlockBites() {
        Damage damage = new Damage();
        damage.of("Files", "a file differs", it -> it.flip(LEDGER, 300));
        damage.of(
                "Files",
                "does not follow",
                it -> it.swap(MANIFEST, "segment-000002/manifest.json"));
        damage.of("Files", "too many", it -> it.write(DAY + "evidence/more.jsonl", new byte[0]));
        damage.of("Files", "is missing", it -> it.move("segment-000002", "segment-000009"));
        damage.of("Canonical form", "jsonl file", it -> it.replace(LEDGER, "\"v\":1", "\"v\": 1"));
        damage.of(
                "Canonical form", "json file", it -> it.replace(MANIFEST, "{\"bytes", "{ \"bytes"));
        damage.of("Chain", "number", it -> it.swap(MANIFEST, "segment-000002/manifest.json"));
        damage.of(
                "Chain", "segment-000002: chain.txt", it -> it.replace(MANIFEST, "daily", "DAILY"));
        damage.of("Chain", "chain.txt", it -> it.flip("segment-000003/chain.txt", 70));
        damage.of("Chain", "genesis", it -> it.replace("trust.json", "79094b79", "79094b78"));
        damage.of("Chain", "pinned head", it -> it.replace("trust.json", "{\n", HEAD));
        damage.of(
                "Chain",
                "count",
                it ->
                        it.edit(
                                LEDGER,
                                text -> text + text.lines().findFirst().orElseThrow() + "\n"));
        damage.of("Entries", "entries.root", it -> it.flip(LEDGER, 300));
        damage.of(
                "Keys",
                "not the pinned ones",
                it -> it.replace("trust.json", "30ee78ea", "30ee78eb"));
        damage.of("Keys", "before it", it -> it.replace(REGISTRY, "MO546mjX", "MO546mjY"));
        damage.of(
                "Keys",
                "before it",
                it -> it.edit(REGISTRY, text -> text.replace("finance-lead", "finance-head")));
        damage.of(
                "Checkpoints",
                "over something else",
                it -> it.swap(DAY + "checkpoint", "segment-000002/checkpoint"));
        damage.of(
                "Checkpoints",
                "not signed",
                it ->
                        it.edit(
                                DAY + "checkpoint",
                                text ->
                                        text.substring(0, text.length() - 12)
                                                + "AAAA"
                                                + text.substring(text.length() - 8)));
        damage.of(
                "Checkpoints",
                "revoked",
                it -> it.replace(REGISTRY, "\"fromSegment\":4,\"vkey", REVOKED));
        damage.of(
                "Seals",
                "not the one that was sealed",
                it -> it.swap(DAY + "checkpoint", "segment-000002/checkpoint"));
        damage.of(
                "Seals",
                "is not sealed",
                it -> it.swap("segment-000002/seals.txt", "segment-000003/seals.txt"));
        damage.of(
                "Entries balance",
                "is off by",
                it -> it.replace(LEDGER, "\"amount\":\"999\"", "\"amount\":\"998\""));
        damage.of("Entries balance", "has seq", it -> it.replace(LEDGER, "\"seq\":3", "\"seq\":4"));
        damage.of(
                "Entries balance",
                "booked twice",
                it -> it.replace(LEDGER, "fulfil:o-101:2", "fulfil:o-101:1"));
        damage.of(
                "Balances",
                "does not move",
                it -> it.replace(LEDGER, "\"amount\":\"999\"", "\"amount\":\"998\""));
        damage.of(
                "Balances",
                "opens with",
                it ->
                        it.replace(
                                "segment-000003/balances.jsonl",
                                "\"opening\":\"200\"",
                                "\"opening\":\"201\""));
        damage.of("Balances", "add up to", AuditorPageTest::withMoneyFromNowhere);
        damage.of(
                "Signatures of persons",
                "over the manifest",
                it -> it.replace(MANIFEST, "2026-10-30", "2026-10-29"));
        damage.of("Signatures of persons", "over the manifest", it -> it.flip(SIGNATURE, 700));
        damage.of(
                "Signatures of persons",
                "no key of",
                it -> it.move(SIGNATURE, DAY + "sig/security-engineer.p7s"));
        damage.of(
                "Signatures of persons",
                "has not signed",
                it ->
                        it.replace(
                                "trust.json",
                                "SEALED\"",
                                "ATTESTED\",\"roles\":[\"finance-lead\"]"));
        damage.of("Time stamps", "pinned authority", it -> it.flip(SIGNATURE, 700));
        damage.of(
                "Time stamps",
                "after the seal",
                it ->
                        it.replace(
                                "trust.json",
                                "\"timestamps\"",
                                "\"attestWithinHours\":0,\"timestamps\""));
        damage.of("Time stamps", "no time stamp", it -> it.move(DAY + "tst", DAY + "elsewhere"));
        damage.of("Witnesses", "another checkpoint", it -> it.flip(DAY + "wit/checkpoint", 3));
        damage.of(
                "Witnesses",
                "0 good",
                it ->
                        it.edit(
                                DAY + "wit/checkpoint",
                                text -> text.replace("6A81wQAAAABq5ZV0", "6A81wQAAAABq5ZV1")));

        assertThat(damage.blocks())
                .as("a block that nothing breaks")
                .containsAll(blocks.keySet().stream().skip(1).toList());
        return damage.tests();
    }

    private final class Damage {

        private final List<DynamicTest> tests = new ArrayList<>();
        private final Set<String> blocks = new HashSet<>();

        /** A copy that is damaged so, which the block must refuse with such a sentence. */
        void of(String block, String sentence, UnaryOperator<SampleLedger> change) {
            blocks.add(block);
            Path copy = folder.resolve("damaged-" + tests.size());
            tests.add(
                    dynamicTest(
                            block + " says " + sentence,
                            () -> refuses(copy, block, sentence, change)));
        }

        Set<String> blocks() {
            return blocks;
        }

        Stream<DynamicTest> tests() {
            return tests.stream();
        }
    }

    private static void refuses(
            Path copy, String block, String sentence, UnaryOperator<SampleLedger> change)
            throws Exception {
        SampleLedger ledger = change.apply(SampleLedger.copiedTo(copy).attested());

        String said = run(ledger, blocks.get("Tools") + blocks.get(block));

        assertThat(said).startsWith("1 ").contains("WRONG ").contains(sentence);
    }

    /** An entry and the account's row agree with each other, and with nothing else. */
    private static SampleLedger withMoneyFromNowhere(SampleLedger ledger) {
        return ledger.replace(LEDGER, "K2\",\"amount\":\"800\"", "K2\",\"amount\":\"801\"")
                .edit(
                        DAY + "balances.jsonl",
                        rows ->
                                rows.replace(
                                                "\"debit\":\"1000\",\"opening\":\"0\"",
                                                "\"debit\":\"1001\",\"opening\":\"0\"")
                                        .replace(
                                                "K2\",\"closing\":\"200\"",
                                                "K2\",\"closing\":\"201\""));
    }

    private static String run(SampleLedger ledger, String script)
            throws IOException, InterruptedException {
        Path file = ledger.path("audit.sh");
        Files.writeString(file, script);
        ProcessBuilder bash =
                new ProcessBuilder("bash", "-eu", file.toString())
                        .directory(ledger.folder().toFile())
                        .redirectErrorStream(true);
        bash.environment().put("NOW", "2026-11-26");
        Process process = bash.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return process.waitFor() + " " + said;
    }
}
