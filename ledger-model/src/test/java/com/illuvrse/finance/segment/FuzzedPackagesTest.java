package com.illuvrse.finance.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.illuvrse.finance.canonical.CanonicalFormException;
import com.illuvrse.finance.canonical.Json;
import com.illuvrse.finance.canonical.JsonText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Damaged copies of the sample ledger, by seed, every eighth one sealed again by the holder of the
 * log keys: the verifier refuses each in its own words and in time. What passes after it was sealed
 * again is in the list of what nothing sealed can contradict, {@link #FREE}.
 *
 * <p>Damage that is not sealed again is done to the first two days only, where it is found soonest;
 * what is found there is found in any day.
 *
 * <p>One seed alone: {@code -Dfuzz.seed=4711}; more of them: {@code -Dfuzz.seeds=10000}.
 */
class FuzzedPackagesTest {

    private static final long SEEDS = Long.getLong("fuzz.seeds", 2_500);
    private static final long ONE = Long.getLong("fuzz.seed", -1);
    private static final int CHUNK = 500;
    private static final Duration MOST = Duration.ofSeconds(5);
    private static final List<String> RESEALED =
            List.of("chain.txt", "seals.txt", "payouts.jsonl", "manifest.json", "checkpoint");
    private static final List<String> HOSTILE =
            List.of(
                    "[".repeat(100_000),
                    "{\"a\":".repeat(1000),
                    "{}",
                    "[]",
                    "null",
                    "\"\ud800\"",
                    "\ufeff{}",
                    "{\"a\":1,\"a\":2}",
                    "{\"a\":1e999}",
                    "{\"a\":99999999999999999999}",
                    "{\"a\":-1}",
                    "{\"__proto__\":{}}",
                    "\u0000",
                    "9".repeat(70_000));

    /**
     * What may be anything of its form, by file and member, and why nothing sealed contradicts it.
     */
    private static final Map<String, Set<String>> FREE =
            Map.ofEntries(
                    // words of a person
                    free("ledger.jsonl", ".memo"),
                    free("breaks.jsonl", ".resolution"),
                    // times between draft and release; which of env and attempt a ledger is in;
                    // that a batch was closed may be said on a later day
                    free("payouts.jsonl", ".at", ".statement", ".signature", "rows"),
                    // recorded once by a clock of the ledger, within the day; a promise, a word
                    free("manifest.json", ".sealedAt", ".policy.timestamps", ".note"),
                    free("evidence/stripe_balance.json", ".observedAt"),
                    // digests and names of files that are not sealed
                    free(
                            "settings.json",
                            ".files[].name",
                            ".files[].sha256",
                            ".program.name",
                            ".program.sha256",
                            ".program.version"),
                    // what Stripe alone says
                    free(
                            "evidence/balance_transactions.jsonl",
                            ".available_on",
                            ".reporting_category"),
                    free("evidence/stripe_payouts.jsonl", ".arrivalOn"),
                    // what the feed alone says: names, times before the payment; of an order of one
                    // line without tax that is not delivered, all but what the buyer paid in steps
                    // of the currency
                    free(
                            "evidence/orders.jsonl",
                            ".event",
                            ".occurredAt",
                            ".version",
                            ".total",
                            ".lines[].contract",
                            ".lines[].kind",
                            ".lines[].line",
                            ".lines[].net"),
                    // within what the day's workings use
                    free("evidence/contracts.jsonl", ".validFrom", ".incomeType"));

    private static Map.Entry<String, Set<String>> free(String file, String... members) {
        return Map.entry(file, Set.of(members));
    }

    @TempDir private Path folder;

    private final Map<String, byte[]> good = new TreeMap<>();
    private List<String> names = List.of();
    private List<String> early = List.of();
    private List<String> late = List.of();
    private CopiedLedger all;
    private CopiedLedger begun;
    private CopiedLedger ledger;
    private long seed;

    @Test
    void noDamagedLedgerPassesCrashesOrHangs() {
        Set<String> failures = new TreeSet<>();
        long from = ONE < 0 ? 0 : ONE;
        long to = ONE < 0 ? SEEDS : ONE + 1;
        for (long begin = from; begin < to; begin += CHUNK) {
            long first = begin;
            long end = Math.min(to, begin + CHUNK);
            assertTimeoutPreemptively(
                    Duration.ofMinutes(2),
                    () -> {
                        for (seed = first; seed < end; seed++) {
                            String failure = run(new Random(seed));
                            if (failure != null) {
                                failures.add(failure + " (-Dfuzz.seed=" + seed + ")");
                            }
                        }
                    },
                    () -> "seed " + seed + " does not come to an end: -Dfuzz.seed=" + seed);
        }
        assertThat(failures).isEmpty();
    }

    @BeforeEach
    void remembersTheSample() throws IOException {
        all = new CopiedLedger(folder.resolve("all"));
        begun = new CopiedLedger(folder.resolve("begun"));
        ledger = all;
        for (int segment = 0; segment < 5; segment++) {
            Path root = all.path(segment, "");
            try (var paths = Files.walk(root)) {
                for (Path path : paths.filter(Files::isRegularFile).sorted().toList()) {
                    String file = root.relativize(path).toString();
                    good.put(segment + "/" + file, Files.readAllBytes(path));
                    if (segment > 1) {
                        begun.delete(segment, file);
                    }
                }
            }
            if (segment > 1) {
                for (String gone : List.of("evidence", "keys", "")) {
                    Files.delete(begun.path(segment, gone));
                }
            }
        }
        names = List.copyOf(good.keySet());
        early = names.stream().filter(name -> name.charAt(0) < '2').toList();
        late =
                names.stream()
                        .filter(name -> name.charAt(0) > '2' && !isSealedAnyhow(name))
                        .toList();
    }

    /** Every byte of a day is signed: of each file of the genesis, one in 29 is tried. */
    @Test
    void noByteOfADayMayBeAnother() {
        ledger = begun;
        List<String> accepted = new ArrayList<>();
        for (String name : early.stream().filter(each -> each.charAt(0) == '0').toList()) {
            for (int at = 0; at < good(name).length; at += 29) {
                byte[] bad = good(name).clone();
                bad[at] ^= (byte) (1 << (at % 8));
                ledger.write(0, name.substring(2), bad);
                String failure = verdict(name + " byte " + at, name, false);
                if (failure != null) {
                    accepted.add(failure);
                }
                restore(name);
            }
        }
        assertThat(accepted).isEmpty();
    }

    /** What is wrong with what the verifier says; null when nothing is. */
    private @Nullable String run(Random random) {
        boolean sealed = random.nextInt(8) == 0;
        ledger = sealed ? all : begun;
        List<String> of = sealed ? late : early;
        String name = of.get(random.nextInt(of.size()));
        int segment = name.charAt(0) - '0';
        String file = name.substring(2);
        List<String> written = new ArrayList<>();
        String what = name + " " + damage(random, segment, file, written);
        try {
            if (written.stream().allMatch(this::isGood)) {
                return null;
            }
            return sealed && !isResealed(segment, written) ? null : verdict(what, name, sealed);
        } finally {
            written.forEach(this::restore);
        }
    }

    /** Seals again; not even the holder of the keys can when a file is gone or no JSON. */
    private boolean isResealed(int segment, List<String> written) {
        for (int later = segment; later < 5; later++) {
            for (String each : RESEALED) {
                written.add(later + "/" + each);
            }
        }
        try {
            ledger.reseal(segment);
            return true;
        } catch (RuntimeException e) {
            return false;
        }
    }

    /** Chains, seals and checkpoints are made anew, and registries need root keys. */
    private static boolean isSealedAnyhow(String name) {
        return (RESEALED.contains(name.substring(2))
                        && !name.endsWith("manifest.json")
                        && !name.endsWith("payouts.jsonl"))
                || name.contains("/keys/");
    }

    private @Nullable String verdict(String what, String name, boolean sealed) {
        long begun = System.nanoTime();
        VerificationException refusal = null;
        try {
            ledger.verify();
        } catch (VerificationException e) {
            refusal = e;
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            return what + " ends in " + e;
        }
        if (System.nanoTime() - begun > MOST.toNanos()) {
            return what + " takes too long";
        }
        if (refusal != null) {
            return String.valueOf(refusal.getMessage()).contains("that can be read to its end")
                    ? what + " is refused by chance: " + refusal.getMessage()
                    : null;
        }
        if (!sealed) {
            return what + " passes";
        }
        Set<String> changed = changed(good(name), read(name));
        changed.removeAll(FREE.getOrDefault(name.substring(2), Set.of()));
        changed.remove(".salt"); // follows from a key that is not sealed
        return changed.isEmpty() ? null : what + " passes with other " + changed;
    }

    // ---- damage

    private String damage(Random random, int segment, String file, List<String> written) {
        byte[] bytes = good(segment + "/" + file);
        int kind = random.nextInt(16);
        if (kind == 14) {
            return swap(random, segment, file, written);
        }
        if (kind == 15) {
            return misplace(random, segment, file, written);
        }
        byte[] damaged = damaged(random, kind, bytes);
        written.add(segment + "/" + file);
        ledger.write(segment, file, damaged);
        return "damage " + kind;
    }

    /** Puts another file of this or another day in its place. */
    private String swap(Random random, int segment, String file, List<String> written) {
        String other = names.get(random.nextInt(names.size()));
        written.add(segment + "/" + file);
        ledger.write(segment, file, good(other));
        return "is " + other;
    }

    /** Renames a file, takes it away or empties it. */
    private String misplace(Random random, int segment, String file, List<String> written) {
        written.add(segment + "/" + file);
        switch (random.nextInt(3)) {
            case 0 -> ledger.delete(segment, file);
            case 1 -> ledger.write(segment, file, new byte[0]);
            default -> {
                String renamed = file + (random.nextBoolean() ? "~" : "\u0131");
                written.add(segment + "/" + renamed);
                ledger.move(ledger.path(segment, file), ledger.path(segment, renamed));
            }
        }
        return "misplaced";
    }

    private static byte[] damaged(Random random, int kind, byte[] bytes) {
        int length = bytes.length;
        int at = length == 0 ? 0 : random.nextInt(length);
        int to = Math.min(length, at + 1 + random.nextInt(40));
        byte[] copy = bytes.clone();
        return switch (kind) {
            case 0, 1 -> {
                if (length > 0) {
                    copy[at] ^= (byte) (1 << random.nextInt(8));
                }
                yield copy;
            }
            case 2 -> joined(bytes, 0, at, bytes, to, length);
            case 3 -> joined(bytes, 0, to, bytes, at, length);
            case 4 -> Arrays.copyOf(bytes, at);
            case 5 -> hostile(random, bytes);
            case 6, 7, 8, 9 -> figure(random, copy);
            default -> lines(random, kind, new String(bytes, StandardCharsets.UTF_8));
        };
    }

    private static byte[] joined(byte[] a, int from, int to, byte[] b, int begin, int end) {
        byte[] all = new byte[to - from + end - begin];
        System.arraycopy(a, from, all, 0, to - from);
        System.arraycopy(b, begin, all, to - from, end - begin);
        return all;
    }

    private static byte[] hostile(Random random, byte[] bytes) {
        String text = HOSTILE.get(random.nextInt(HOSTILE.size()));
        byte[] hostile = text.getBytes(StandardCharsets.UTF_8);
        if (random.nextBoolean() || bytes.length == 0) {
            return hostile;
        }
        String whole = new String(bytes, StandardCharsets.UTF_8);
        int line = whole.indexOf('\n', random.nextInt(bytes.length)) + 1;
        return (whole.substring(0, line) + text + "\n" + whole.substring(line))
                .getBytes(StandardCharsets.UTF_8);
    }

    /** Another digit or letter in the place of one, so that it stays readable. */
    private static byte[] figure(Random random, byte[] bytes) {
        for (int tries = 0; tries < 50 && bytes.length > 0; tries++) {
            int at = random.nextInt(bytes.length);
            byte old = bytes[at];
            if (old >= '0' && old <= '9') {
                bytes[at] = (byte) ('0' + random.nextInt(10));
                return bytes;
            }
            if (old >= 'a' && old <= 'z' && random.nextInt(8) == 0) {
                bytes[at] = (byte) ('a' + random.nextInt(26));
                return bytes;
            }
        }
        return bytes;
    }

    /** Lines doubled, left out, exchanged; members moved, left out. */
    private static byte[] lines(Random random, int kind, String text) {
        String by = kind < 13 ? "(?<=\n)" : "(?<=,)";
        List<String> parts = new ArrayList<>(List.of(text.split(by, -1)));
        int at = random.nextInt(parts.size());
        switch (kind) {
            case 10 -> parts.add(at, parts.get(at));
            case 11 -> parts.remove(at);
            default -> parts.add(random.nextInt(parts.size()), parts.remove(at));
        }
        return String.join("", parts).getBytes(StandardCharsets.UTF_8);
    }

    // ---- what changed

    /** Members that differ, row by row; the whole file when the rows are not the same ones. */
    private static Set<String> changed(byte[] before, byte[] after) {
        Set<String> changed = new TreeSet<>();
        List<String> rows = new String(before, StandardCharsets.UTF_8).lines().toList();
        List<String> now = new String(after, StandardCharsets.UTF_8).lines().toList();
        if (rows.size() != now.size()) {
            return new TreeSet<>(Set.of("rows"));
        }
        for (int i = 0; i < rows.size(); i++) {
            if (!rows.get(i).equals(now.get(i))) {
                compare("", parsed(rows.get(i)), parsed(now.get(i)), changed);
            }
        }
        return changed;
    }

    private static Json parsed(String row) {
        try {
            return JsonText.read(row.getBytes(StandardCharsets.UTF_8));
        } catch (CanonicalFormException e) {
            return Json.text(row);
        }
    }

    private static void compare(String where, @Nullable Json a, @Nullable Json b, Set<String> out) {
        if (a instanceof Json.Obj one && b instanceof Json.Obj other) {
            Set<String> names = new TreeSet<>(one.members().keySet());
            names.addAll(other.members().keySet());
            for (String name : names) {
                compare(where + "." + name, one.get(name), other.get(name), out);
            }
        } else if (a instanceof Json.Arr one
                && b instanceof Json.Arr other
                && one.values().size() == other.values().size()) {
            for (int i = 0; i < one.values().size(); i++) {
                compare(where + "[]", one.values().get(i), other.values().get(i), out);
            }
        } else if (a == null || !a.equals(b)) {
            out.add(where);
        }
    }

    // ---- files

    private byte[] good(String name) {
        return good.getOrDefault(name, new byte[0]);
    }

    private byte[] read(String name) {
        return ledger.bytes(name.charAt(0) - '0', name.substring(2));
    }

    private boolean isGood(String name) {
        Path path = ledger.path(name.charAt(0) - '0', name.substring(2));
        return Files.exists(path) == good.containsKey(name)
                && (!Files.exists(path) || Arrays.equals(read(name), good(name)));
    }

    private void restore(String name) {
        try {
            if (good.containsKey(name)) {
                ledger.write(name.charAt(0) - '0', name.substring(2), good(name));
            } else {
                Files.deleteIfExists(ledger.path(name.charAt(0) - '0', name.substring(2)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
