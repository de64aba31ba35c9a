package com.illuvrse.finance.jobs.postgres;

import com.illuvrse.finance.account.ChartOfAccounts;
import com.illuvrse.finance.jobs.marketplace.AcceptedLine;
import com.illuvrse.finance.jobs.marketplace.FeedJournal;
import com.illuvrse.finance.jobs.marketplace.FeedJournal.Refusal;
import com.illuvrse.finance.jobs.marketplace.RefusedLine;
import com.illuvrse.finance.jobs.postgres.FeedFacts.Reading;
import com.illuvrse.finance.journal.SourceKey;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Writes journals made by people, one after the other, since one may take back the one before it.
 * Each that breaks a rule is refused with the rule's name.
 */
public final class JournalFacts {

    private static final String PREFIX = "journal:";

    private final JdbcClient sql;

    public JournalFacts(Database database) {
        this.sql = database.sql();
    }

    public List<RefusedLine> keep(
            Reading file, List<AcceptedLine<FeedJournal>> lines, ChartOfAccounts chart) {
        List<RefusedLine> refused = new ArrayList<>();
        for (AcceptedLine<FeedJournal> line : lines) {
            keep(file, line, chart)
                    .map(rule -> rule.name().toLowerCase(Locale.ROOT))
                    .ifPresent(rule -> refused.add(RefusedLine.of(line.line(), rule)));
        }
        return refused;
    }

    private Optional<Refusal> keep(
            Reading file, AcceptedLine<FeedJournal> line, ChartOfAccounts chart) {
        FeedJournal journal = line.content();
        LocalDate acceptedOn = file.acceptedOn(journal.effectiveOn());
        String sha256 = journal.contentSha256();
        Optional<String> there = acceptedContent(journal.journal());
        if (there.isPresent() && there.get().equals(sha256)) {
            return Optional.empty();
        }
        Optional<Refusal> refusal =
                journal.refusal(chart, reversed -> isAccepted(reversed, acceptedOn));
        if (refusal.isPresent()) {
            return refusal;
        }
        if (there.isPresent()) {
            return Optional.of(Refusal.EXISTS_WITH_DIFFERENT_CONTENT);
        }
        sql.sql(
                        """
                        insert into fact.journal (journal, content_sha256, effective_on, body, status,
                            file_key, line_no, accepted_on)
                        values (:journal, :sha256, :effectiveOn, :body, 'ACCEPTED', :fileKey, :line, :acceptedOn)
                        """)
                .param("journal", journal.journal())
                .param("sha256", sha256)
                .param("effectiveOn", journal.effectiveOn())
                .param("body", line.line().text())
                .param("fileKey", file.fileKey())
                .param("line", line.line().number())
                .param("acceptedOn", acceptedOn)
                .update();
        return Optional.empty();
    }

    private Optional<String> acceptedContent(String journal) {
        return sql.sql(
                        """
                        select content_sha256
                        from fact.journal
                        where journal = :journal and status = 'ACCEPTED'
                        """)
                .param("journal", journal)
                .query((row, n) -> row.getString(1))
                .optional();
    }

    /** Whether a journal is in the books, or will be before the one that takes it back. */
    private boolean isAccepted(SourceKey key, LocalDate by) {
        return key.text().startsWith(PREFIX)
                && sql.sql(
                                """
                                select exists (
                                    select from fact.journal
                                    where journal = :journal and status = 'ACCEPTED' and accepted_on <= :by)
                                """)
                        .param("journal", key.text().substring(PREFIX.length()))
                        .param("by", by)
                        .query(Boolean.class)
                        .single();
    }
}
