package dev.daybook.testing.contract;

final class InMemoryCommandStoreTest extends CommandStoreContract {

    @Override
    protected StoreStorage newStorage() {
        return new InMemoryStoreStorage();
    }
}
