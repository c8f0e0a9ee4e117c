package dev.daybook.sql;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool;
import dev.daybook.ConfigurationException;
import dev.daybook.store.CommandStore;
import dev.daybook.store.Commit;
import dev.daybook.store.CommitResult;
import dev.daybook.store.DocumentStore;
import dev.daybook.store.EventFilter;
import dev.daybook.store.EventPage;
import dev.daybook.store.EventStore;
import dev.daybook.store.EventType;
import dev.daybook.store.InlineAttachment;
import dev.daybook.store.InlineReadModel;
import dev.daybook.store.LeaseStore;
import dev.daybook.store.Position;
import dev.daybook.store.SnapshotStore;
import dev.daybook.store.StoreLimits;
import dev.daybook.store.StoreUnavailableException;
import dev.daybook.store.StoredEvent;
import dev.daybook.store.StreamId;
import dev.daybook.store.SubscriptionStore;
import dev.daybook.store.TraceStore;
import dev.daybook.store.Version;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;

/**
 * The {@link EventStore} on a SQL database: one SQLite file, or a schema in PostgreSQL 15 or later. Opening one makes or
 * upgrades its tables and fails with a {@link dev.daybook.ConfigurationException} if it cannot.
 *
 * <p>Concurrent commits are written in groups, one transaction each, so throughput grows with the number of callers.
 * Several processes may open the same store. What is answered as committed survives the loss of the process and, as far as
 * the database's own settings go ({@code synchronous=FULL} here on SQLite, {@code synchronous_commit} and {@code fsync} on
 * PostgreSQL), of the machine.
 */
public final class SqlEventStore implements EventStore {

    private static final int SQLITE_READERS = 8;

    private final Dialect dialect;
    private final SqlStoreConfig config;
    private final Head head = new Head();
    private final Head changes = new Head();
    private final Shutdown shutdown = new Shutdown();
    private final EventReader reader;
    private final SqlDocumentStore documents;
    private final SqlCommandStore commands;
    private final SqlSubscriptionStore subscriptions;
    private final SqlLeaseStore leases;
    private final SqlSnapshotStore snapshots;
    private final SqlTraceStore traces;
    private final StoreParts parts;
    private final InlineReadModels inline;
    private final GroupCommitter committer;
    private final HeadWatch watch;

    private SqlEventStore(Dialect dialect, SqlStoreConfig config) {
        this.dialect = dialect;
        this.config = config;
        this.reader = new EventReader(dialect, shutdown);
        Writes writes = new Writes(dialect, shutdown, changes);
        this.subscriptions = new SqlSubscriptionStore(dialect, writes, reader);
        this.parts = new StoreParts(dialect, reader, writes, subscriptions);
        this.documents = new SqlDocumentStore(parts);
        HeadPoll poll = new HeadPoll(dialect, head, changes);
        this.watch = new HeadWatch(dialect, poll, config.pollInterval(), shutdown);
        CommandReader commandReader = new CommandReader(dialect);
        this.commands = new SqlCommandStore(
                reader,
                commandReader,
                new ChangeWatch(watch, changes),
                new CommandParking(dialect, writes, commandReader, config.limits()),
                new CommandSchedule(dialect, writes, reader));
        this.leases = new SqlLeaseStore(dialect, writes, reader);
        this.snapshots = new SqlSnapshotStore(dialect, writes, reader);
        this.traces = new SqlTraceStore(dialect, writes, reader, commandReader);
        reader.read("the head", poll::look);
        Set<EventType> knownTypes = ConcurrentHashMap.newKeySet();
        knownTypes.addAll(reader.eventTypes());
        DocumentTables tables = documents.tables();
        this.inline = new InlineReadModels(tables, dialect);
        GroupSteps steps = new GroupSteps(
                new ProgressWriter(dialect), tables, new InlineFollower(dialect, reader, tables, inline));
        SqlGroupWriter.Shared shared = new SqlGroupWriter.Shared(knownTypes, head, changes, steps);
        List<GroupWriter> writers = new ArrayList<>();
        for (int i = 0; i < dialect.writers(); i++) {
            writers.add(new SqlGroupWriter(dialect, shutdown, shared));
        }
        this.committer =
                new GroupCommitter("daybook", config.limits().waiting(), GroupSize.of(config.group()), writers);
    }

    /** A store in this file, made if it is missing. Needs {@code org.xerial:sqlite-jdbc} on the class path. */
    public static SqlEventStore sqlite(Path file) {
        return sqlite(file, UnaryOperator.identity());
    }

    /** {@link #sqlite(Path)}, set up by a function of the defaults. */
    public static SqlEventStore sqlite(Path file, UnaryOperator<SqlStoreConfig> configure) {
        SqlStoreConfig config = configure.apply(SqlStoreConfig.sqliteDefaults());
        SqliteFile sqlite = SqliteFile.at(file);
        return sqlite(sqlite, sqlite.dataSource(config.limits().waiting().timeout()), config);
    }

    /** With connections that are set up differently from what {@link SqliteFile} does. */
    static SqlEventStore sqlite(SqliteFile file, DataSource dataSource, SqlStoreConfig config) {
        Duration patience = config.limits().waiting().timeout();
        Migrations.onSqlite(file.migrationDataSource(patience), file);
        file.useWriteAheadLog(patience);
        InstantSource clock = config.clock().orElse(InstantSource.system());
        return open(new SqliteDialect(dataSource, SQLITE_READERS, clock, patience), config);
    }

