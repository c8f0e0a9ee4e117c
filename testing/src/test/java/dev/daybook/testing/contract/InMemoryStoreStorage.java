package dev.daybook.testing.contract;

import dev.daybook.store.EventStore;
import dev.daybook.store.StoreLimits;
import dev.daybook.testing.InMemoryEventStore;
import java.time.InstantSource;

/** Memory for one test. */
final class InMemoryStoreStorage implements StoreStorage {

    private final InMemoryEventStore first = new InMemoryEventStore();

    @Override
    public EventStore open(StoreLimits limits) {
        return first.reopen(limits, InstantSource.system());
    }

    @Override
    public EventStore open(StoreLimits limits, InstantSource clock) {
        return first.reopen(limits, clock);
    }

    @Override
    public void close() {
        first.close();
    }
}
