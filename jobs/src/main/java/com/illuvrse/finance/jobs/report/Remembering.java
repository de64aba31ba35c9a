package com.illuvrse.finance.jobs.report;

import java.util.LinkedHashMap;
import java.util.Map;

/** Answers that were asked for lately; memory stays the same however many there are. */
final class Remembering<V> extends LinkedHashMap<String, V> {

    private static final long serialVersionUID = 1L;
    private static final int REMEMBERED = 5_000;

    Remembering() {
        super(16, 0.75f, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
        return size() > REMEMBERED;
    }
}
