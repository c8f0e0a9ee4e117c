package dev.daybook.testing.contract;

import dev.daybook.store.EventStore;
import dev.daybook.store.StoreLimits;
import java.time.InstantSource;

/**
 * A place where stores under test keep their data: a file, a schema. Each test gets one of its own, empty, and opens one or
 * several stores on it, which it closes itself; what one of them has stored, all others find.
 */
public interface StoreStorage extends AutoCloseable {

    /** Opens a store that takes the time from where it does by default. */
    EventStore open(StoreLimits limits);

    /** Opens a store that takes the time from this clock. */
    EventStore open(StoreLimits limits, InstantSource clock);

    /** Removes the data; every store on it is closed by then. */
    @Override
    void close();
}
