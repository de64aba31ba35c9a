package com.illuvrse.finance.sandbox.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

class StateLogTest {
    @TempDir Path folder;

    private static ObjectNode line(int number) {
        ObjectNode line = Json.object();
        line.put("number", number);
        return line;
    }

    private List<Integer> read() throws IOException {
        List<Integer> numbers = new ArrayList<>();
        try (StateLog log =
                StateLog.open(folder, line -> numbers.add(line.path("number").intValue()))) {
            assertThat(log).isNotNull();
        }
        return numbers;
    }

    private void append(int number) throws IOException {
        try (StateLog log = StateLog.open(folder, line -> {})) {
            log.append(line(number));
        }
    }

    @Test
    void keepsItsLines() throws IOException {
        append(1);
        append(2);

        assertThat(read()).containsExactly(1, 2);
    }

    @Test
    void removesALineThatACrashCutOff() throws IOException {
        append(1);
        Files.writeString(folder.resolve("done.jsonl"), "{\"number\":2", StandardOpenOption.APPEND);

        List<Integer> afterTheCrash = read();
        append(3);

        assertThat(afterTheCrash).containsExactly(1);
        assertThat(read()).containsExactly(1, 3);
    }

    @Test
    void belongsToOneServer() throws IOException {
        try (StateLog log = StateLog.open(folder, line -> {})) {
            log.append(line(1));

            assertThatThrownBy(this::read)
                    .hasMessage(
                            folder + " is used by another Stripe stand-in; stop that one first");
        }
    }

    @Test
    void aServerOnABrokenDataFolderNamesTheLine() throws IOException {
        StripeData data =
                new StripeData(folder.resolve("data"))
                        .row("txn_1", "2026-01-01T11:00:00Z", 1)
                        .line("balance_transactions", "{\"id\":\"txn_2\",\"created\":1}");

        assertThatThrownBy(
                        () ->
                                StripeServer.start(
                                        data.folder(),
                                        folder.resolve("state"),
                                        0,
                                        Clock.systemUTC()))
                .isInstanceOf(IOException.class)
                .hasMessage(
                        "line 2 of %s cannot be served: row txn_2 has no type",
                        data.folder().resolve("stripe/balance_transactions.jsonl"));
    }
}
