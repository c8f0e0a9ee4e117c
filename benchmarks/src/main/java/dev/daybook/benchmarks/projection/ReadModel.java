package dev.daybook.benchmarks.projection;

import java.sql.SQLException;
import java.util.Map;

/** Rows that are made of a log, one for each key. Used by one thread. */
public interface ReadModel extends AutoCloseable {

    /** Makes a read model on a log that is filled. */
    @FunctionalInterface
    interface Opening {
        ReadModel open() throws Exception;
    }

    /** Makes all rows anew from the first event of the log to the last, and returns when they are there to be queried. */
    void rebuild() throws Exception;

    /** The rows as a query finds them, by key. */
    Map<String, OrderTotals> rows() throws Exception;

    @Override
    void close() throws SQLException;
}
