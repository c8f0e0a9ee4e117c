package dev.daybook.testing.contract;

final class InMemoryLeaseStoreTest extends LeaseStoreContract {

    @Override
    protected StoreStorage newStorage() {
        return new InMemoryStoreStorage();
    }
}
