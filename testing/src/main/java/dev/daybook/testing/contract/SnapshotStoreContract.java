package dev.daybook.testing.contract;

import org.junit.jupiter.api.Nested;

/** All that a {@link dev.daybook.store.SnapshotStore} promises. To be subclassed like {@link EventStoreContract}. */
public abstract class SnapshotStoreContract {

    /** Makes an empty storage for one test, which closes it at its end. */
    protected abstract StoreStorage newStorage();

    @Nested
    final class Snapshots extends SnapshotContract {
        Snapshots() {
            super(SnapshotStoreContract.this::newStorage);
        }
    }
}
