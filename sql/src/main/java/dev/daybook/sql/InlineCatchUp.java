package dev.daybook.sql;

import dev.daybook.store.EventFilter;
import dev.daybook.store.EventPage;
import dev.daybook.store.Generation;
import dev.daybook.store.InlineAttachment;
import dev.daybook.store.InlineReadModel;
import dev.daybook.store.PageSize;
import dev.daybook.store.Position;
import dev.daybook.store.Progress;
import dev.daybook.store.SubscriptionStore;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * Attaches read models: brings each up to date page by page, the last pages under the head's lock, so that no append comes
 * between its catching up and its being attached. Safe for use by many threads.
 */
final class InlineCatchUp {

    /** How the log is read. */
    @FunctionalInterface
    interface Log {
        EventPage read(Position after, int limit, EventFilter filter);
    }

    private final Dialect dialect;
    private final Writes writes;
    private final DocumentTables tables;
    private final ProgressWriter progress;
    private final InlineReadModels models;

    InlineCatchUp(
            Dialect dialect, Writes writes, DocumentTables tables, ProgressWriter progress, InlineReadModels models) {
        this.dialect = dialect;
        this.writes = writes;
        this.tables = tables;
        this.progress = progress;
        this.models = models;
    }

    InlineAttachment attach(InlineReadModel model, Log log, SubscriptionStore subscriptions) {
        models.requireNew(model);
        String subscription = Generation.subscription(model.collection().name(), model.generation());
        Position position;
        do {
            position = subscriptions
                    .begin(subscription, 1, Position.START)
                    .checkpoints()
                    .getFirst();
            position = catchUp(model, log, position);
        } while (!finish(model, log, position));
        return () -> models.remove(model);
    }

    /** Up to where the log ended a short time ago. */
    private Position catchUp(InlineReadModel model, Log log, Position start) {
        Position position = start;
        PageSize size = new PageSize();
        while (true) {
            Position from = position;
            EventPage page = log.read(from, size.limit(), model.filter());
            size.mayFollow(page.events());
            if (page.reached().equals(from)) {
                return from;
            }
            boolean moved =
                    writes.run("Catching up " + model.title(), connection -> write(connection, model, from, page));
            if (!moved) {
                return from; // another process has got further, which shows when this is finished
            }
            position = page.reached();
        }
    }

    /** Up to where the log ends, and on from there. False if the read model was moved by another process meanwhile. */
    private boolean finish(InlineReadModel model, Log log, Position start) {
        models.attaching().lock();
        try {
            fenceOff();
            boolean caughtUp = writes.inTurn("Catching up " + model.title(), 0, 0, (connection, turn) -> {
                Position position = start;
                PageSize size = new PageSize();
                EventPage page = log.read(position, size.limit(), model.filter());
                while (!page.reached().equals(position)) {
                    if (!write(connection, model, position, page)) {
                        return false;
                    }
                    size.mayFollow(page.events());
                    position = page.reached();
                    page = log.read(position, size.limit(), model.filter());
                }
                return progress.move(connection, new Progress(InlineFollower.claim(model), position, position));
            });
            if (caughtUp) {
                models.add(model);
            }
            return caughtUp;
        } finally {
            models.attaching().unlock();
        }
    }

    /** A call without the read model, whose answer never came, must not be carried out once it is attached. */
    private void fenceOff() {
        try (WriteConnection connection = dialect.connectWriter()) {
            connection.fenceOff();
        } catch (SQLException e) {
            throw writes.failed("Attaching an inline projection", e);
        }
    }

    private boolean write(Connection connection, InlineReadModel model, Position from, EventPage page)
            throws SQLException {
        if (!progress.move(connection, new Progress(InlineFollower.claim(model), from, page.reached()))) {
            return false;
        }
        InlineFold fold = new InlineFold(model);
        fold.fold(connection, tables, List.of(page.events()));
        if (!fold.failures().isEmpty()) {
            throw fold.failures().get(0);
        }
        return true;
    }
}
