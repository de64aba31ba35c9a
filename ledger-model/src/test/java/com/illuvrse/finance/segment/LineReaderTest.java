package com.illuvrse.finance.segment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineReaderTest {

    @Test
    void endsALineAtItsLineFeedWhateverItsLength() throws Exception {
        List<String> lines = new ArrayList<>();
        for (int length = 0; length < 40; length++) {
            lines.add("x".repeat(length));
            lines.add("\u000b".repeat(length));
            lines.add("\u008a".repeat(length));
        }
        byte[] file = (String.join("\n", lines) + "\n").getBytes(StandardCharsets.ISO_8859_1);

        List<String> read = new ArrayList<>();
        try (LineReader reader =
                new LineReader(new SegmentFile("f"), new ByteArrayInputStream(file))) {
            while (reader.next()) {
                read.add(
                        new String(
                                reader.bytes(),
                                reader.from(),
                                reader.to() - reader.from(),
                                StandardCharsets.ISO_8859_1));
            }
        }

        assertThat(read).isEqualTo(lines);
    }
}