    /**
     * A store in the PostgreSQL that the data source leads to. The data source remains its owner's, who closes it after the
     * store. The store keeps up to three of its connections for itself (two to write, one to watch for other processes) and
     * borrows another for each read; opening needs two at one time. Needs {@code org.postgresql:postgresql} on the class path.
     */
    public static SqlEventStore postgres(DataSource dataSource) {
        return postgres(dataSource, UnaryOperator.identity());
    }

    /** {@link #postgres(DataSource)}, set up by a function of the defaults. */
    public static SqlEventStore postgres(DataSource dataSource, UnaryOperator<SqlStoreConfig> configure) {
        return postgres(dataSource, () -> {}, configure.apply(SqlStoreConfig.defaults()));
    }

    /** A store in the PostgreSQL at this address ({@code jdbc:postgresql://…}), on a pool of its own. */
    public static SqlEventStore postgres(String jdbcUrl) {
        return postgres(jdbcUrl, UnaryOperator.identity());
    }

    /** {@link #postgres(String)}, set up by a function of the defaults. */
    public static SqlEventStore postgres(String jdbcUrl, UnaryOperator<SqlStoreConfig> configure) {
        HikariConfig pool = new HikariConfig();
        pool.setPoolName("daybook-postgres");
        pool.setJdbcUrl(jdbcUrl);
        HikariDataSource dataSource = openPool(pool);
        try {
            return postgres(dataSource, dataSource::close, configure.apply(SqlStoreConfig.defaults()));
        } catch (RuntimeException e) {
            dataSource.close();
            throw e;
        }
    }

    private static HikariDataSource openPool(HikariConfig pool) {
        if (Driver.parseURL(pool.getJdbcUrl(), null) == null) {
            // The address itself may hold a password.
            throw new ConfigurationException(
                    "The address given is none of a PostgreSQL database, expected jdbc:postgresql://host:port/database");
        }
        try {
            return new HikariDataSource(pool);
        } catch (HikariPool.PoolInitializationException e) {
            throw new StoreUnavailableException(
                    "PostgreSQL cannot be reached, see that it runs and that address, user and password are right: "
                            + e.getMessage(),
                    StoreUnavailableException.Outcome.NOT_STORED,
                    e);
        }
    }

    private static SqlEventStore postgres(DataSource dataSource, Runnable onClose, SqlStoreConfig config) {
        Migrations.onPostgres(dataSource, config.schema());
        return open(
                new PostgresDialect(
                        dataSource,
                        onClose,
                        config.schema(),
                        config.clock().orElse(null),
                        config.limits().waiting().timeout()),
                config);
    }

    private static SqlEventStore open(Dialect dialect, SqlStoreConfig config) {
        try {
            return new SqlEventStore(dialect, config);
        } catch (RuntimeException e) {
            dialect.close();
            throw e;
        }
    }

    @Override
    public List<CommitResult> commit(List<Commit> commits) {
        commits.forEach(config.limits()::check);
        commits.forEach(commit -> commit.documents().forEach(documents.tables()::require));
        return committer.commit(commits);
    }

    @Override
    public List<StoredEvent> readStream(StreamId stream, Version after, int limit) {
        return reader.stream(stream, after, limit);
    }

    @Override
    public Map<StreamId, List<StoredEvent>> readStreams(Collection<StreamId> streams, int limit) {
        return reader.streams(streams, limit);
    }

    @Override
    public Version version(StreamId stream) {
        return reader.version(stream);
    }

    @Override
    public List<StoredEvent> readAll(Position after, int limit) {
        return reader.all(after, limit);
    }

    @Override
    public EventPage readAll(Position after, int limit, EventFilter filter) {
        return reader.filtered(after, limit, filter, head.known());
    }

    @Override
    public Position head() {
        return reader.head();
    }

    @Override
    public Optional<StoredEvent> find(UUID eventId) {
        return reader.find(eventId);
    }

    @Override
    public Set<EventType> eventTypes() {
        return reader.eventTypes();
    }

    @Override
    public boolean awaitBeyond(Position position, Duration timeout) throws InterruptedException {
        return watch.awaitBeyond(head, position, timeout);
    }

    @Override
    public DocumentStore documents() {
        return documents;
    }

    @Override
    public SubscriptionStore subscriptions() {
        return subscriptions;
    }

    @Override
    public CommandStore commands() {
        return commands;
    }

    @Override
    public LeaseStore leases() {
        return leases;
    }

    @Override
    public SnapshotStore snapshots() {
        return snapshots;
    }

    @Override
    public TraceStore traces() {
        return traces;
    }

    /**
     * Rows of a projection's tables, as the generation that is serving has them. {@code {name}} in the statement stands for the
     * table, parameters are as in {@link SqlSession}.
     *
     * @throws SqlStatementException if the database refuses the statement
     * @throws StoreUnavailableException if it does not answer
     */
    public <T> List<T> query(
            SqlProjection<?> projection, String statement, SqlRow.Reader<T> row, @Nullable Object... parameters) {
        GenerationTables tables = new GenerationTables(projection.tables(), dialect);
        return reader.read("projection " + projection.name(), connection -> {
            try (JdbcSession session = new JdbcSession(connection, dialect, tables::readServing, null)) {
                return session.query(statement, row, parameters);
            }
        });
    }

    StoreParts parts() {
        return parts;
    }

    @Override
    public InlineAttachment attach(InlineReadModel model) {
        return InlineCatchUp.attach(model, parts, documents, inline);
    }

    @Override
    public StoreLimits limits() {
        return config.limits();
    }

    @Override
    public void close() {
        head.close();
        changes.close();
        committer.close();
        shutdown.begin();
        watch.awaitEnd();
        dialect.close();
    }
}
