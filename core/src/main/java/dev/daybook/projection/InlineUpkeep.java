package dev.daybook.projection;

import dev.daybook.DaybookException;
import dev.daybook.store.EventStore;
import dev.daybook.store.InlineAttachment;
import dev.daybook.store.InlineReadModel;
import dev.daybook.store.StoreUnavailableException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the appends of this node keep the documents of an inline projection up to date, and brings them up to date where others
 * have appended without it. Safe for use by many threads.
 */
final class InlineUpkeep implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(InlineUpkeep.class);

    private final InlineReadModel model;
    private final InlineAttachment attachment;
    private volatile @Nullable String error;
    private volatile boolean late;
    private volatile boolean closed;

    private InlineUpkeep(InlineReadModel model, InlineAttachment attachment) {
        this.model = model;
        this.attachment = attachment;
    }

    static InlineUpkeep begin(InlineReadModel model, EventStore store) {
        return new InlineUpkeep(model, store.attach(model));
    }

    /** {@link InlineAttachment#catchUp()}; what keeps it is the {@link #error()} afterwards. */
    boolean catchUp() {
        try {
            boolean wasBehind = attachment.catchUp();
            error = null;
            return wasBehind;
        } catch (DaybookException e) {
            error = e.getMessage();
            throw e;
        }
    }

    /** Catches up, whatever keeps it; true if it was behind, so that it is likely to be soon again. */
    boolean tend() {
        String before = error;
        try {
            boolean wasBehind = catchUp();
            if (wasBehind && !late) {
                LOG.info(
                        "{} is brought up to date, since others append without this definition of it: its documents may be"
                                + " a moment behind until they do not",
                        model.title());
            }
            late = wasBehind;
            return wasBehind;
        } catch (StoreUnavailableException e) {
            throw e;
        } catch (DaybookException e) {
            if (!String.valueOf(e.getMessage()).equals(before)) {
                LOG.error("{} does not get on, trying again", model.title(), e);
            }
            return false;
        }
    }

    /** Why it does not get on, if so. */
    Optional<String> error() {
        return Optional.ofNullable(error);
    }

    boolean swap(int generation) {
        return attachment.swap(generation);
    }

    boolean isClosed() {
        return closed;
    }

    @Override
    public void close() {
        closed = true;
        attachment.close();
    }
}
