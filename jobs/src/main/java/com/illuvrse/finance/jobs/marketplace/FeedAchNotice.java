package com.illuvrse.finance.jobs.marketplace;

import com.illuvrse.finance.exporters.payment.NachaReader;
import com.illuvrse.finance.exporters.payment.NachaReader.Entry;
import com.illuvrse.finance.exporters.payment.PaymentFileException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the ACH network says of credits of ours: they came back (addenda 99), or they were paid and
 * something should be written otherwise next time (addenda 98, a notification of change).
 *
 * <p>Such files hold names and account numbers. None is kept: a line is what is said here.
 *
 * @param originalTrace trace number of our entry
 * @param reason such as {@code R01}, of a change {@code C01}
 * @param amount in cents, 0 of a change
 */
public record FeedAchNotice(String originalTrace, String reason, long amount, boolean isChange) {

    public FeedAchNotice {
        String expected = isChange ? "C[0-9]{2}" : "R[0-9]{2}";
        if (!originalTrace.matches("[0-9]{15}") || !reason.matches(expected)) {
            throw new IllegalArgumentException(
                    "expected a reason such as %s and the 15 digits of our trace number in the addenda, found \"%s\""
                            .formatted(isChange ? "C01" : "R01", reason));
        }
        if (isChange != (amount == 0) || amount < 0) {
            throw new IllegalArgumentException(
                    isChange
                            ? "expected a change without an amount, found " + amount
                            : "expected a return with an amount, found " + amount);
        }
    }

    /**
     * Tells every entry of a file as a plain line and returns how many there are.
     *
     * @throws IOException when it is no NACHA file, or one that does not add up
     */
    static int read(byte[] file, Consumer<FeedLine> consumer) throws IOException {
        List<Entry> entries;
        try {
            entries = NachaReader.read(file);
        } catch (PaymentFileException e) {
            throw new IOException(e.getMessage(), e);
        }
        for (Entry entry : entries) {
            consumer.accept(
                    new FeedLine(
                            entry.line(), line(entry).toString().getBytes(StandardCharsets.UTF_8)));
        }
        return entries.size();
    }

    private static ObjectNode line(Entry entry) {
        ObjectNode line = FeedJson.newObject();
        line.put("type", "ach");
        line.put("code", entry.code());
        line.put("addenda", entry.addenda().size());
        if (entry.addenda().size() == 1) {
            String addendum = entry.addenda().getFirst();
            line.put("kind", addendum.substring(1, 3));
            line.put("reason", addendum.substring(3, 6));
            line.put("originalTrace", addendum.substring(6, 21));
        }
        line.put("amount", entry.amount());
        return line;
    }

    /** Reads one line; an entry that is neither a return nor a change is refused. */
    public static FeedAchNotice read(String text) {
        JsonNode line = FeedJson.read(text);
        FeedJson.requireType(line, "ach");
        String kind = FeedJson.textOrNull(line, "kind");
        if (!"98".equals(kind) && !"99".equals(kind)) {
            throw new IllegalArgumentException(
                    String.format(
                            Locale.ROOT,
                            "expected a return (one addenda 99) or a notification of change (one addenda 98), found an entry of code %s with %d addenda",
                            FeedJson.text(line, "code"),
                            FeedJson.whole(line, "addenda")));
        }
        String code = FeedJson.text(line, "code");
        if (!code.equals("21") && !code.equals("31")) {
            throw new IllegalArgumentException(
                    "expected a credit that comes back (21 or 31), found an entry of code " + code);
        }
        return new FeedAchNotice(
                FeedJson.text(line, "originalTrace"),
                FeedJson.text(line, "reason"),
                FeedJson.minor(line, "amount"),
                "98".equals(kind));
    }
}
