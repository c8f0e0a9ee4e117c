package dev.daybook.sql;

import dev.daybook.sql.CommitGroup.Written;
import dev.daybook.store.Claim;
import dev.daybook.store.CommitResult;
import dev.daybook.store.Generation;
import dev.daybook.store.InlineReadModel;
import dev.daybook.store.Position;
import dev.daybook.store.Progress;
import dev.daybook.store.StoreUnavailableException;
import dev.daybook.store.StoreUnavailableException.Outcome;
import dev.daybook.store.StoredEvent;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Carries inline read models along with a group of commits, in its transaction. Safe for use by many threads. */
final class InlineFollower {

    private static final String RECORDED_AT = "SELECT recorded_at FROM ${schema}head";

    private final Dialect dialect;
    private final DocumentTables tables;
    private final ProgressWriter progress;
    private final String recordedAt;

    InlineFollower(Dialect dialect, DocumentTables tables, ProgressWriter progress) {
        this.dialect = dialect;
        this.tables = tables;
        this.progress = progress;
        this.recordedAt = dialect.statements().qualified(RECORDED_AT);
    }

    /** The subscription of the read model's generation. Nobody claims it: whoever holds the head may move it. */
    static String subscription(InlineReadModel model) {
        return Generation.subscription(model.collection().name(), model.generation());
    }

    static Claim claim(InlineReadModel model) {
        return new Claim(subscription(model), 0, 0);
    }

    /**
     * Folds the events of a group that was just written.
     *
     * @throws CommitsRefusedException if some of them cannot be folded
     */
    void follow(Connection connection, List<InlineReadModel> models, CommitGroup group, Written written)
            throws SQLException {
        Position from = Position.of(written.position());
        Position to = from.plus(group.eventCountWithout(written.leftOut().keySet()));
        if (models.isEmpty() || to.equals(from)) {
            return;
        }
        List<List<StoredEvent>> commits = GroupEvents.of(group, written, recordedAt(connection));
        Map<Integer, CommitResult> refusals = new HashMap<>();
        for (InlineReadModel model : models) {
            if (!progress.move(connection, new Progress(claim(model), from, to))) {
                throw behind(model, from, commits);
            }
            InlineFold fold = new InlineFold(model);
            fold.fold(connection, tables, commits);
            fold.refusals().forEach(refusals::putIfAbsent);
        }
        if (!refusals.isEmpty()) {
            throw new CommitsRefusedException(refusals);
        }
    }

    private Instant recordedAt(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(recordedAt);
                ResultSet row = statement.executeQuery()) {
            row.next();
            return dialect.instant(row, 1);
        }
    }

    private static CommitsRefusedException behind(
            InlineReadModel model, Position from, List<List<StoredEvent>> commits) {
        CommitResult answer = new CommitResult.Failed(new StoreUnavailableException(
                model.title() + " is not at position " + from
                        + ", where the log ends, since a process that does not run it"
                        + " has appended; nothing of this commit was stored: let every process that appends run it, and"
                        + " start this one again, which brings it up to date",
                Outcome.NOT_STORED));
        Map<Integer, CommitResult> answers = new HashMap<>();
        for (int i = 0; i < commits.size(); i++) {
            if (!commits.get(i).isEmpty()) {
                answers.put(i, answer);
            }
        }
        return new CommitsRefusedException(answers);
    }
}
