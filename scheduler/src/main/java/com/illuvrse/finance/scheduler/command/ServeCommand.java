package com.illuvrse.finance.scheduler.command;

import com.illuvrse.finance.scheduler.operations.Installation;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code finance serve}: the scheduler, until it is told to stop. */
@Command(
        name = "serve",
        description = "Rings the bell every night (Quartz); serves health and metrics.",
        mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {

    @Mixin HomeOptions where = new HomeOptions();

    @Override
    public Integer call() throws Exception {
        ConsoleProgress progress = ConsoleProgress.inLines();
        try (Installation installation = where.serve(progress)) {
            CountDownLatch stopped = new CountDownLatch(1);
            Thread ending = new Thread(() -> end(installation, stopped), "ending");
            Runtime.getRuntime().addShutdownHook(ending);
            System.out.println("serving; health at " + installation.healthAddress());
            stopped.await();
            return ExitCode.DONE;
        }
    }

    /** A running night ends at its next chunk; the next start goes on there. */
    private static void end(Installation installation, CountDownLatch stopped) {
        installation.stop();
        stopped.countDown();
    }
}
