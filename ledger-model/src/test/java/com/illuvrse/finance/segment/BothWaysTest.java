package com.illuvrse.finance.segment;

import static org.assertj.core.api.Assertions.assertThat;

import com.illuvrse.finance.canonical.CanonicalFormException;
import com.illuvrse.finance.canonical.CanonicalJson;
import com.illuvrse.finance.canonical.CanonicalReader;
import com.illuvrse.finance.canonical.Json;
import com.illuvrse.finance.canonical.JsonText;
import com.illuvrse.finance.canonical.NotCanonicalException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * What is read fast, from bytes, is accepted and refused as it is when it is read plainly: by the
 * parser for any JSON, the encoder, and patterns. Over lines of the sample ledger with seeded
 * damage.
 */
class BothWaysTest {

    private static final SegmentFile FILE = new SegmentFile("segment-000001/ledger.jsonl");
    private static final int DAMAGES = 5_000;
    private static final byte[] USUAL =
            "\"\\{}[],:.-/0123456789eabDtrueflsnE+ \u00e9\ufeff\u0301\u0000\t"
                    .getBytes(StandardCharsets.UTF_8);
    private static final Set<String> LINE =
            Set.of(
                    "bookedOn effectiveOn entryId fx late lines memo occurredAt ref reverses salt seq source trace v"
                            .split(" ", -1));
    private static final Set<String> REFS =
            Set.of(
                    "batch bt contract dispute doc journal order payee statement stripe"
                            .split(" ", -1));
    private static final Pattern AMOUNT = Pattern.compile("[1-9][0-9]{0,18}");

    private final Random random = new Random(20261126);

    private static List<byte[]> lines(String file) throws IOException {
        List<byte[]> lines = new ArrayList<>();
        for (int segment = 1; segment <= 4; segment++) {
            String path = "/proof/ledger/segment-00000" + segment + "/" + file;
            try (InputStream stream = BothWaysTest.class.getResourceAsStream(path)) {
                String text =
                        new String(
                                Objects.requireNonNull(stream).readAllBytes(),
                                StandardCharsets.UTF_8);
                text.lines().forEach(line -> lines.add(line.getBytes(StandardCharsets.UTF_8)));
            }
        }
        return lines;
    }

    /** One of: another byte, one more, one less, a piece twice, a piece gone, a member moved. */
    private byte[] damaged(byte[] line) {
        int at = random.nextInt(line.length);
        int to = Math.min(line.length, at + 1 + random.nextInt(12));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int kind = random.nextInt(6);
        if (kind == 5) {
            return moved(line);
        }
        out.write(line, 0, at);
        if (kind == 0 || kind == 1) {
            out.write(USUAL[random.nextInt(USUAL.length)]);
        }
        if (kind == 3) {
            out.write(line, at, to - at);
        }
        int rest = kind == 1 || kind == 3 ? at : kind == 4 ? to : at + 1;
        out.write(line, rest, line.length - rest);
        return out.toByteArray();
    }

    private byte[] moved(byte[] line) {
        String text = new String(line, StandardCharsets.UTF_8);
        List<String> parts = new ArrayList<>(List.of(text.split("(?<=,)", -1)));
        String part = parts.remove(random.nextInt(parts.size()));
        parts.add(random.nextInt(parts.size() + 1), part);
        return String.join("", parts).getBytes(StandardCharsets.UTF_8);
    }

    /** What is wrong with canonical bytes, and their value when nothing is. */
    private record Plain(@Nullable VerificationCode code, Json.@Nullable Obj value) {

        static Plain of(byte[] bytes) {
            try {
                Json.Obj value = JsonText.read(bytes);
                return Arrays.equals(CanonicalJson.bytes(value), bytes)
                        ? new Plain(null, value)
                        : new Plain(VerificationCode.NOT_CANONICAL, null);
            } catch (NotCanonicalException e) {
                return new Plain(VerificationCode.NOT_CANONICAL, null);
            } catch (CanonicalFormException e) {
                return new Plain(
                        e.isReadable()
                                ? VerificationCode.NOT_CANONICAL
                                : VerificationCode.MALFORMED,
                        null);
            }
        }
    }

