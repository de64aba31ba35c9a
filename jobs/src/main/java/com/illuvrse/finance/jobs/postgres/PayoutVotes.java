package com.illuvrse.finance.jobs.postgres;

import com.illuvrse.finance.payout.Decision;
import com.illuvrse.finance.payout.Vote;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What approvers sign of each payout batch, and the votes they gave. */
public final class PayoutVotes {

    private final JdbcClient sql;

    public PayoutVotes(Database database) {
        this.sql = database.sql();
    }

    /**
     * What is signed of a batch.
     *
     * @param text the canonical statement, decision {@code APPROVE}
     * @param policy the canonical row of the policy it names
     */
    public record Statement(String text, String policy) {}

    /**
     * Keeps a statement within the running transaction of the sealer.
     *
     * @throws IllegalStateException when another one is there
     */
    public void keep(String batch, Statement statement) {
        int added =
                sql.sql(
                                """
                                insert into payout.statement (batch, statement, policy)
                                values (:batch, :statement, :policy)
                                on conflict do nothing
                                """)
                        .param("batch", batch)
                        .param("statement", statement.text())
                        .param("policy", statement.policy())
                        .update();
        if (added == 0 && !statement(batch).equals(Optional.of(statement))) {
            throw new IllegalStateException(
                    "batch %s was sealed with another statement than %s"
                            .formatted(batch, statement.text()));
        }
    }

    /** The statement of a batch; empty until the day it was drawn on is sealed. */
    public Optional<Statement> statement(String batch) {
        return sql.sql(
                        """
                        select s.statement, s.policy from payout.statement s where s.batch = :batch
                        """)
                .param("batch", batch)
                .query((row, n) -> new Statement(row.getString(1), row.getString(2)))
                .optional();
    }

    /** Keeps a vote within the running transaction of payouts. */
    public void keep(String batch, Vote vote) {
        sql.sql(
                        """
                        insert into payout.vote (batch, person, role, public_key, decision, voted_at, signature)
                        values (:batch, :person, :role, :key, :decision, :at, :signature)
                        """)
                .param("batch", batch)
                .param("person", vote.person())
                .param("role", vote.role())
                .param("key", vote.key())
                .param("decision", vote.decision().name())
                .param("at", PayoutBatches.at(vote.at()))
                .param("signature", vote.signature())
                .update();
    }

    /** The votes on a batch in the order they came. */
    public List<Vote> votes(String batch) {
        return sql.sql(
                        """
                        select v.person, v.role, v.public_key, v.decision, v.voted_at, v.signature
                        from payout.vote v
                        where v.batch = :batch
                        order by v.voted_at, v.person collate "C"
                        """)
                .param("batch", batch)
                .query(
                        (row, n) ->
                                new Vote(
                                        row.getString(1),
                                        row.getString(2),
                                        row.getString(3),
                                        Decision.valueOf(row.getString(4)),
                                        row.getObject(5, OffsetDateTime.class).toInstant(),
                                        row.getString(6)))
                .list();
    }
}
