package dev.daybook.testing.contract;

import dev.daybook.store.EventStore;
import dev.daybook.store.StoreLimits;
import dev.daybook.testing.InMemoryEventStore;
import java.time.InstantSource;

final class InMemoryEventStoreTest extends EventStoreContract {

    @Override
    protected StoreStorage newStorage() {
        return new Memory();
    }

    private static final class Memory implements StoreStorage {

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
}