    @Test
    void rowsAreReadAsThePlainParserReadsThem() throws IOException {
        CanonicalReader reader = new CanonicalReader();
        List<byte[]> rows = new ArrayList<>(lines("evidence/orders.jsonl"));
        rows.addAll(lines("evidence/balance_transactions.jsonl"));
        int accepted = 0;
        for (int i = 0; i < DAMAGES; i++) {
            byte[] row = rows.get(random.nextInt(rows.size()));
            byte[] bytes = i % 4 == 0 ? row : damaged(row);
            Plain plain = Plain.of(bytes);
            Json.Obj value = null;
            VerificationCode code = null;
            try {
                value = reader.object(bytes, 0, bytes.length);
            } catch (CanonicalFormException e) {
                code = FILE.refuse("", e).code();
            }

            assertThat(value).as(text(bytes)).isEqualTo(plain.value());
            assertThat(code).as(text(bytes)).isEqualTo(plain.code());
            accepted += value == null ? 0 : 1;
        }
        assertThat(accepted).isBetween(DAMAGES / 4, DAMAGES / 4 * 3);
    }

    @Test
    void linesAreAcceptedAndRefusedAsPlainRulesSay() throws IOException {
        List<byte[]> lines = lines("ledger.jsonl");
        LedgerLine reader = new LedgerLine(new Places());
        int accepted = 0;
        for (int i = 0; i < DAMAGES; i++) {
            byte[] line = lines.get(random.nextInt(lines.size()));
            byte[] bytes = i % 4 == 0 ? line : damaged(line);
            Plain plain = Plain.of(bytes);
            VerificationCode expected = plain.code();
            if (plain.value() != null && !isLine(plain.value())) {
                expected = VerificationCode.MALFORMED;
            }
            VerificationCode found = null;
            try (LineReader file = new LineReader(FILE, new ByteArrayInputStream(ended(bytes)))) {
                assertThat(file.next()).isTrue();
                reader.read(FILE, file);
            } catch (VerificationException e) {
                found = e.code();
            }

            assertThat(found).as(text(bytes)).isEqualTo(expected);
            accepted += found == null ? 1 : 0;
        }
        assertThat(accepted).isBetween(DAMAGES / 4, DAMAGES / 4 * 3);
    }

