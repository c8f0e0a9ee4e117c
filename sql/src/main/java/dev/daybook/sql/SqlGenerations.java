package dev.daybook.sql;

import dev.daybook.store.DocumentCollection;
import dev.daybook.store.Generation;
import dev.daybook.store.Generation.State;
import dev.daybook.store.Generations;
import dev.daybook.store.Position;
import dev.daybook.store.SubscriptionStore;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Every change takes a turn, so that none comes between what another has looked at and what it does. */
final class SqlGenerations implements Generations {

    private static final String LIST = """
            SELECT number, state, fingerprint, started_at, changed_at, throttle, holds_up
              FROM ${schema}generation
             WHERE collection = ?
             ORDER BY number
            """;

    private static final String BEGIN = """
            INSERT INTO ${schema}generation (collection, number, state, fingerprint, started_at, changed_at)
            VALUES (?, ?, ?, ?, ?, ?)
            """;

    private static final String SET_STATE =
            "UPDATE ${schema}generation SET state = ?, changed_at = ?, holds_up = FALSE WHERE collection = ? AND number = ?";

    private static final String SET_THROTTLE =
            "UPDATE ${schema}generation SET throttle = ? WHERE collection = ? AND number = ?";

    private static final String SET_HOLDS_UP =
            "UPDATE ${schema}generation SET holds_up = ? WHERE collection = ? AND number = ?";

    private static final String LOCK =
            "UPDATE ${schema}generation SET throttle = throttle WHERE collection = ? AND number = ?";

    private static final String DELETE = "DELETE FROM ${schema}generation WHERE collection = ? AND number = ?";

    private static final String CHECKPOINTS =
            "SELECT position FROM ${schema}subscription_partition WHERE subscription = ? ORDER BY partition";

    private static final Set<State> UNFINISHED = EnumSet.of(State.BUILDING, State.PAUSED);

    private final Dialect dialect;
    private final EventReader reader;
    private final Writes writes;
    private final SubscriptionStore subscriptions;
    private final CheckpointLock checkpoints;
    private final Function<String, GenerationMaker> makers;

    /** @param makers by the names of their read models */
    SqlGenerations(StoreParts parts, Function<String, GenerationMaker> makers) {
        this.dialect = parts.dialect();
        this.reader = parts.reader();
        this.writes = parts.writes();
        this.subscriptions = parts.subscriptions();
        this.checkpoints = new CheckpointLock(dialect);
        this.makers = makers;
    }

    /** Of documents. */
    static SqlGenerations ofDocuments(StoreParts parts) {
        return new SqlGenerations(parts, name -> new CollectionMaker(DocumentCollection.of(name), parts.dialect()));
    }

    @Override
    public List<Generation> list(String collection) {
        return reader.read("generations of " + collection, connection -> list(connection, collection));
    }

    private List<Generation> list(Connection connection, String collection) throws SQLException {
        try (PreparedStatement statement = prepare(connection, LIST)) {
            statement.setString(1, collection);
            return CommandRows.all(statement, row -> generation(collection, row));
        }
    }

    private Generation generation(String collection, ResultSet row) throws SQLException {
        return new Generation(
                collection,
                row.getInt(1),
                State.valueOf(row.getString(2).toUpperCase(Locale.ROOT)),
                row.getString(3),
                dialect.columns().time(row, 4),
                dialect.columns().time(row, 5),
                row.getInt(6),
                row.getBoolean(7));
    }

    /** Makes what is missing of a generation, which is begun if it is the first. */
    void prepare(CollectionTable table) {
        String collection = table.collection().name();
        if (table.generation() == 1 && list(collection).isEmpty()) {
            change("Beginning collection " + collection, connection -> {
                if (list(connection, collection).isEmpty()) {
                    add(connection, new Begun(collection, 1, ""), new CollectionMaker(table.collection(), dialect));
                }
                return true;
            });
        }
        writes.run("Preparing collection " + collection, connection -> {
            if (!lock(connection, table)) {
                throw new IllegalArgumentException(
                        "Collection " + collection + " has no generation " + table.generation()
                                + ", there are "
                                + list(connection, collection).stream()
                                        .map(Generation::number)
                                        .toList()
                                + ": begin it first");
            }
            execute(connection, table.definitions());
            return true;
        });
    }

