package dev.daybook.testing.contract;

final class InMemorySnapshotStoreTest extends SnapshotStoreContract {

    @Override
    protected StoreStorage newStorage() {
        return new InMemoryStoreStorage();
    }
}
