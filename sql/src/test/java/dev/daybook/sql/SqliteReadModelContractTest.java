package dev.daybook.sql;

import dev.daybook.testing.contract.ReadModelStoreContract;
import dev.daybook.testing.contract.StoreStorage;

final class SqliteReadModelContractTest extends ReadModelStoreContract {

    @Override
    protected StoreStorage newStorage() {
        return ContractStorage.on(Engine.SQLITE);
    }
}
