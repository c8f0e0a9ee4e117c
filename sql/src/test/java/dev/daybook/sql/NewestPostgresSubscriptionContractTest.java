package dev.daybook.sql;

import dev.daybook.testing.contract.StoreStorage;
import dev.daybook.testing.contract.SubscriptionStoreContract;

final class NewestPostgresSubscriptionContractTest extends SubscriptionStoreContract {

    @Override
    protected StoreStorage newStorage() {
        return ContractStorage.on(Engine.POSTGRES_NEWEST);
    }
}
