package dev.daybook.sql;

import dev.daybook.store.Claim;
import dev.daybook.store.Intervention;
import dev.daybook.store.ParkedEvent;
import dev.daybook.store.Position;
import dev.daybook.store.Progress;
import dev.daybook.store.SubscriptionIntervention;
import dev.daybook.store.SubscriptionStore;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Steps are transactions of their own; what people do takes a turn. */
final class SqlSubscriptionStore implements SubscriptionStore {

    /** So that all who pass checkpoints on meet in one order. */
    static final Comparator<Progress> BY_PARTITION = Comparator.comparing(
                    (Progress progress) -> progress.claim().subscription())
            .thenComparingInt(progress -> progress.claim().partition());

    private final Dialect dialect;
    private final Writes writes;
    private final EventReader reader;
    private final ProgressWriter progress;
    private final SubscriptionRows rows;
    private final CheckpointLock checkpoints;

    SqlSubscriptionStore(Dialect dialect, Writes writes, EventReader reader) {
        this.dialect = dialect;
        this.writes = writes;
        this.reader = reader;
        this.progress = new ProgressWriter(dialect);
        this.rows = new SubscriptionRows(dialect);
        this.checkpoints = new CheckpointLock(dialect);
    }

    @Override
    public Known begin(String subscription, int partitions, Position start) {
        return writes.run("Beginning subscription " + subscription, connection -> {
            if (update(connection, SubscriptionStatements.BEGIN, subscription) == 1) {
                try (PreparedStatement statement = rows.prepare(connection, SubscriptionStatements.BEGIN_PARTITION)) {
                    for (int partition = 0; partition < partitions; partition++) {
                        statement.setString(1, subscription);
                        statement.setInt(2, partition);
                        statement.setLong(3, start.value());
                        statement.addBatch();
                    }
                    statement.executeBatch();
                }
            }
            return rows.find(connection, subscription).orElseThrow();
        });
    }

    @Override
    public Optional<Known> find(String subscription) {
        return reader.read("a subscription", connection -> rows.find(connection, subscription));
    }

    @Override
    public List<Known> all() {
        return reader.read("subscriptions", rows::all);
    }

    @Override
    public Optional<Position> claim(Claim claim) {
        return writes.run("Claiming subscription " + claim.subscription(), connection -> {
            try (PreparedStatement statement = rows.prepare(connection, SubscriptionStatements.CLAIM)) {
                statement.setLong(1, claim.epoch());
                statement.setString(2, claim.subscription());
                statement.setInt(3, claim.partition());
                statement.setLong(4, claim.epoch());
                return firstLong(statement).stream().mapToObj(Position::of).findFirst();
            }
        });
    }

    @Override
    public boolean move(Progress step) {
        return writes.run(
                "Moving subscription " + step.claim().subscription(), connection -> progress.move(connection, step));
    }

    @Override
    public void pass(List<Progress> progresses) {
        if (!progresses.isEmpty()) {
            List<Progress> ordered = progresses.stream().sorted(BY_PARTITION).toList();
            writes.run("Moving subscriptions", connection -> {
                progress.pass(connection, ordered);
                return true;
            });
        }
    }

    @Override
    public boolean reset(String subscription, Position to, Intervention intervention) {
        return intervene("Resetting subscription " + subscription, all(subscription), connection -> {
            try (PreparedStatement statement = rows.prepare(connection, SubscriptionStatements.RESET)) {
                statement.setLong(1, to.value());
                statement.setString(2, subscription);
                if (statement.executeUpdate() == 0) {
                    return false;
                }
            }
            update(connection, SubscriptionStatements.FORGET_PARKED, subscription);
            record(connection, new Deed("reset", subscription, null, to), intervention);
            return true;
        });
    }

    @Override
    public boolean pause(String subscription, boolean paused) {
        return pause(subscription, paused, connection -> changed(connection, subscription));
    }

    @Override
    public boolean pause(String subscription, boolean paused, Intervention intervention) {
        Deed deed = new Deed(paused ? "pause" : "resume", subscription, null, null);
        return pause(subscription, paused, connection -> record(connection, deed, intervention));
    }

    private boolean pause(String subscription, boolean paused, Change change) {
        return writes.inTurn("Pausing subscription " + subscription, 1, 0, (connection, turn) -> {
            try (PreparedStatement statement = rows.prepare(connection, SubscriptionStatements.PAUSE)) {
                statement.setBoolean(1, paused);
                statement.setString(2, subscription);
                if (statement.executeUpdate() == 0) {
                    return false;
                }
            }
            change.make(connection);
            return true;
        });
    }

