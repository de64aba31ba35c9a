package com.illuvrse.finance.segment;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;

/** Processor time this thread has used, with or without that of the collector of garbage. */
final class ProcessorTime {

    private ProcessorTime() {}

    static long ofThread() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    /** With the collector's. */
    static long nanos() {
        long collected = 0;
        for (GarbageCollectorMXBean bean : ManagementFactory.getGarbageCollectorMXBeans()) {
            collected += bean.getCollectionTime() * 1_000_000;
        }
        return ofThread() + collected;
    }
}
