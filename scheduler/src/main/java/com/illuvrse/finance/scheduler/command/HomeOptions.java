package com.illuvrse.finance.scheduler.command;

import com.illuvrse.finance.jobs.run.NightProgress;
import com.illuvrse.finance.scheduler.operations.Installation;
import com.illuvrse.finance.scheduler.operations.SandboxOptions;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a command finds its ledger: the configured one, or a sandbox below a folder. */
final class HomeOptions {

    @Option(
            names = "--sandbox",
            description = "start PostgreSQL, S3, Stripe, keys and time stamps below --home")
    boolean sandbox;

    @Option(
            names = "--home",
            paramLabel = "DIR",
            description = "folder of the sandbox (default: ${DEFAULT-VALUE})")
    Path home = Path.of(".finance");

    @Option(
            names = "--sandbox-data",
            paramLabel = "DIR",
            description = "what the sandbox serves, instead of what it served before")
    @Nullable Path data;

    /** Opens the ledger for one command. */
    Installation open(NightProgress progress) throws IOException {
        return open(progress, false);
    }

    /** Opens the ledger with its bells, health and metrics. */
    Installation serve(NightProgress progress) throws IOException {
        return open(progress, true);
    }

    private Installation open(NightProgress progress, boolean serving) throws IOException {
        if (!sandbox && data == null) {
            return Installation.configured(progress, serving);
        }
        Path folder = data;
        SandboxOptions options =
                folder == null ? SandboxOptions.again(home) : SandboxOptions.of(home, folder);
        return Installation.sandboxed(options, progress, serving);
    }
}