    private interface Change {
        void make(Connection connection) throws SQLException;
    }

    @Override
    public void forget(String subscription) {
        intervene("Forgetting subscription " + subscription, all(subscription), connection -> {
            update(connection, SubscriptionStatements.FORGET_PARTITIONS, subscription);
            update(connection, SubscriptionStatements.FORGET_PARKED, subscription);
            update(connection, SubscriptionStatements.FORGET, subscription);
            update(connection, SubscriptionStatements.GROW);
            return true;
        });
    }

    @Override
    public List<ParkedEvent> parked(String subscription, Optional<ParkedEvent> after, int limit) {
        return after.map(last -> aside(
                        SubscriptionStatements.PARKED_AFTER,
                        limit,
                        subscription,
                        last.key(),
                        last.position().value()))
                .orElseGet(() -> aside(SubscriptionStatements.PARKED_FIRST, limit, subscription));
    }

    private List<ParkedEvent> aside(String statementText, int limit, Object... parameters) {
        EventReader.requirePositive(limit);
        return reader.read("events kept aside", connection -> {
            try (PreparedStatement statement = rows.prepare(connection, statementText)) {
                bind(statement, parameters);
                statement.setInt(parameters.length + 1, limit);
                return rows.parked(statement);
            }
        });
    }

    @Override
    public long parkedCount(String subscription) {
        return reader.read("events kept aside", connection -> parkedCount(connection, subscription));
    }

    boolean hasParked(Connection connection, String subscription) throws SQLException {
        return parkedCount(connection, subscription) > 0;
    }

    private long parkedCount(Connection connection, String subscription) throws SQLException {
        return number(connection, SubscriptionStatements.COUNT, subscription).orElseThrow();
    }

    @Override
    public Set<String> blockedKeys(String subscription, int partition) {
        return reader.read("events kept aside", connection -> {
            try (PreparedStatement statement = rows.prepare(connection, SubscriptionStatements.BLOCKED)) {
                statement.setString(1, subscription);
                statement.setInt(2, partition);
                return new HashSet<>(CommandRows.all(statement, row -> row.getString(1)));
            }
        });
    }

    @Override
    public List<ParkedEvent> due(String subscription, int partition, int limit) {
        return aside(SubscriptionStatements.DUE, limit, subscription, partition);
    }

    @Override
    public Optional<Position> firstRetrying(String subscription, int attempts) {
        return reader.read(
                "events kept aside",
                connection -> number(connection, SubscriptionStatements.FIRST_RETRYING, subscription, attempts).stream()
                        .filter(position -> position > 0) // NULL is 0, where no event is
                        .mapToObj(Position::of)
                        .findFirst());
    }

    @Override
    public List<ParkedEvent> ofKey(String subscription, String key, int limit) {
        return aside(SubscriptionStatements.OF_KEY, limit, subscription, key);
    }

    @Override
    public boolean retry(String subscription, String key, Intervention intervention) {
        return intervene("Retrying an event of subscription " + subscription, of(subscription, key), connection -> {
            try (PreparedStatement statement = rows.prepare(connection, SubscriptionStatements.RETRY)) {
                bind(statement, subscription, key, subscription, key);
                OptionalLong position = firstLong(statement);
                if (position.isEmpty()) {
                    return false;
                }
                Position at = Position.of(position.getAsLong());
                record(connection, new Deed("retry", subscription, key, at), intervention);
                return true;
            }
        });
    }

    @Override
    public List<Position> retryParked(String subscription, Position after, int limit, Intervention intervention) {
        EventReader.requirePositive(limit);
        List<Position> retried = new ArrayList<>();
        boolean unused = intervene("Retrying events of subscription " + subscription, all(subscription), connection -> {
            retried.clear(); // if this is done again
            try (PreparedStatement statement = rows.prepare(connection, SubscriptionStatements.RETRY_PARKED)) {
                bind(statement, subscription, subscription);
                statement.setLong(3, after.value());
                statement.setInt(4, limit);
                CommandRows.all(statement, row -> Position.of(row.getLong(1))).stream()
                        .sorted()
                        .forEach(retried::add);
            }
            if (!retried.isEmpty()) {
                record(connection, new Deed("retry", subscription, null, retried.getLast()), intervention);
            }
            return true;
        });
        return List.copyOf(retried);
    }

