package dev.daybook.sql;

import dev.daybook.DaybookException;
import dev.daybook.event.EventCatalog;
import dev.daybook.event.RecordedEvent;
import dev.daybook.projection.ProjectionFailedException;
import dev.daybook.store.Generation;
import dev.daybook.store.Progress;
import dev.daybook.store.StoreUnavailableException;
import dev.daybook.store.StoredEvent;
import dev.daybook.subscription.EventHandler;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;

/** Fills one generation of a {@link SqlProjection}: its statements and its checkpoint are one transaction. */
final class SqlProjectionHandler<E> implements EventHandler {

    /** What is filled. */
    record Target(GenerationTables tables, Generation generation) {}

    private final SqlProjection<E> projection;
    private final EventCatalog catalog;
    private final StoreParts database;
    private final Target target;
    private final ProgressWriter progress;

    SqlProjectionHandler(SqlProjection<E> projection, EventCatalog catalog, StoreParts database, Target target) {
        this.projection = projection;
        this.catalog = catalog;
        this.database = database;
        this.target = target;
        this.progress = new ProgressWriter(database.dialect());
    }

    @Override
    public String keyOf(StoredEvent event) {
        return projection
                .key()
                .map(key -> key.apply(recorded(event)))
                .orElseGet(() -> event.stream().toString());
    }

    private RecordedEvent<E> recorded(StoredEvent stored) {
        return new RecordedEvent<>(projection.events().cast(catalog.read(stored).event()), stored);
    }

    @Override
    public boolean handle(Progress step, List<StoredEvent> events) {
        String what = "A step of projection " + projection.name();
        return database.writes().runStep(what, projection.stepTimeout(), connection -> {
            if (!progress.move(connection, step)) {
                return false;
            }
            if (!events.isEmpty()) {
                handle(connection, events);
            }
            return true;
        });
    }

    private void handle(Connection connection, List<StoredEvent> events) {
        int generation = target.generation().number();
        try (JdbcSession session = new JdbcSession(
                connection,
                database.dialect(),
                statement -> target.tables().read(statement, generation),
                projection.stepTimeout())) {
            List<RecordedEvent<E>> recorded = new ArrayList<>(events.size());
            events.forEach(event -> recorded.add(recorded(event)));
            projection.handle(recorded, session);
            session.finish();
        } catch (StoreUnavailableException e) {
            throw e;
        } catch (RuntimeException | Error e) {
            throw failed(events, e);
        }
    }

    private ProjectionFailedException failed(List<StoredEvent> events, Throwable error) {
        StoredEvent first = events.getFirst();
        String which = events.size() == 1
                ? "event " + first.type().name() + " (" + first.id() + ") at position " + first.position()
                        + ", version " + first.version() + " of stream " + first.stream()
                : events.size() + " events from position " + first.position() + " on";
        return new ProjectionFailedException(
                "Projection " + projection.name() + ", generation "
                        + target.generation().number() + ", failed to deal with " + which + ": "
                        + (error instanceof DaybookException ? error.getMessage() : error),
                error);
    }
}
