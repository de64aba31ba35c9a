package com.illuvrse.finance.jobs.postgres;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;
import org.springframework.jdbc.core.JdbcTemplate;

/** Rows in the text format of PostgreSQL's COPY: a tab between columns, {@code \N} for null. */
final class CopyText {

    private final StringBuilder text = new StringBuilder(1 << 16);
    private boolean rowHasColumns;

    CopyText text(@Nullable String value) {
        begin();
        if (value == null) {
            text.append("\\N");
            return this;
        }
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '\\' -> text.append("\\\\");
                case '\t' -> text.append("\\t");
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                default -> text.append(c);
            }
        }
        return this;
    }

    CopyText whole(@Nullable Long value) {
        return text(value == null ? null : value.toString());
    }

    /** Numbers or plain words; nothing that would need quoting in an array. */
    CopyText array(List<?> values) {
        begin();
        text.append('{');
        for (int i = 0; i < values.size(); i++) {
            text.append(i == 0 ? "" : ",").append(values.get(i));
        }
        text.append('}');
        return this;
    }

    private void begin() {
        if (rowHasColumns) {
            text.append('\t');
        }
        rowHasColumns = true;
    }

    void endRow() {
        text.append('\n');
        rowHasColumns = false;
    }

    /** The rows so far, as COPY reads them. */
    byte[] bytes() {
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Sends the rows within the running transaction and starts anew. */
    void copyInto(JdbcTemplate jdbc, String copy) {
        byte[] bytes = bytes();
        text.setLength(0);
        jdbc.execute(
                (Connection connection) -> {
                    CopyManager manager = connection.unwrap(PGConnection.class).getCopyAPI();
                    try {
                        return manager.copyIn(copy, new ByteArrayInputStream(bytes));
                    } catch (IOException e) {
                        throw new java.io.UncheckedIOException(
                                "rows in memory could not be read", e);
                    }
                });
    }
}
