package com.illuvrse.finance.scheduler.command;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The one runnable: {@code finance COMMAND}. */
@Command(
        name = "finance",
        description = "Settles a digital marketplace every night and proves it.",
        mixinStandardHelpOptions = true,
        version = "ILLUVRSE Finance 1.0.0",
        subcommands = {
            DemoCommand.class,
            NightCommand.class,
            PayoutsCommand.class,
            ReceiptCommand.class,
            VerifyReceiptCommand.class,
            ServeCommand.class,
            StatusCommand.class,
            AttestCommand.class,
            PeriodCommand.class,
            JournalCommand.class,
            BreaksCommand.class,
            ExplainCommand.class,
            ReportCommand.class,
            ArchiveCommand.class,
            KeysCommand.class,
            ReplayCommand.class,
            VerifyCommand.class
        })
public final class Finance {

    private Finance() {}

    public static void main(String[] arguments) {
        System.exit(run(arguments));
    }

    /** Runs one command and returns its exit code. */
    public static int run(String... arguments) {
        keepOutputClean();
        return new CommandLine(new Finance())
                .setExecutionExceptionHandler(Failures::report)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .execute(arguments);
    }

    /**
     * What a command prints is read by people and programs, and some of it is signed. Until the
     * settings say where the log goes, only warnings are told.
     */
    private static void keepOutputClean() {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext logback) {
            logback.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(Level.WARN);
        }
    }
}
