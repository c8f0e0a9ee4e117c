package dev.daybook.sql;

import dev.daybook.store.EventFilter;
import dev.daybook.store.StoredEvent;
import dev.daybook.store.StreamId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** What differs between databases. Safe for use by many threads. */
interface Dialect extends AutoCloseable {

    /** For messages. */
    String databaseName();

    /** How many groups may be in flight at one time. */
    int writers();

    WriteConnection connectWriter() throws SQLException;

    /** A connection for one read, or one transaction of read models; to be closed after it. */
    Connection connect() throws SQLException;

    /** The statements, with the names of this store's tables in them. */
    Statements statements();

    /** A column that holds a time. */
    Instant instant(ResultSet row, int column) throws SQLException;

    /** A column that holds an id. */
    UUID uuid(ResultSet row, int column) throws SQLException;

    /** The events with these ids, in no order. */
    List<StoredEvent> find(Connection connection, Collection<UUID> ids) throws SQLException;

    /**
     * A statement that reads the events the filter accepts; its first two parameters are after which position, and up to which; its
     * seventh is how many at most.
     */
    PreparedStatement prepareFiltered(Connection connection, EventFilter filter) throws SQLException;

    /** The events of several streams from their beginnings, at most so many of each: stream by stream, each in order. */
    List<StoredEvent> beginnings(Connection connection, Collection<StreamId> streams, int limit) throws SQLException;

    Fault faultOf(SQLException error);

    /** Whether an error is the fault of a user's statement or its parameters, so that trying it again is no use. */
    boolean blamesStatement(SQLException error);

    /** What wakes a waiting reader up when another process has appended something; told over the connection. */
    Announcements listen(Connection connection, Shutdown shutdown) throws SQLException;

    DocumentDialect documents();

    ColumnTypes columns();

    /** The time by the store's clock. */
    Instant now(Connection connection) throws SQLException;

    /**
     * A query that finds a checkpoint by its subscription, partition, position and epoch, and keeps all others from changing it
     * until the end of the transaction; it finds nothing where another keeps it, and never waits.
     */
    String lockCheckpointIfFree();

    /**
     * What ends a query that is to keep all others from changing the rows it finds until the end of the transaction; it leaves out
     * those that another keeps, and never waits. Empty where all who write take turns.
     */
    String lockingIfFree();

    /**
     * Takes the head, and with it a turn among all that changes queues, outcomes and leases, until the end of the
     * connection's transaction. Tells other processes.
     *
     * @param commands how many sequences of commands may be used
     * @param outcomes how many sequences of outcomes may be used
     */
    Turn takeTurn(Connection connection, int commands, int outcomes) throws SQLException;

    @Override
    void close();

    /** A wait for other processes' appends. Used by one thread. */
    interface Announcements extends AutoCloseable {

        /** Returns after the time, or sooner when something was announced. */
        void await(Duration time) throws SQLException, InterruptedException;

        @Override
        void close();
    }
}
