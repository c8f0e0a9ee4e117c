package dev.daybook.sql;

import dev.daybook.testing.contract.ReadModelStoreContract;
import dev.daybook.testing.contract.StoreStorage;

final class NewestPostgresReadModelContractTest extends ReadModelStoreContract {

    @Override
    protected StoreStorage newStorage() {
        return ContractStorage.on(Engine.POSTGRES_NEWEST);
    }
}
