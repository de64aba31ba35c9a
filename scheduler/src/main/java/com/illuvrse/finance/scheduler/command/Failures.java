package com.illuvrse.finance.scheduler.command;

import com.illuvrse.finance.exporters.signing.SigningUnavailableException;
import com.illuvrse.finance.jobs.report.ReportNotReadyException;
import com.illuvrse.finance.jobs.report.UnknownReportException;
import com.illuvrse.finance.jobs.run.AlreadyRunningException;
import com.illuvrse.finance.jobs.run.NightHeldException;
import com.illuvrse.finance.jobs.run.SettingsChangedException;
import com.illuvrse.finance.sandbox.home.HomeInUseException;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

/** Turns what went wrong into a sentence and an exit code; the stack trace goes to the log only. */
final class Failures {

    private Failures() {}

    static int report(Exception failure, CommandLine command, ParseResult parsed) {
        System.Logger log = System.getLogger(Failures.class.getName());
        log.log(
                System.Logger.Level.DEBUG,
                "finance " + String.join(" ", parsed.originalArgs()),
                failure);
        command.getErr().println("finance: " + sentence(failure));
        return code(failure);
    }

    private static int code(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            switch (cause) {
                case AlreadyRunningException elsewhere -> {
                    return ExitCode.ALREADY_RUNNING;
                }
                case HomeInUseException elsewhere -> {
                    return ExitCode.ALREADY_RUNNING;
                }
                case SettingsChangedException changed -> {
                    return ExitCode.CHANGED;
                }
                case NightHeldException held -> {
                    return ExitCode.HELD;
                }
                case SigningUnavailableException away -> {
                    return ExitCode.HELD;
                }
                case ReportNotReadyException open -> {
                    return ExitCode.HELD;
                }
                case UnknownReportException unknown -> {
                    return ExitCode.WRONG_USAGE;
                }
                default -> {}
            }
        }
        return ExitCode.FAILED;
    }

    /** The message of the failure and of what caused it, each once. */
    private static String sentence(Throwable failure) {
        StringBuilder text = new StringBuilder();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String message =
                    cause.getMessage() == null
                            ? cause.getClass().getSimpleName()
                            : cause.getMessage();
            if (text.indexOf(message) < 0) {
                text.append(text.isEmpty() ? "" : "; because ").append(message);
            }
        }
        return text.toString();
    }
}
