package dev.daybook.sql;

import dev.daybook.testing.contract.EventStoreContract;
import dev.daybook.testing.contract.StoreStorage;

final class SqliteContractTest extends EventStoreContract {

    @Override
    protected StoreStorage newStorage() {
        return ContractStorage.on(Engine.SQLITE);
    }
}
