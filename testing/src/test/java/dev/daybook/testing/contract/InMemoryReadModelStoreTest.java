package dev.daybook.testing.contract;

final class InMemoryReadModelStoreTest extends ReadModelStoreContract {

    @Override
    protected StoreStorage newStorage() {
        return new InMemoryStoreStorage();
    }
}
