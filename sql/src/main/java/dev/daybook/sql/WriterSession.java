package dev.daybook.sql;

import java.sql.SQLException;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A writer's connection through all breaks. After one that left an outcome unknown, nothing is asked of the new connection
 * before what was sent over the old one has been fenced off. Used by one thread.
 */
final class WriterSession implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(WriterSession.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(20);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

    private final Dialect dialect;
    private final Shutdown shutdown;
    private @Nullable WriteConnection connection;
    private boolean unsure;
    private Duration pause = FIRST_PAUSE;
    private int breaks;

    WriterSession(Dialect dialect, Shutdown shutdown) {
        this.dialect = dialect;
        this.shutdown = shutdown;
    }

    /** The connection, made anew if need be. */
    WriteConnection connection() throws SQLException {
        WriteConnection current = connection;
        if (current == null) {
            current = dialect.connectWriter();
            connection = current;
        }
        if (unsure) {
            current.fenceOff();
            unsure = false;
        }
        return current;
    }

    boolean connected() {
        return connection != null && !unsure;
    }

    /** Throws the connection away; what was sent over it has been answered. */
    void disconnect() {
        if (connection != null) {
            connection.discard();
            connection = null;
        }
    }

    /** Throws the connection away; what was sent over it may yet be carried out. */
    void disconnectUnsure() {
        unsure = true;
        breaks++;
        disconnect();
    }

    /**
     * Tries until there is a connection again: true then, false if nobody waits for it any more or the store closes. Pauses
     * before each try, the longer the more of them in a row led to nothing.
     */
    boolean reconnect(BooleanSupplier nobodyWaits) {
        while (!nobodyWaits.getAsBoolean() && !shutdown.await(pause)) {
            Duration doubled = pause.multipliedBy(2);
            pause = doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
            try {
                connection();
                return true;
            } catch (SQLException e) {
                LOG.warn("{} cannot be reached, trying again in {}: {}", dialect.databaseName(), pause, e.getMessage());
                disconnect();
            }
        }
        return false;
    }

    /** Says that the connection has done what was asked of it. */
    void works() {
        pause = FIRST_PAUSE;
        breaks = 0;
    }

    /** How often in a row the connection broke without having done what was asked of it. */
    int breaks() {
        return breaks;
    }

    @Override
    public void close() {
        if (connection != null) {
            connection.close();
            connection = null;
        }
    }
}