    /** Makes those who prepare a generation at the same moment take turns; the log's turn is not taken for that long. */
    private boolean lock(Connection connection, CollectionTable table) throws SQLException {
        try (PreparedStatement statement = prepare(connection, LOCK)) {
            statement.setString(1, table.collection().name());
            statement.setInt(2, table.generation());
            return statement.executeUpdate() == 1;
        }
    }

    @Override
    public Generation begin(DocumentCollection collection, String fingerprint) {
        return begin(collection.name(), fingerprint, new CollectionMaker(collection, dialect));
    }

    Generation begin(String name, String fingerprint, GenerationMaker maker) {
        return change("Beginning a generation of " + name, connection -> {
            List<Generation> known = list(connection, name);
            Optional<Generation> unfinished =
                    known.stream().filter(Generation::isBuilding).findFirst();
            if (unfinished.isPresent()) {
                return sameAs(unfinished.get(), fingerprint);
            }
            int number = known.isEmpty() ? 1 : known.getLast().number() + 1;
            add(connection, new Begun(name, number, fingerprint), maker);
            return list(connection, name).getLast();
        });
    }

    private static Generation sameAs(Generation unfinished, String fingerprint) {
        if (!unfinished.fingerprint().equals(fingerprint)) {
            throw new IllegalStateException("Generation " + unfinished.number() + " of collection "
                    + unfinished.collection() + " is being built by another definition: cancel it first");
        }
        return unfinished;
    }

    private record Begun(String name, int number, String fingerprint) {}

    private void add(Connection connection, Begun begun, GenerationMaker maker) throws SQLException {
        Instant now = dialect.now(connection);
        boolean first = list(connection, begun.name()).isEmpty();
        try (PreparedStatement statement = prepare(connection, BEGIN)) {
            statement.setString(1, begun.name());
            statement.setInt(2, begun.number());
            statement.setString(3, text(first ? State.SERVING : State.BUILDING));
            statement.setString(4, begun.fingerprint());
            dialect.columns().setTime(statement, 5, now);
            dialect.columns().setTime(statement, 6, now);
            statement.executeUpdate();
        }
        maker.create(connection, begun.number());
        if (first) {
            maker.serve(connection, begun.number());
        }
    }

    @Override
    public boolean swap(String collection, int number) {
        return swap(collection, number, (connection, next) -> true);
    }

    /** What is done to a generation before it serves; false if it may not. */
    @FunctionalInterface
    interface LastStep {
        boolean take(Connection connection, Generation next) throws SQLException;
    }

    /** {@link #swap(String, int)} after a last step, in one transaction. */
    boolean swap(String collection, int number, LastStep last) {
        return change("Swapping generations of " + collection, connection -> {
            execute(connection, dialect.documents().boundWaiting());
            List<Generation> known = list(connection, collection);
            Optional<Generation> next = find(known, number, EnumSet.of(State.BUILDING));
            Optional<Generation> serving =
                    known.stream().filter(row -> row.state() == State.SERVING).findFirst();
            if (next.isEmpty() || !last.take(connection, next.get())) {
                return false;
            }
            if (serving.isPresent() && !overtakes(connection, next.get(), serving.get())) {
                return false;
            }
            if (serving.isPresent()) {
                setState(connection, serving.get(), State.RETIRED);
            }
            setState(connection, next.get(), State.SERVING);
            makers.apply(collection).serve(connection, number);
            return true;
        });
    }

    /** Whoever follows waits from now on until the swap is made. */
    private boolean overtakes(Connection connection, Generation next, Generation serving) throws SQLException {
        checkpoints.take(connection, serving.subscription());
        return hasOvertaken(checkpoints(connection, next), checkpoints(connection, serving));
    }

    /** By partition where they have the same, else as a whole. */
    static boolean hasOvertaken(List<Position> next, List<Position> serving) {
        if (!next.isEmpty() && next.size() == serving.size()) {
            for (int i = 0; i < next.size(); i++) {
                if (next.get(i).compareTo(serving.get(i)) < 0) {
                    return false;
                }
            }
            return true;
        }
        Position least = next.stream().min(Position::compareTo).orElse(Position.START);
        return !next.isEmpty() && serving.stream().allMatch(position -> position.compareTo(least) <= 0);
    }

