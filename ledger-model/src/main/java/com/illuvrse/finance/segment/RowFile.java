package com.illuvrse.finance.segment;

import com.illuvrse.finance.canonical.CanonicalJson;
import com.illuvrse.finance.canonical.Json;
import java.util.Comparator;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A payload file with a header and one row a line, in strictly ascending order. */
final class RowFile<R> {

    private final PackageFile file;
    private final Comparator<R> order;
    private final Function<R, Json.Obj> json;
    private final CanonicalJson line = new CanonicalJson();
    private @Nullable R last;

    RowFile(PackageFile file, Json.Obj header, Comparator<R> order, Function<R, Json.Obj> json) {
        this.file = file;
        this.order = order;
        this.json = json;
        file.writeLine(line.append(header));
    }

    void add(R row) {
        line.clear().append(json.apply(row));
        if (last != null && order.compare(last, row) >= 0) {
            throw new IllegalArgumentException(
                    "the rows of %s are in order and none is there twice; after %s came %s"
                            .formatted(file.path(), CanonicalJson.text(json.apply(last)), line));
        }
        if (line.length() > EntryLine.MAX_BYTES) {
            throw new IllegalArgumentException(
                    "a row of %s has %d bytes, more than %d: %s"
                            .formatted(
                                    file.path(),
                                    line.length(),
                                    EntryLine.MAX_BYTES,
                                    line.toString().substring(0, 200)));
        }
        file.writeLine(line);
        last = row;
    }
}
