package com.illuvrse.finance.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TemporarySpaceTest {

    @TempDir private Path folder;

    @Test
    void isZerosInAFileThatHasNoName() throws IOException {
        ByteBuffer space = TemporarySpace.of(folder, 3_000_000);

        assertThat(space.capacity()).isEqualTo(3_000_000);
        assertThat(space.getLong(2_999_992)).isZero();
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void saysWhereThereIsNoRoom() {
        Path missing = folder.resolve("missing");

        assertThatThrownBy(() -> TemporarySpace.of(missing, 1_000))
                .isInstanceOf(NoRoomException.class)
                .hasMessageStartingWith("expected room for 1000 bytes in " + missing)
                .hasMessageEndingWith("-Djava.io.tmpdir");
    }
}
