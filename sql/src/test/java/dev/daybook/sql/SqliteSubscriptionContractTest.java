package dev.daybook.sql;

import dev.daybook.testing.contract.StoreStorage;
import dev.daybook.testing.contract.SubscriptionStoreContract;

final class SqliteSubscriptionContractTest extends SubscriptionStoreContract {

    @Override
    protected StoreStorage newStorage() {
        return ContractStorage.on(Engine.SQLITE);
    }
}
