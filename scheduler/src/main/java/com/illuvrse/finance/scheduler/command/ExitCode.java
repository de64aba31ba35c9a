package com.illuvrse.finance.scheduler.command;

/** How every command ends; other programs rely on these numbers. */
public final class ExitCode {

    public static final int DONE = 0;
    public static final int FAILED = 1;
    public static final int WRONG_USAGE = 2;
    public static final int DONE_WITH_OPEN_BREAKS = 10;
    public static final int ALREADY_RUNNING = 11;
    public static final int CHANGED = 12;
    public static final int HELD = 20;

    private ExitCode() {}
}
