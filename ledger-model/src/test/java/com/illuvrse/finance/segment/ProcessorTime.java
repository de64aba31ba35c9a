package com.illuvrse.finance.segment;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;

/** Processor time that was spent for this thread: its own and that of the collector of garbage. */
final class ProcessorTime {

    private ProcessorTime() {}

    static long nanos() {
        long collected = 0;
        for (GarbageCollectorMXBean bean : ManagementFactory.getGarbageCollectorMXBeans()) {
            collected += bean.getCollectionTime() * 1_000_000;
        }
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() + collected;
    }
}
