package com.illuvrse.finance.exporters.parquet;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.jspecify.annotations.Nullable;

/**
 * The Parquet copy of a worksheet being written: the same rows in the same order, with types. It is
 * whole once it is closed. An empty cell is no value; every column may have none.
 */
public final class FactsCopy<R> implements AutoCloseable {

    private final ParquetWriter<R> file;

    /** A column of the worksheet. */
    public record Cell<R>(
            String name, CellType type, Function<R, ? extends @Nullable Object> cell) {}

    /**
     * @param name of the worksheet's schema, such as {@code us_sale_facts}
     */
    public FactsCopy(Path path, String name, List<Cell<R>> cells) throws IOException {
        List<Column<R, ?>> columns = new ArrayList<>();
        for (Cell<R> cell : cells) {
            columns.add(cell.type.column(cell.name, cell.cell));
        }
        List<Type> fields = new ArrayList<>();
        columns.forEach(column -> fields.add(column.field()));
        this.file =
                ParquetRows.open(
                        new LocalOutputFile(path),
                        new ParquetRows<>(
                                name,
                                new MessageType(name, fields),
                                Map.of("schema", name),
                                (to, row) -> {
                                    for (int i = 0; i < columns.size(); i++) {
                                        columns.get(i).write(to, i, row);
                                    }
                                }));
    }

    /** Adds a row. */
    public void write(R row) throws IOException {
        file.write(row);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
