package dev.daybook.sql;

import dev.daybook.sql.CommitGroup.Written;
import dev.daybook.store.CommitResult;
import dev.daybook.store.EventPage;
import dev.daybook.store.PageSize;
import dev.daybook.store.Position;
import dev.daybook.store.StoredEvent;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Carries inline read models along with a group of commits, in its transaction, whatever others have appended without them.
 * Safe for use by many threads.
 */
final class InlineFollower {

    /** How many events appends fold at most that others have appended, so that nobody waits long. */
    static final int MOST_MISSED = 1_000;

    private static final String RECORDED_AT = "SELECT recorded_at FROM ${schema}head";

    private final Dialect dialect;
    private final EventReader reader;
    private final DocumentTables tables;
    private final InlineReadModels models;
    private final InlineCheckpoints checkpoints;
    private final String recordedAt;

    InlineFollower(Dialect dialect, EventReader reader, DocumentTables tables, InlineReadModels models) {
        this.dialect = dialect;
        this.reader = reader;
        this.tables = tables;
        this.models = models;
        this.checkpoints = new InlineCheckpoints(dialect);
        this.recordedAt = dialect.statements().qualified(RECORDED_AT);
    }

    /** Whether there is anything to carry along. */
    boolean isNeeded() {
        return !models.attached().isEmpty();
    }

    /** The events of a group, and where the log was before and after it. */
    private record Group(Position from, Position to, List<List<StoredEvent>> commits) {}

    /**
     * Folds the events of a group that was just written.
     *
     * @throws CommitsRefusedException if some of them cannot be folded
     */
    void follow(Connection connection, CommitGroup group, Written written) throws SQLException {
        Position from = Position.of(written.position());
        Position to = from.plus(group.eventCountWithout(written.leftOut().keySet()));
        if (!isNeeded() || to.equals(from)) {
            return;
        }
        Group stored = new Group(from, to, GroupEvents.of(group, written, recordedAt(connection)));
        Map<Integer, CommitResult> refusals = new HashMap<>();
        for (InlineReadModels.Attached model : models.attached()) {
            follow(connection, model, stored).forEach(refusals::putIfAbsent);
        }
        if (!refusals.isEmpty()) {
            throw new CommitsRefusedException(refusals);
        }
    }

    private Map<Integer, CommitResult> follow(Connection connection, InlineReadModels.Attached model, Group group)
            throws SQLException {
        Optional<Integer> inStep = checkpoints.moveServing(connection, model.model(), group.from(), group.to());
        if (inStep.isEmpty()) {
            return followMissed(connection, model, group);
        }
        InlineFold fold = model.fold(inStep.get());
        fold.fold(connection, tables, group.commits());
        return fold.refusals(0);
    }

    /**
     * Where that is much, cannot be folded, or is being folded by another, the read model is left behind; that is nothing to refuse
     * an append for, nor to have all who append wait. Whoever catches up then finds these events before the end of the log. It may
     * have missed nothing: another has brought it here since it was found elsewhere.
     */
    private Map<Integer, CommitResult> followMissed(Connection connection, InlineReadModels.Attached model, Group group)
            throws SQLException {
        Optional<InlineCheckpoints.At> found = checkpoints.lockServingIfFree(
                connection, model.model(), group.from().value() - MOST_MISSED);
        if (found.isEmpty() || found.get().position() > group.from().value() || model.isStuckAt(found.get())) {
            return Map.of();
        }
        InlineCheckpoints.At at = found.get();
        Optional<List<StoredEvent>> missed = missed(connection, model, at, group.from());
        if (missed.isEmpty()) {
            model.stuckAt(at);
            return Map.of();
        }
        List<List<StoredEvent>> batches = new ArrayList<>();
        batches.add(missed.get());
        batches.addAll(group.commits());
        InlineFold fold = model.fold(at.generation());
        fold.fold(connection, tables, batches);
        if (fold.failures().containsKey(0)) {
            model.stuckAt(at);
            return Map.of();
        }
        checkpoints.move(connection, at, group.to());
        return fold.refusals(1);
    }

    /** Empty if they are too much to be read while all who append wait. */
    private Optional<List<StoredEvent>> missed(
            Connection connection, InlineReadModels.Attached model, InlineCheckpoints.At at, Position to)
            throws SQLException {
        List<StoredEvent> missed = new ArrayList<>();
        PageSize size = new PageSize();
        long bytes = 0;
        Position reached = Position.of(at.position());
        while (reached.compareTo(to) < 0) {
            EventPage page = reader.between(
                    connection, reached, to, size.limit(), model.model().filter());
            size.mayFollow(page.events());
            bytes += PageSize.bytesOf(page.events());
            if (bytes > PageSize.BYTES) {
                return Optional.empty();
            }
            missed.addAll(page.events());
            reached = page.reached();
        }
        return Optional.of(missed);
    }

    private Instant recordedAt(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(recordedAt);
                ResultSet row = statement.executeQuery()) {
            row.next();
            return dialect.instant(row, 1);
        }
    }
}
