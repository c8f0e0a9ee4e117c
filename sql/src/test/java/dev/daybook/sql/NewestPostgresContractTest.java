package dev.daybook.sql;

import dev.daybook.testing.contract.EventStoreContract;
import dev.daybook.testing.contract.StoreStorage;

final class NewestPostgresContractTest extends EventStoreContract {

    @Override
    protected StoreStorage newStorage() {
        return ContractStorage.on(Engine.POSTGRES_NEWEST);
    }
}
