package dev.daybook.projection;

import dev.daybook.DaybookException;
import dev.daybook.store.EventStore;
import dev.daybook.store.InlineAttachment;
import dev.daybook.store.InlineReadModel;
import dev.daybook.store.StoreUnavailableException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
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
    private final ReentrantLock catchingUp = new ReentrantLock();
    private volatile @Nullable String error;
    private volatile boolean late;
    private volatile boolean closed;

    private InlineUpkeep(InlineReadModel model, InlineAttachment attachment) {
        this.model = model;
        this.attachment = attachment;
    }

    static InlineUpkeep attach(InlineReadModel model, EventStore store) {
        return new InlineUpkeep(model, store.attach(model));
    }

    /** Catches up, whatever keeps it, which is the {@link #error()} then: nobody is to be kept from starting by an event. */
    void begin() {
        try {
            catchUp();
        } catch (StoreUnavailableException e) {
            throw e;
        } catch (DaybookException e) {
            LOG.error("{} does not get on, starting all the same", model.title(), e);
        }
    }

    /**
     * Catches up, unless that is not needed any more when those who do so already are done.
     *
     * @return false if they were not within the time
     */
    boolean catchUpUnless(BooleanSupplier isThere, Duration timeout) throws InterruptedException {
        if (!catchingUp.tryLock(timeout.toNanos(), TimeUnit.NANOSECONDS)) {
            return false;
        }
        try {
            if (!isThere.getAsBoolean()) {
                catchUp();
            }
            return true;
        } finally {
            catchingUp.unlock();
        }
    }

    private boolean catchUp() {
        catchingUp.lock();
        try {
            boolean wasBehind = attachment.catchUp();
            error = null;
            return wasBehind;
        } catch (DaybookException e) {
            error = e.getMessage();
            throw e;
        } finally {
            catchingUp.unlock();
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
