package dev.daybook.testing.contract;

final class InMemorySubscriptionStoreTest extends SubscriptionStoreContract {

    @Override
    protected StoreStorage newStorage() {
        return new InMemoryStoreStorage();
    }
}
