package dev.daybook.testing.contract;

final class InMemoryEventStoreTest extends EventStoreContract {

    @Override
    protected StoreStorage newStorage() {
        return new InMemoryStoreStorage();
    }
}
