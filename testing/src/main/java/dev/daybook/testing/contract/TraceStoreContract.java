package dev.daybook.testing.contract;

import org.junit.jupiter.api.Nested;

/** All that a {@link dev.daybook.store.TraceStore} promises. To be subclassed like {@link EventStoreContract}. */
public abstract class TraceStoreContract {

    /** Makes an empty storage for one test, which closes it at its end. */
    protected abstract StoreStorage newStorage();

    @Nested
    final class Traces extends TraceContract {
        Traces() {
            super(TraceStoreContract.this::newStorage);
        }
    }
}
