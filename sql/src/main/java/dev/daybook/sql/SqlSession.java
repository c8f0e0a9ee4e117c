package dev.daybook.sql;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Statements within the one transaction in which a {@link SqlProjection} deals with events and moves its checkpoint. It begins
 * before the handler and is committed after it, so a statement that begins, commits or rolls back is refused. For the thread
 * of the handler, until the handler returns.
 *
 * <p>{@code {name}} in a statement stands for the projection's table of that name, of the generation that is being filled.
 * Parameters are texts, numbers, booleans, {@link java.util.UUID}, {@link java.time.Instant}, {@link java.time.LocalDate},
 * {@link java.math.BigDecimal}, enums (by name), byte arrays, {@link Optional} and null, and the types of the store such as
 * {@link dev.daybook.store.Position} and {@link dev.daybook.store.StreamId}; others go to the driver as they are.
 *
 * <p>A failing statement is thrown as {@link SqlStatementException} or, where the database does not answer, as
 * {@link dev.daybook.store.StoreUnavailableException}; after either, everything that the transaction did is undone,
 * also where the handler catches it: every later call throws it again, and so does the end of the step. What may be there
 * already is inserted with {@code ON CONFLICT}.
 */
public interface SqlSession {

    /**
     * Has a statement carried out at the latest when the handler returns, and before the next other statement. The same
     * statement several times in a row is sent as one batch, so prefer this to {@link #updateNow}.
     */
    void update(String statement, @Nullable Object... parameters);

    /** Carries out a statement at once; how many rows it changed. */
    long updateNow(String statement, @Nullable Object... parameters);

    /** The rows of a query, which sees all that was updated before. */
    <T> List<T> query(String statement, SqlRow.Reader<T> reader, @Nullable Object... parameters);

    /** The first row of a query, if it has any. */
    default <T> Optional<T> queryFirst(String statement, SqlRow.Reader<T> reader, @Nullable Object... parameters) {
        return query(statement, reader, parameters).stream().findFirst();
    }
}
