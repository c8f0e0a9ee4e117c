package dev.daybook.benchmarks.measure;

import java.sql.SQLException;

/** A contender that is ready to be measured. */
public interface Run extends AutoCloseable {

    /** The work of one worker. */
    Operation operation() throws Exception;

    /**
     * Refuses a result that is not true: whoever says to have stored events must have them.
     *
     * @param units what all operations together said to have done
     */
    void verify(long units) throws Exception;

    @Override
    default void close() throws SQLException {}
}
