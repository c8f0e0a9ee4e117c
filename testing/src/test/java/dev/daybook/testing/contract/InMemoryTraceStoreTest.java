package dev.daybook.testing.contract;

final class InMemoryTraceStoreTest extends TraceStoreContract {

    @Override
    protected StoreStorage newStorage() {
        return new InMemoryStoreStorage();
    }
}
