package dev.daybook.sql;

import dev.daybook.sql.InlineCheckpoints.At;
import dev.daybook.store.EventPage;
import dev.daybook.store.Generation;
import dev.daybook.store.InlineAttachment;
import dev.daybook.store.InlineReadModel;
import dev.daybook.store.PageSize;
import dev.daybook.store.Position;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * A read model that is attached: brings its serving generation up to date page by page, each in a transaction of its own, and
 * another generation under the head's lock. Safe for use by many threads.
 */
final class InlineCatchUp implements InlineAttachment {

    private final StoreParts parts;
    private final SqlDocumentStore documents;
    private final InlineReadModels models;
    private final InlineReadModels.Attached attached;
    private final InlineReadModel model;
    private final InlineCheckpoints checkpoints;

    private InlineCatchUp(
            StoreParts parts, SqlDocumentStore documents, InlineReadModels models, InlineReadModels.Attached attached) {
        this.parts = parts;
        this.documents = documents;
        this.models = models;
        this.attached = attached;
        this.model = attached.model();
        this.checkpoints = new InlineCheckpoints(parts.dialect());
    }

    static InlineCatchUp attach(
            InlineReadModel model, StoreParts parts, SqlDocumentStore documents, InlineReadModels models) {
        return new InlineCatchUp(parts, documents, models, models.add(model));
    }

    /** Up to where the log ends now, so that it ends however much is appended meanwhile. */
    @Override
    public boolean catchUp() {
        boolean wasBehind = false;
        Position end = parts.reader().head();
        PageSize size = new PageSize();
        Optional<At> at = serving();
        while (at.isPresent() && at.get().position() < end.value()) {
            wasBehind = true;
            foldPage(at.get(), size);
            at = serving();
        }
        return wasBehind;
    }

    private Optional<At> serving() {
        Optional<At> found = parts.reader()
                .read("where " + model.title() + " is", connection -> checkpoints.findServing(connection, model));
        if (found.isPresent() && !found.get().hasCheckpoint()) {
            String subscription = found.get().subscription();
            Position position =
                    parts.subscriptions().begin(subscription, 1, Position.START).position();
            return Optional.of(new At(subscription, position.value()));
        }
        return found;
    }

    /** If another has done so meanwhile, nothing is done. */
    private void foldPage(At at, PageSize size) {
        EventPage page = parts.reader().filtered(Position.of(at.position()), size.limit(), model.filter(), 0);
        size.mayFollow(page.events());
        parts.writes().run("Catching up " + model.title(), connection -> {
            if (checkpoints.move(connection, at, page.reached())) {
                fold(connection, at.generation(), page);
            }
            return true;
        });
    }

    private void fold(Connection connection, int generation, EventPage page) throws SQLException {
        InlineFold fold = attached.fold(generation);
        fold.fold(connection, documents.tables(), List.of(page.events()));
        if (!fold.failures().isEmpty()) {
            throw fold.failures().get(0);
        }
    }

    @Override
    public boolean swap(int generation) {
        return documents.generations().swap(model.collection().name(), generation, this::foldTheRest);
    }

    private boolean foldTheRest(Connection connection, Generation next) throws SQLException {
        Optional<At> found = checkpoints.lock(connection, next);
        if (found.isEmpty() || !next.fingerprint().equals(model.fingerprint())) {
            return false;
        }
        At at = found.get();
        Position head = parts.reader().head(connection);
        long left = head.value() - at.position();
        if (left < 0
                || left > InlineFollower.MOST_MISSED
                || parts.subscriptions().hasParked(connection, next.subscription())) {
            return false;
        }
        if (left > 0) {
            Position from = Position.of(at.position());
            fold(connection, next.number(), parts.reader().between(connection, from, head, (int) left, model.filter()));
            checkpoints.move(connection, at, head);
        }
        return true;
    }

    @Override
    public void close() {
        models.remove(attached);
    }
}
