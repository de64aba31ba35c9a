package com.illuvrse.finance.exporters.parquet;

import static org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit.MICROS;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BINARY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BOOLEAN;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT32;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT64;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.function.BiConsumer;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;
import org.jspecify.annotations.Nullable;

/**
 * How values of one Java type stand in a Parquet file. There are seven, all of which DuckDB,
 * pyarrow, Spark and Trino read as they are; ids are text, because not all of them know Parquet's
 * UUID.
 *
 * @param name as the schema page writes it
 */
record ColumnType<T>(
        String name,
        PrimitiveTypeName stored,
        @Nullable LogicalTypeAnnotation meaning,
        BiConsumer<RecordConsumer, T> writer) {

    static final ColumnType<String> TEXT =
            new ColumnType<>(
                    "STRING",
                    BINARY,
                    LogicalTypeAnnotation.stringType(),
                    (to, text) -> to.addBinary(Binary.fromString(text)));
    static final ColumnType<Long> LONG =
            new ColumnType<>("INT64", INT64, null, RecordConsumer::addLong);
    static final ColumnType<Integer> INT =
            new ColumnType<>("INT32", INT32, null, RecordConsumer::addInteger);
    static final ColumnType<Boolean> FLAG =
            new ColumnType<>("BOOLEAN", BOOLEAN, null, RecordConsumer::addBoolean);
    static final ColumnType<LocalDate> DATE =
            new ColumnType<>(
                    "DATE",
                    INT32,
                    LogicalTypeAnnotation.dateType(),
                    (to, date) -> to.addInteger(Math.toIntExact(date.toEpochDay())));
    static final ColumnType<Instant> INSTANT =
            new ColumnType<>(
                    "TIMESTAMP(MICROS, UTC)",
                    INT64,
                    LogicalTypeAnnotation.timestampType(true, MICROS),
                    (to, instant) -> to.addLong(ChronoUnit.MICROS.between(Instant.EPOCH, instant)));

    private static final int DIGITS = 38;
    private static final int DECIMALS = 18;
    private static final int BYTES = 16;

    /**
     * An amount in major units or a rate, exactly: 20 digits before the point and 18 after it,
     * whatever its currency, so that a column has one type.
     */
    static final ColumnType<BigDecimal> DECIMAL =
            new ColumnType<>(
                    "DECIMAL(38, 18)",
                    FIXED_LEN_BYTE_ARRAY,
                    LogicalTypeAnnotation.decimalType(DECIMALS, DIGITS),
                    (to, amount) -> to.addBinary(Binary.fromConstantByteArray(bytes(amount))));

    private static byte[] bytes(BigDecimal amount) {
        if (amount.stripTrailingZeros().scale() > DECIMALS
                || amount.precision() - amount.scale() > DIGITS - DECIMALS) {
            throw new IllegalArgumentException(
                    "expected at most %d digits before the point and %d after it, found %s"
                            .formatted(DIGITS - DECIMALS, DECIMALS, amount.toPlainString()));
        }
        byte[] number = amount.setScale(DECIMALS).unscaledValue().toByteArray();
        byte[] whole = new byte[BYTES];
        Arrays.fill(whole, (byte) (number[0] < 0 ? -1 : 0));
        System.arraycopy(number, 0, whole, BYTES - number.length, number.length);
        return whole;
    }

    PrimitiveType field(String column, boolean optional) {
        Types.PrimitiveBuilder<PrimitiveType> field =
                Types.primitive(
                        stored, optional ? Type.Repetition.OPTIONAL : Type.Repetition.REQUIRED);
        return (stored == FIXED_LEN_BYTE_ARRAY ? field.length(BYTES) : field)
                .as(meaning)
                .named(column);
    }

    void write(RecordConsumer to, T value) {
        writer.accept(to, value);
    }
}
