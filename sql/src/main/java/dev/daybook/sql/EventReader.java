package dev.daybook.sql;

import dev.daybook.store.EventFilter;
import dev.daybook.store.EventPage;
import dev.daybook.store.EventType;
import dev.daybook.store.Position;
import dev.daybook.store.StoreUnavailableException;
import dev.daybook.store.StoreUnavailableException.Outcome;
import dev.daybook.store.StoredEvent;
import dev.daybook.store.StreamId;
import dev.daybook.store.Version;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Reads the log, each read on a connection of its own. */
final class EventReader {

    private static final int LARGEST_FIRST_GUESS = 1_000;

    /** How many events a filtered read looks at: enough for few calls, not so many that one takes long. */
    private static final int WINDOW = 20_000;

    private final Dialect dialect;
    private final Shutdown shutdown;
    private final String readStream;
    private final String readAll;
    private final String version;
    private final String head;
    private final String eventTypes;

    EventReader(Dialect dialect, Shutdown shutdown) {
        this.dialect = dialect;
        this.shutdown = shutdown;
        Statements statements = dialect.statements();
        this.readStream = statements.readStream();
        this.readAll = statements.readAll();
        this.version = statements.version();
        this.head = statements.head();
        this.eventTypes = statements.eventTypes();
    }

    List<StoredEvent> stream(StreamId stream, Version after, int limit) {
        return read("a stream", connection -> {
            try (PreparedStatement statement = connection.prepareStatement(readStream)) {
                statement.setString(1, stream.toString());
                statement.setLong(2, after.value());
                statement.setInt(3, requirePositive(limit));
                return EventRows.all(statement, dialect, Math.min(limit, LARGEST_FIRST_GUESS));
            }
        });
    }

    Map<StreamId, List<StoredEvent>> streams(Collection<StreamId> streams, int limit) {
        requirePositive(limit);
        Map<StreamId, List<StoredEvent>> found = HashMap.newHashMap(streams.size());
        List<StoredEvent> all =
                read("streams", connection -> dialect.beginnings(connection, Set.copyOf(streams), limit));
        for (StoredEvent event : all) {
            found.computeIfAbsent(event.stream(), stream -> new ArrayList<>()).add(event);
        }
        return found;
    }

    List<StoredEvent> all(Position after, int limit) {
        return read("the log", connection -> {
            try (PreparedStatement statement = connection.prepareStatement(readAll)) {
                statement.setLong(1, after.value());
                statement.setInt(2, requirePositive(limit));
                return EventRows.all(statement, dialect, Math.min(limit, LARGEST_FIRST_GUESS));
            }
        });
    }

    /**
     * The events that the filter accepts among the next ones, of which it looks at {@value #WINDOW}.
     *
     * @param known a position up to which the log is known to be committed
     */
    EventPage filtered(Position after, int limit, EventFilter filter, long known) {
        requirePositive(limit);
        return read("the log", connection -> {
            // The head comes first: whatever is before it is there when the events are read.
            long far = after.value() > Long.MAX_VALUE - WINDOW ? after.value() : after.value() + WINDOW;
            long end = known >= far ? far : Math.min(far, head(connection).value());
            if (end <= after.value()) {
                return new EventPage(List.of(), after);
            }
            return between(connection, after, Position.of(end), limit, filter);
        });
    }

    /** The events that the filter accepts after a position, up to another up to which the connection sees all. */
    EventPage between(Connection connection, Position after, Position end, int limit, EventFilter filter)
            throws SQLException {
        try (PreparedStatement statement = dialect.prepareFiltered(connection, filter)) {
            statement.setLong(1, after.value());
            statement.setLong(2, end.value());
            statement.setInt(7, limit);
            List<StoredEvent> events = EventRows.all(statement, dialect, Math.min(limit, LARGEST_FIRST_GUESS));
            return new EventPage(
                    events, events.size() == limit ? events.getLast().position() : end);
        }
    }

    Version version(StreamId stream) {
        return read("a version", connection -> {
            try (PreparedStatement statement = connection.prepareStatement(version)) {
                statement.setString(1, stream.toString());
                try (ResultSet row = statement.executeQuery()) {
                    return row.next() ? Version.of(row.getLong(1)) : Version.NONE;
                }
            }
        });
    }

    Position head() {
        return read("the head", this::head);
    }

    Position head(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(head);
                ResultSet row = statement.executeQuery()) {
            row.next();
            return Position.of(row.getLong(1));
        }
    }

    Set<EventType> eventTypes() {
        return read("the event types", connection -> {
            Set<EventType> types = new HashSet<>();
            try (PreparedStatement statement = connection.prepareStatement(eventTypes);
                    ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    types.add(new EventType(row.getString(1), row.getInt(2)));
                }
            }
            return types;
        });
    }

    Optional<StoredEvent> find(UUID id) {
        return read(
                "an event",
                connection -> dialect.find(connection, Set.of(id)).stream().findFirst());
    }

    <T> T read(String what, Read<T> read) {
        if (shutdown.begun()) {
            throw new StoreUnavailableException("The store is closed", Outcome.NOT_STORED);
        }
        try (Connection connection = dialect.connect()) {
            return read.from(connection);
        } catch (SQLException e) {
            throw new StoreUnavailableException(
                    "Reading " + what + " from " + dialect.databaseName() + " failed, try again later: "
                            + e.getMessage(),
                    Outcome.NOT_STORED,
                    e);
        }
    }

    /** What is done with a connection. */
    @FunctionalInterface
    interface Read<T> {
        T from(Connection connection) throws SQLException;
    }

    static int requirePositive(int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("The limit of a read must be positive, found " + limit);
        }
        return limit;
    }
}