    @Override
    public boolean discard(String subscription, String key, Position position, Intervention intervention) {
        return intervene("Discarding an event of subscription " + subscription, of(subscription, key), connection -> {
            try (PreparedStatement statement = rows.prepare(connection, SubscriptionStatements.DISCARD)) {
                bind(statement, subscription, key);
                statement.setLong(3, position.value());
                if (statement.executeUpdate() == 0) {
                    return false;
                }
            }
            progress.promote(connection, subscription, key);
            record(connection, new Deed("discard", subscription, key, position), intervention);
            return true;
        });
    }

    @Override
    public int forgetSkipped(Claim claim, int kept, int limit) {
        EventReader.requirePositive(limit);
        return writes.run("Forgetting records of subscription " + claim.subscription(), connection -> {
            try (PreparedStatement lock = rows.prepare(connection, SubscriptionStatements.LOCK_CLAIMED);
                    PreparedStatement forget = rows.prepare(connection, SubscriptionStatements.FORGET_SKIPPED)) {
                lock.setString(1, claim.subscription());
                lock.setInt(2, claim.partition());
                lock.setLong(3, claim.epoch());
                if (lock.executeUpdate() == 0) {
                    return 0;
                }
                for (int index : new int[] {1, 3, 6}) {
                    forget.setString(index, claim.subscription());
                    forget.setInt(index + 1, claim.partition());
                }
                forget.setInt(5, kept);
                forget.setInt(8, limit);
                return forget.executeUpdate();
            }
        });
    }

    @Override
    public List<SubscriptionIntervention> interventions(String subscription, int limit) {
        EventReader.requirePositive(limit);
        return reader.read("interventions", connection -> {
            try (PreparedStatement statement = rows.prepare(connection, SubscriptionStatements.INTERVENTIONS)) {
                statement.setString(1, subscription);
                statement.setInt(2, limit);
                return rows.interventions(statement, subscription);
            }
        });
    }

    @Override
    public long revision() {
        return reader.read(
                "a revision",
                connection ->
                        number(connection, SubscriptionStatements.REVISION).orElseThrow());
    }

    /** Locks what a step locks, which may take as long as the statements of a projection; appends do not wait for that. */
    private boolean intervene(String what, DocumentDialect.Work<Boolean> lock, DocumentDialect.Work<Boolean> work) {
        writes.run(what, lock);
        return writes.inTurn(what, 1, 0, (connection, turn) -> {
            for (String bound : dialect.documents().boundWaiting()) {
                update(connection, bound);
            }
            lock.in(connection);
            return work.in(connection);
        });
    }

    private DocumentDialect.Work<Boolean> all(String subscription) {
        return connection -> {
            checkpoints.take(connection, subscription);
            return true;
        };
    }

    private DocumentDialect.Work<Boolean> of(String subscription, String key) {
        return connection -> update(connection, SubscriptionStatements.LOCK, subscription, subscription, key) > 0;
    }

    private record Deed(
            String action,
            String subscription,
            @Nullable String key,
            @Nullable Position position) {}

    private void record(Connection connection, Deed deed, Intervention intervention) throws SQLException {
        try (PreparedStatement statement = rows.prepare(connection, SubscriptionStatements.INTERVENE)) {
            dialect.columns().setTime(statement, 1, dialect.now(connection));
            statement.setObject(
                    2, deed.position() == null ? null : deed.position().value(), Types.BIGINT);
            statement.setString(3, deed.action());
            statement.setString(4, deed.subscription());
            statement.setString(5, deed.key());
            statement.setString(6, intervention.by());
            statement.setString(7, intervention.why());
            statement.executeUpdate();
        }
        changed(connection, deed.subscription());
    }

    private void changed(Connection connection, String subscription) throws SQLException {
        update(connection, SubscriptionStatements.CHANGED, subscription);
        update(connection, SubscriptionStatements.GROW);
    }

    private int update(Connection connection, String statementText, Object... parameters) throws SQLException {
        try (PreparedStatement statement = rows.prepare(connection, statementText)) {
            bind(statement, parameters);
            return statement.executeUpdate();
        }
    }

    private static void bind(PreparedStatement statement, Object... parameters) throws SQLException {
        for (int i = 0; i < parameters.length; i++) {
            statement.setObject(i + 1, parameters[i]);
        }
    }

    private OptionalLong number(Connection connection, String statementText, Object... parameters) throws SQLException {
        try (PreparedStatement statement = rows.prepare(connection, statementText)) {
            bind(statement, parameters);
            return firstLong(statement);
        }
    }

    private static OptionalLong firstLong(PreparedStatement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery()) {
            return row.next() ? OptionalLong.of(row.getLong(1)) : OptionalLong.empty();
        }
    }
}
