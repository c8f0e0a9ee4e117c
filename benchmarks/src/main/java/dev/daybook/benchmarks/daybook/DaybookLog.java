package dev.daybook.benchmarks.daybook;

import com.zaxxer.hikari.HikariDataSource;
import dev.daybook.benchmarks.postgres.PostgresServer;
import dev.daybook.benchmarks.workload.EventLog;
import dev.daybook.benchmarks.workload.NewEvent;
import dev.daybook.benchmarks.workload.OrderPlaced;
import dev.daybook.benchmarks.workload.RowCount;
import dev.daybook.event.EventCodec;
import dev.daybook.event.JsonCodec;
import dev.daybook.sql.SqlEventStore;
import dev.daybook.store.Append;
import dev.daybook.store.Commit;
import dev.daybook.store.CommitResult;
import dev.daybook.store.EventStore;
import dev.daybook.store.EventType;
import dev.daybook.store.ExpectedVersion;
import dev.daybook.store.Metadata;
import dev.daybook.store.Position;
import dev.daybook.store.SerializedEvent;
import dev.daybook.store.StoredEvent;
import dev.daybook.store.StreamId;
import dev.daybook.store.Version;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.sqlite.SQLiteDataSource;

/** A Daybook event store of any engine. */
public final class DaybookLog implements EventLog {

    private static final EventType TYPE = new EventType("order-placed", 1);
    private static final int PAGE = 1_000;

    private final EventStore store;
    private final RowCount rows;
    private final Runnable closing;
    private final EventCodec json = JsonCodec.standard();

    private DaybookLog(EventStore store, RowCount rows, Runnable closing) {
        this.store = store;
        this.rows = rows;
        this.closing = closing;
    }

    /** An empty log in a PostgreSQL schema of its own. */
    public static DaybookLog create(PostgresServer server, String schema, int connections) throws SQLException {
        server.recreate(schema);
        return open(server, schema, connections);
    }

    /** The log in a PostgreSQL schema. */
    public static DaybookLog open(PostgresServer server, String schema, int connections) {
        HikariDataSource pool = server.pool(schema, connections);
        EventStore store = SqlEventStore.postgres(pool, config -> config.withSchema(schema));
        return new DaybookLog(store, new RowCount(pool, "event"), pool::close);
    }

    /** The log in an SQLite file. */
    public static DaybookLog open(Path file) {
        SQLiteDataSource database = new SQLiteDataSource();
        database.setUrl("jdbc:sqlite:" + file);
        return new DaybookLog(SqlEventStore.sqlite(file), new RowCount(database, "event"), () -> {});
    }

    @Override
    public void append(NewEvent event) {
        store(event);
    }

    /** Stores one event and tells the position that a reader has to get to in order to see it. */
    Position store(NewEvent event) {
        return commit(Commit.of(append(event, List.of(serialized(event)))));
    }

    @Override
    public void append(List<NewEvent> events) {
        List<Append> appends = new ArrayList<>();
        int begin = 0;
        for (int i = 1; i <= events.size(); i++) {
            if (i == events.size() || !events.get(i).stream().equals(events.get(begin).stream())) {
                List<NewEvent> stream = events.subList(begin, i);
                appends.add(append(
                        stream.getFirst(), stream.stream().map(this::serialized).toList()));
                begin = i;
            }
        }
        commit(new Commit(appends));
    }

    private static Append append(NewEvent first, List<SerializedEvent> events) {
        return new Append(StreamId.parse(first.stream()), ExpectedVersion.exactly(first.version() - 1), events);
    }

    private SerializedEvent serialized(NewEvent event) {
        return new SerializedEvent(
                event.id(), TYPE, json.write(event.payload()), Metadata.of(event.correlation(), null, Map.of()));
    }

    private Position commit(Commit commit) {
        CommitResult result = store.commit(commit);
        if (!(result instanceof CommitResult.Committed committed)) {
            throw new IllegalStateException("Expected the commit to be stored, found " + result);
        }
        return committed.position();
    }

    EventStore store() {
        return store;
    }

    /** The same database, behind the store's back. */
    DataSource database() {
        return rows.database();
    }

    @Override
    public long readStream(String stream) {
        StreamId id = StreamId.parse(stream);
        Version after = Version.NONE;
        List<StoredEvent> page;
        do {
            page = store.readStream(id, after, PAGE);
            for (StoredEvent event : page) {
                json.read(event.data(), OrderPlaced.class);
                after = event.version();
            }
        } while (page.size() == PAGE);
        return after.value();
    }

    @Override
    public long readAll() {
        Position after = Position.START;
        List<StoredEvent> page;
        do {
            page = store.readAll(after, PAGE);
            for (StoredEvent event : page) {
                json.read(event.data(), OrderPlaced.class);
                after = event.position();
            }
        } while (page.size() == PAGE);
        return after.value();
    }

    @Override
    public long count() throws SQLException {
        return rows.count();
    }

    @Override
    public void close() {
        store.close();
        closing.run();
    }
}