    private List<Position> checkpoints(Connection connection, Generation generation) throws SQLException {
        try (PreparedStatement statement = prepare(connection, CHECKPOINTS)) {
            statement.setString(1, generation.subscription());
            return CommandRows.all(statement, row -> Position.of(row.getLong(1)));
        }
    }

    @Override
    public boolean pause(String collection, int number) {
        return setState(collection, number, EnumSet.of(State.BUILDING), State.PAUSED);
    }

    @Override
    public boolean resume(String collection, int number) {
        return setState(collection, number, EnumSet.of(State.PAUSED), State.BUILDING);
    }

    @Override
    public boolean cancel(String collection, int number) {
        return setState(collection, number, UNFINISHED, State.CANCELLED);
    }

    private boolean setState(String collection, int number, Set<State> from, State to) {
        return change("Changing a generation of " + collection, connection -> {
            Optional<Generation> found = find(list(connection, collection), number, from);
            if (found.isPresent()) {
                setState(connection, found.get(), to);
            }
            return found.isPresent();
        });
    }

    private void setState(Connection connection, Generation generation, State to) throws SQLException {
        try (PreparedStatement statement = prepare(connection, SET_STATE)) {
            statement.setString(1, text(to));
            dialect.columns().setTime(statement, 2, dialect.now(connection));
            statement.setString(3, generation.collection());
            statement.setInt(4, generation.number());
            statement.executeUpdate();
        }
    }

    @Override
    public boolean throttle(String collection, int number, int eventsPerSecond) {
        if (eventsPerSecond < 0) {
            throw new IllegalArgumentException("Events a second are 0 (no bound) or more, found " + eventsPerSecond);
        }
        return change("Throttling a generation of " + collection, connection -> {
            if (find(list(connection, collection), number, UNFINISHED).isEmpty()) {
                return false;
            }
            try (PreparedStatement statement = prepare(connection, SET_THROTTLE)) {
                statement.setInt(1, eventsPerSecond);
                statement.setString(2, collection);
                statement.setInt(3, number);
                return statement.executeUpdate() == 1;
            }
        });
    }

    @Override
    public boolean holdUp(String collection, int number, boolean held) {
        return change("Letting a generation of " + collection + " overtake", connection -> {
            if (find(list(connection, collection), number, EnumSet.of(State.BUILDING))
                    .isEmpty()) {
                return false;
            }
            try (PreparedStatement statement = prepare(connection, SET_HOLDS_UP)) {
                statement.setBoolean(1, held);
                statement.setString(2, collection);
                statement.setInt(3, number);
                return statement.executeUpdate() == 1;
            }
        });
    }

    @Override
    public boolean drop(String collection, int number) {
        if (find(list(collection), number, EnumSet.of(State.RETIRED, State.CANCELLED))
                .isEmpty()) {
            return false;
        }
        subscriptions.forget(Generation.subscription(collection, number));
        return change("Dropping a generation of " + collection, connection -> {
            if (find(list(connection, collection), number, EnumSet.of(State.RETIRED, State.CANCELLED))
                    .isEmpty()) {
                return false;
            }
            execute(connection, dialect.documents().boundWaiting());
            makers.apply(collection).drop(connection, number);
            try (PreparedStatement statement = prepare(connection, DELETE)) {
                statement.setString(1, collection);
                statement.setInt(2, number);
                return statement.executeUpdate() == 1;
            }
        });
    }

    private static Optional<Generation> find(List<Generation> among, int number, Set<State> states) {
        return among.stream()
                .filter(row -> row.number() == number && states.contains(row.state()))
                .findFirst();
    }

    private <T> T change(String what, DocumentDialect.Work<T> work) {
        return writes.inTurn(what, 1, 0, (connection, turn) -> {
            T result = work.in(connection);
            if (!Boolean.FALSE.equals(result)) {
                execute(connection, List.of(dialect.statements().qualified(SubscriptionStatements.GROW)));
            }
            return result;
        });
    }

    private static void execute(Connection connection, List<String> statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String text : statements) {
                statement.execute(text);
            }
        }
    }

    private static String text(State state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    private PreparedStatement prepare(Connection connection, String statement) throws SQLException {
        return connection.prepareStatement(dialect.statements().qualified(statement));
    }
}
