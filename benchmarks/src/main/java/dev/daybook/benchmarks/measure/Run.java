package dev.daybook.benchmarks.measure;

import java.sql.SQLException;
import java.util.Optional;
import java.util.function.LongSupplier;

/** A contender that is ready to be measured. */
public interface Run extends AutoCloseable {

    /** The work of one worker. */
    Operation operation() throws Exception;

    /**
     * Counts the units that are completed so far, where an operation only begins them; empty if a unit is completed with its
     * operation.
     */
    default Optional<LongSupplier> completed() {
        return Optional.empty();
    }

    /**
     * Refuses a result that is not true: whoever says to have stored events must have them.
     *
     * @param units what all operations together said to have done
     */
    void verify(long units) throws Exception;

    @Override
    default void close() throws SQLException {}
}
