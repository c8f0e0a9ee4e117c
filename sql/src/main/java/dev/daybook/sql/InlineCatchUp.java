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
import java.util.concurrent.atomic.AtomicLong;

/**
 * A read model that is attached: brings its serving generation up to date page by page, each in a transaction of its own, and
 * another generation under the head's lock. Safe for use by many threads.
 */
final class InlineCatchUp implements InlineAttachment {

    /** How many events more are folded under the head's lock at most after each swap that was refused since there were more. */
    private static final int MORE_LEFT = 500;

    /** However many tries there were. */
    private static final long MOST_LEFT = 10_000;

    private final StoreParts parts;
    private final SqlDocumentStore documents;
    private final InlineReadModels models;
    private final InlineReadModels.Attached attached;
    private final InlineReadModel model;
    private final InlineCheckpoints checkpoints;
    private final AtomicLong mostLeft = new AtomicLong(InlineFollower.MOST_MISSED);
    private volatile boolean closed;

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
        while (!closed && at.isPresent() && at.get().position() < end.value()) {
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

    /** Looks before it takes the head, since all who append wait meanwhile. */
    @Override
    public boolean swap(int generation) {
        String collection = model.collection().name();
        if (!isNear(Generation.subscription(collection, generation))) {
            return false;
        }
        boolean serves = documents.generations().swap(collection, generation, this::foldTheRest);
        if (serves) {
            mostLeft.set(InlineFollower.MOST_MISSED);
        }
        return serves;
    }

    private boolean isNear(String subscription) {
        return parts.reader().read("where " + subscription + " is", connection -> {
            Optional<At> at = checkpoints.find(connection, subscription);
            boolean near = at.isPresent() && isNear(at.get(), parts.reader().head(connection));
            if (at.isPresent() && !near) {
                mostLeft.updateAndGet(most -> Math.min(MOST_LEFT, most + MORE_LEFT));
            }
            return near;
        });
    }

    private boolean isNear(At at, Position head) {
        long left = head.value() - at.position();
        return left >= 0 && left <= mostLeft.get();
    }

    private boolean foldTheRest(Connection connection, Generation next) throws SQLException {
        Optional<At> found = checkpoints.lock(connection, next);
        if (found.isEmpty() || !next.fingerprint().equals(model.fingerprint())) {
            return false;
        }
        At at = found.get();
        Position head = parts.reader().head(connection);
        return isNear(at, head)
                && !parts.subscriptions().hasParked(connection, next.subscription())
                && foldUpTo(head, connection, at);
    }

    /** What is too much to be folded while all who append wait is left for the next try. */
    private boolean foldUpTo(Position head, Connection connection, At from) throws SQLException {
        PageSize size = new PageSize();
        At at = from;
        for (long bytes = 0; at.position() < head.value() && bytes <= PageSize.BYTES; ) {
            EventPage page =
                    parts.reader().between(connection, Position.of(at.position()), head, size.limit(), model.filter());
            size.mayFollow(page.events());
            bytes += PageSize.bytesOf(page.events());
            fold(connection, at.generation(), page);
            checkpoints.move(connection, at, page.reached());
            at = new At(at.subscription(), page.reached().value());
        }
        return at.position() == head.value();
    }

    @Override
    public void close() {
        closed = true;
        models.remove(attached);
    }
}
