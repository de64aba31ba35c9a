package com.illuvrse.finance.exporters.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/** hledger, the judge of our journals, where it is installed. */
public final class Hledger {

    private Hledger() {}

    /** Skips the test, and says so, where there is no hledger. */
    public static void requireInstalled() {
        boolean installed = true;
        try {
            new ProcessBuilder("hledger", "--version").start().waitFor();
        } catch (IOException absent) {
            installed = false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (!installed) {
            System.err.println("SKIPPED: hledger is not installed (apt-get install hledger)");
        }
        Assumptions.assumeTrue(installed, "hledger is not installed (apt-get install hledger)");
    }

    /** What hledger prints; it must end well. */
    public static String run(Path journal, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("hledger", "-f", journal.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("LC_ALL", "C.UTF-8");
        Process process = builder.start();
        String printed =
                new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.onExit().join().exitValue()).as(printed).isZero();
        return printed;
    }

    /** Balances other than zero as {@code account|currency|amount}. */
    public static List<String> balances(Path journal) throws IOException {
        List<String> balances = new ArrayList<>();
        String printed = run(journal, "bal", "--flat", "--no-total", "-O", "csv", "--layout=bare");
        for (String line : printed.lines().skip(1).toList()) {
            String[] cells = line.replace("\"", "").split(",", -1);
            balances.add(String.join("|", cells));
        }
        return balances;
    }
}
