package dev.daybook.testing;

import dev.daybook.store.StoreLimits;
import dev.daybook.store.StoreUnavailableException;
import dev.daybook.store.StoreUnavailableException.Outcome;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;

/** What one open store and all that is reached through it have in common. */
final class InMemorySession {

    private final InMemoryStorage storage;
    private final StoreLimits limits;
    private final InstantSource clock;
    private boolean closed;

    InMemorySession(InMemoryStorage storage, StoreLimits limits, InstantSource clock) {
        this.storage = storage;
        this.limits = limits;
        this.clock = clock;
    }

    InMemoryStorage storage() {
        return storage;
    }

    StoreLimits limits() {
        return limits;
    }

    InstantSource clock() {
        return clock;
    }

    Instant now() {
        return clock.instant();
    }

    /** To be used with the lock held. */
    boolean isClosed() {
        return closed;
    }

    void close() {
        storage.locked(() -> {
            closed = true;
            storage.announce();
            return closed;
        });
    }

    <T> T whileOpen(Supplier<T> action) {
        return storage.locked(() -> {
            if (closed) {
                throw new StoreUnavailableException("The store is closed: open it again to use it", Outcome.NOT_STORED);
            }
            return action.get();
        });
    }

    static int requirePositive(int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("A limit must be positive, found " + limit);
        }
        return limit;
    }
}
