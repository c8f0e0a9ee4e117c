package dev.daybook.sql;

import dev.daybook.testing.contract.StoreStorage;
import dev.daybook.testing.contract.TraceStoreContract;

final class SqliteTraceContractTest extends TraceStoreContract {

    @Override
    protected StoreStorage newStorage() {
        return ContractStorage.on(Engine.SQLITE);
    }
}
