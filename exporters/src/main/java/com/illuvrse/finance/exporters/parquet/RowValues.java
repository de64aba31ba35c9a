package com.illuvrse.finance.exporters.parquet;

import java.util.Arrays;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.PrimitiveConverter;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.io.api.RecordMaterializer;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveStringifier;
import org.jspecify.annotations.Nullable;

/**
 * The values of one row as they stand in a file, by column: filled by a reader of the file, or as a
 * writer would write it. One row after the other comes into the same place.
 */
final class RowValues extends RecordMaterializer<RowValues> {

    private final MessageType schema;
    private final @Nullable Object[] values;
    private final GroupConverter row;
    private final RecordConsumer consumer = new Written();

    RowValues(MessageType schema) {
        this.schema = schema;
        this.values = new @Nullable Object[schema.getFieldCount()];
        this.row = new Row(schema.getFieldCount());
    }

    void clear() {
        Arrays.fill(values, null);
    }

    /** What a writer writes into. */
    RecordConsumer consumer() {
        return consumer;
    }

    /** A whole number, a truth value, or the bytes of a text; null for none. */
    @Nullable Object get(int column) {
        return values[column];
    }

    /** A value for people. */
    String shown(int column) {
        PrimitiveStringifier words = schema.getType(column).asPrimitiveType().stringifier();
        Object value = values[column];
        return switch (value) {
            case null -> "none";
            case Binary text -> words.stringify(text);
            case Long whole -> words.stringify(whole);
            case Integer number -> words.stringify(number);
            default -> value.toString();
        };
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < values.length; i++) {
            text.append(i == 0 ? "" : ", ")
                    .append(schema.getFieldName(i))
                    .append(' ')
                    .append(shown(i));
        }
        return text.toString();
    }

    @Override
    public RowValues getCurrentRecord() {
        return this;
    }

    @Override
    public GroupConverter getRootConverter() {
        return row;
    }

    private final class Row extends GroupConverter {
        private final Converter[] columns;

        Row(int count) {
            columns = new Converter[count];
            Arrays.setAll(columns, Value::new);
        }

        @Override
        public Converter getConverter(int column) {
            return columns[column];
        }

        @Override
        public void start() {}

        @Override
        public void end() {}
    }

    private final class Value extends PrimitiveConverter {
        private final int column;

        Value(int column) {
            this.column = column;
        }

        @Override
        public void addBinary(Binary value) {
            values[column] = value.copy();
        }

        @Override
        public void addLong(long value) {
            values[column] = value;
        }

        @Override
        public void addInt(int value) {
            values[column] = value;
        }

        @Override
        public void addBoolean(boolean value) {
            values[column] = value;
        }
    }

    private final class Written extends RecordConsumer {
        private int column;

        @Override
        public void startField(String field, int index) {
            column = index;
        }

        @Override
        public void addBinary(Binary value) {
            values[column] = value;
        }

        @Override
        public void addLong(long value) {
            values[column] = value;
        }

        @Override
        public void addInteger(int value) {
            values[column] = value;
        }

        @Override
        public void addBoolean(boolean value) {
            values[column] = value;
        }

        @Override
        public void addFloat(float value) {
            throw new IllegalArgumentException("no dataset has fractions");
        }

        @Override
        public void addDouble(double value) {
            throw new IllegalArgumentException("no dataset has fractions");
        }

        @Override
        public void endField(String field, int index) {}

        @Override
        public void startMessage() {}

        @Override
        public void endMessage() {}

        @Override
        public void startGroup() {}

        @Override
        public void endGroup() {}
    }
}
