package com.illuvrse.finance.jobs.nightly;

import com.illuvrse.finance.exporters.s3.Inbox;
import com.illuvrse.finance.exporters.s3.Inbox.InboxFile;
import com.illuvrse.finance.jobs.batch.Steps;
import com.illuvrse.finance.jobs.marketplace.FeedFile;
import com.illuvrse.finance.jobs.postgres.Database;
import com.illuvrse.finance.jobs.postgres.Findings;
import com.illuvrse.finance.jobs.postgres.InboxFiles;
import com.illuvrse.finance.jobs.postgres.InboxFiles.Known;
import com.illuvrse.finance.jobs.postgres.InboxFiles.Status;
import com.illuvrse.finance.jobs.postgres.LedgerRole;
import com.illuvrse.finance.jobs.postgres.Pulls;
import com.illuvrse.finance.jobs.postgres.Pulls.Source;
import com.illuvrse.finance.reconciliation.BreakType;
import com.illuvrse.finance.reconciliation.Finding;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.batch.core.step.Step;

/**
 * Reads every file of the inbox that was delivered for the day or before and not read yet.
 *
 * <p>Files are read feed by feed, then by day and name, so that the first of two that contradict
 * each other is the same one on every machine. Files of the last days are looked at again: one that
 * changed after it was read is reported and not used. One that was refused whole may be put right
 * under its own name.
 */
public final class PullInbox {

    /** In the order they are read. */
    private static final List<String> FEEDS =
            List.of(
                    "contracts",
                    "payees",
                    "fx",
                    "journals",
                    "bank",
                    "orders",
                    "filings",
                    "approvals");

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,127}");

    private final Database database;
    private final Inbox inbox;
    private final FeedReader reader;
    private final InboxFiles files;
    private final Findings findings;
    private final Pulls pulls;
    private final Path work;

    /**
     * @param work a folder for the file in hand
     */
    public PullInbox(Database database, Inbox inbox, Path work) {
        this.database = database;
        this.inbox = inbox;
        this.reader = new FeedReader(database);
        this.files = new InboxFiles(database);
        this.findings = new Findings(database);
        this.pulls = new Pulls(database);
        this.work = work;
    }

    public Step step(Steps steps, Night night) {
        return steps.once("pull-inbox", () -> pull(steps, night));
    }

    private void pull(Steps steps, Night night) throws IOException {
        if (pulls.isFinished(night.date(), Source.INBOX)) {
            return;
        }
        for (String feed : FEEDS) {
            Map<String, List<Known>> known = files.known(feed);
            for (InboxFile file : inbox.files(feed, night.date())) {
                steps.stopHereIfAsked();
                look(steps, night, file, known);
            }
            for (String key : inbox.misplaced(feed)) {
                refuseKey(night, key, "expected a key such as " + feed + "/dt=2026-03-02/a.jsonl");
            }
        }
        for (String feed : inbox.feeds()) {
            if (!FEEDS.contains(feed)) {
                refuseKey(night, feed + "/", "expected one of the feeds " + FEEDS);
            }
        }
        write(night, () -> pulls.finish(night.date(), Source.INBOX, night.now()));
    }

    /** A key that no night would ever read is told once. */
    private void refuseKey(Night night, String key, String expected) {
        String ref = plain(key);
        if (!findings.isFoundBefore(night.date(), BreakType.FEED_REJECTED, ref)) {
            String detail = expected + ", found " + ref + "; it is never read";
            write(night, () -> findings.keep(night.date(), List.of(rejected(ref, detail))));
        }
    }

    private static Finding rejected(String ref, String detail) {
        return Finding.of(BreakType.FEED_REJECTED, ref, detail);
    }

    /** Whatever a key may hold, breaks and reports show it in plain letters. */
    private static String plain(String key) {
        return URLEncoder.encode(key, StandardCharsets.UTF_8)
                .replace("%2F", "/")
                .replace("%3D", "=");
    }

    private void look(Steps steps, Night night, InboxFile file, Map<String, List<Known>> known)
            throws IOException {
        List<Known> before =
                known.getOrDefault(InboxFiles.place(file.day(), plain(file.name())), List.of());
        boolean isDone = before.stream().anyMatch(PullInbox::isDone);
        LocalDate lookAgainFrom = night.date().minusDays(night.settings().overlapDays());
        if (isDone && file.day().isBefore(lookAgainFrom)) {
            return;
        }
        Path copy = work.resolve("inbox-file");
        try {
            take(steps, night, before, copied(file, copy));
        } finally {
            Files.deleteIfExists(copy);
        }
    }

    private FeedFile copied(InboxFile file, Path copy) throws IOException {
        Files.createDirectories(work);
        try (InputStream content = inbox.open(file)) {
            Files.copy(content, copy, StandardCopyOption.REPLACE_EXISTING);
        }
        return FeedFile.of(file.feed(), file.day(), plain(file.name()), copy);
    }

    private static boolean isDone(Known known) {
        return known.status() == Status.REJECTED || known.wasReadToItsEnd();
    }

    private void take(Steps steps, Night night, List<Known> before, FeedFile file)
            throws IOException {
        Optional<Known> same =
                before.stream().filter(known -> known.sha256().equals(file.sha256())).findFirst();
        if (same.isPresent()) {
            if (same.get().status() == Status.ACCEPTED && !same.get().wasReadToItsEnd()) {
                reader.read(steps, night, file, file.ending().lines());
            }
            return;
        }
        if (before.stream().anyMatch(known -> known.status() == Status.ACCEPTED)) {
            refuse(
                    night,
                    file,
                    Status.CHANGED,
                    BreakType.SOURCE_CHANGED,
                    "the file was read with other content and must never change; deliver what is new under a new name");
            return;
        }
        Optional<String> unfit = unfit(file);
        FeedFile.Ending ending =
                unfit.isPresent() || file.feed().equals("approvals")
                        ? new FeedFile.Ending(0, unfit)
                        : file.ending();
        if (ending.refusal().isPresent()) {
            refuse(night, file, Status.REJECTED, BreakType.FEED_REJECTED, ending.refusal().get());
        } else {
            reader.read(steps, night, file, ending.lines());
        }
    }

    /** Why a file's name alone shows that it cannot be read. */
    private static Optional<String> unfit(FeedFile file) {
        if (!NAME.matcher(file.name()).matches()) {
            return Optional.of(
                    "expected a file name of letters, digits, dots, underscores and hyphens; deliver it again under such a name");
        }
        boolean isLines = file.name().endsWith(".jsonl") || file.name().endsWith(".jsonl.gz");
        boolean isStatement =
                file.feed().equals("bank")
                        && (file.name().endsWith(".xml") || file.name().endsWith(".ach"));
        if (isLines || isStatement || file.feed().equals("approvals")) {
            return Optional.empty();
        }
        return Optional.of(
                "expected a file whose name ends in .jsonl or .jsonl.gz, or in .xml for a bank"
                        + " statement or .ach for returns; deliver it again under such a name");
    }

    private void refuse(Night night, FeedFile file, Status status, BreakType type, String reason) {
        write(
                night,
                () -> {
                    files.keepRaw(file, status, reason, 0, night.date());
                    findings.keep(night.date(), List.of(Finding.of(type, file.ref(), reason)));
                });
    }

    private void write(Night night, Runnable work) {
        database.write(LedgerRole.WRITER, night.epoch(), work);
    }
}
