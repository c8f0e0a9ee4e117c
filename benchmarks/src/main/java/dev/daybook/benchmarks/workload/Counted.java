package dev.daybook.benchmarks.workload;

import java.sql.SQLException;

/** What stores events and can be checked. Safe for use by many threads. */
public interface Counted extends AutoCloseable {

    /** Counts what is really there. */
    long count() throws Exception;

    @Override
    void close() throws SQLException;

    /**
     * Refuses a result that is not true.
     *
     * @param before how many events there were
     * @param expected how many are said to be new
     */
    default void verify(long before, long expected) throws Exception {
        long found = count() - before;
        if (found != expected) {
            throw new IllegalStateException(
                    "Expected " + expected + " new events, found " + found + ": the measurement is void");
        }
    }
}