    private static byte[] ended(byte[] line) {
        byte[] ended = Arrays.copyOf(line, line.length + 1);
        ended[line.length] = '\n';
        return ended;
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static boolean isLine(Json.Obj line) {
        Set<String> needed = new HashSet<>(LINE);
        needed.removeAll(Set.of("fx", "late", "memo", "reverses", "trace"));
        return LINE.containsAll(line.members().keySet())
                && line.members().keySet().containsAll(needed)
                && isWritten(line.get("bookedOn"), 10)
                && isWritten(line.get("effectiveOn"), 10)
                && isWritten(line.get("entryId"), 36)
                && isWritten(line.get("occurredAt"), 24)
                && (line.get("reverses") == null || isWritten(line.get("reverses"), 36))
                && (line.get("fx") == null || isTexts(line.get("fx"), null))
                && (line.get("late") == null || new Json.Bool(true).equals(line.get("late")))
                && (line.get("memo") == null || line.get("memo") instanceof Json.Text)
                && isTexts(line.get("ref"), REFS)
                && isOf(Scalar.SALT, line.get("salt"))
                && line.get("seq") instanceof Json.Num
                && isSource(line.get("source"))
                && (line.get("trace") == null || isOf(TraceShapes.TRACE, line.get("trace")))
                && new Json.Num(1).equals(line.get("v"))
                && line.get("lines") instanceof Json.Arr parts
                && parts.values().stream().allMatch(BothWaysTest::isPart);
    }

    private static boolean isPart(Json part) {
        return part instanceof Json.Obj object
                && object.members().keySet().equals(Set.of("account", "amount", "currency", "side"))
                && isOf(Scalar.ACCOUNT, object.get("account"))
                && isOf(Scalar.CURRENCY, object.get("currency"))
                && object.get("amount") instanceof Json.Text amount
                && AMOUNT.matcher(amount.value()).matches()
                && new BigInteger(amount.value()).bitLength() < 64
                && Set.of(Json.text("D"), Json.text("C")).contains(object.get("side"));
    }

    private static boolean isWritten(@Nullable Json value, int bytes) {
        return value instanceof Json.Text text && written(text).length == bytes;
    }

    private static byte[] written(Json.Text text) {
        byte[] quoted = new CanonicalJson().quoted(text.value()).toByteArray();
        return Arrays.copyOfRange(quoted, 1, quoted.length - 1);
    }

    private static boolean isSource(@Nullable Json value) {
        return value instanceof Json.Text text
                && Pattern.matches(
                        "[!-~]{1,255}", new String(written(text), StandardCharsets.ISO_8859_1));
    }

    private static boolean isTexts(@Nullable Json value, @Nullable Set<String> names) {
        return value instanceof Json.Obj object
                && (names == null || names.containsAll(object.members().keySet()))
                && object.members().values().stream().allMatch(Json.Text.class::isInstance);
    }

    private static boolean isOf(ShapeRule rule, @Nullable Json value) {
        try {
            rule.check(Objects.requireNonNull(value), "");
            return true;
        } catch (ShapeException e) {
            return false;
        }
    }

    @Test
    void scalarsAreWhatTheirPatternsSay() {
        Map<Scalar, Predicate<String>> plain =
                Map.of(
                        Scalar.INSTANT,
                        text ->
                                text.matches(
                                                "[0-9]{4}-[0-9]{2}-[0-9]{2}T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]\\.[0-9]{3}Z")
                                        && isDate(text.substring(0, 10)),
                        Scalar.DATE,
                        BothWaysTest::isDate,
                        Scalar.FRACTION,
                        BothWaysTest::isFraction,
                        Scalar.DECIMAL,
                        text -> text.matches("(0|[1-9][0-9]{0,17})(\\.[0-9]{1,30})?"));
        Map<Scalar, List<String>> samples =
                Map.of(
                        Scalar.INSTANT,
                        List.of("2026-11-01T05:30:00.000Z", "2024-02-29T23:59:59.999Z"),
                        Scalar.DATE,
                        List.of("2026-11-30", "2024-02-29", "0000-12-31", "1900-02-28"),
                        Scalar.FRACTION,
                        List.of(
                                "700/1",
                                "-7/3",
                                "0/1",
                                "9".repeat(40) + "/7",
                                "1/" + "1".repeat(18)),
                        Scalar.DECIMAL,
                        List.of("0", "0.5", "123456789012345678.1", "10"));

        plain.forEach(
                (scalar, rule) -> {
                    for (int i = 0; i < DAMAGES; i++) {
                        List<String> of = Objects.requireNonNull(samples.get(scalar));
                        String text = of.get(random.nextInt(of.size()));
                        for (int times = random.nextInt(3); times > 0 && !text.isEmpty(); times--) {
                            text = text(damaged(text.getBytes(StandardCharsets.UTF_8)));
                        }
                        assertThat(scalar.accepts(text))
                                .as("%s %s", scalar, text)
                                .isEqualTo(rule.test(text));
                    }
                });
    }

    private static boolean isDate(String text) {
        if (!text.matches("[0-9]{4}-[0-9]{2}-[0-9]{2}")) {
            return false;
        }
        try {
            return LocalDate.parse(text).toString().equals(text);
        } catch (DateTimeException e) {
            return false;
        }
    }

    private static boolean isFraction(String text) {
        if (!text.matches("(0|-?[1-9][0-9]{0,99})/[1-9][0-9]{0,99}")) {
            return false;
        }
        int slash = text.indexOf('/');
        return new BigInteger(text.substring(0, slash))
                .gcd(new BigInteger(text.substring(slash + 1)))
                .equals(BigInteger.ONE);
    }

    @Test
    void anObjectHasItsShapeWhenItHasWhatItMustAndNothingElse() {
        for (int i = 0; i < DAMAGES; i++) {
            Shape shape = Shape.object();
            Set<String> must = new HashSet<>();
            Set<String> may = new HashSet<>();
            Json.Builder object = Json.object();
            Set<String> has = new HashSet<>();
            boolean isNumber = true;
            for (String name : List.of("a", "aa", "b", "c", "d")) {
                switch (random.nextInt(5)) {
                    case 0, 1 -> {
                        shape.must(name, Shape.NUMBER);
                        must.add(name);
                    }
                    case 2, 3 -> {
                        shape.may(name, Shape.NUMBER);
                        may.add(name);
                    }
                    default -> {}
                }
                if (random.nextInt(5) < (must.contains(name) ? 4 : may.contains(name) ? 2 : 1)) {
                    boolean number = random.nextInt(12) > 0;
                    object.put(name, number ? Json.number(1) : Json.text("1"));
                    isNumber &= number;
                    has.add(name);
                }
            }
            Set<String> known = new HashSet<>(must);
            known.addAll(may);

            assertThat(isOf(shape, object.build()))
                    .as("%s of %s and %s", object.build(), must, may)
                    .isEqualTo(isNumber && has.containsAll(must) && known.containsAll(has));
        }
    }
}
