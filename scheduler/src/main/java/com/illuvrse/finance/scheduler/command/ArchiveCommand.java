package com.illuvrse.finance.scheduler.command;

import com.illuvrse.finance.exporters.s3.ArchiveCopy;
import com.illuvrse.finance.scheduler.operations.Installation;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code finance archive}: what lies in the archive. */
@Command(
        name = "archive",
        description = "Copies out of the archive.",
        mixinStandardHelpOptions = true,
        subcommands = ArchiveCommand.Get.class)
final class ArchiveCommand {

    /** {@code finance archive get PREFIX DIR}. */
    @Command(
            name = "get",
            description = "Copies objects to a folder and checks every digest.",
            mixinStandardHelpOptions = true)
    static final class Get implements Callable<Integer> {

        @Mixin HomeOptions where = new HomeOptions();

        @Parameters(
                index = "0",
                paramLabel = "PREFIX",
                description = "bucket and key, such as reports/daily/dt=2026-10-01/ or audit/v1/")
        String prefix = "";

        @Parameters(index = "1", paramLabel = "DIR", description = "an existing or new folder")
        Path folder = Path.of("");

        @Option(
                names = "--tar",
                description = "sealed packages as the archives an auditor gets, segment-000061.tar")
        boolean tar;

        @Override
        public Integer call() throws Exception {
            try (Installation installation = where.open(Installation.QUIET)) {
                ArchiveCopy copy =
                        tar
                                ? installation.handOver(prefix, folder)
                                : installation.copyFromArchive(prefix, folder);
                System.out.printf(
                        "%d objects, %d bytes copied to %s%n",
                        copy.objects(), copy.bytes(), folder);
                copy.faults().forEach(System.err::println);
                return copy.isSound() ? ExitCode.DONE : ExitCode.FAILED;
            } catch (IllegalArgumentException e) {
                throw new CommandLine.ParameterException(
                        new CommandLine(this), String.valueOf(e.getMessage()), e);
            }
        }
    }
}
