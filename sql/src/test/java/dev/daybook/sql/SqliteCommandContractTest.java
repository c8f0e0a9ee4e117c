package dev.daybook.sql;

import dev.daybook.testing.contract.CommandStoreContract;
import dev.daybook.testing.contract.StoreStorage;

final class SqliteCommandContractTest extends CommandStoreContract {

    @Override
    protected StoreStorage newStorage() {
        return ContractStorage.on(Engine.SQLITE);
    }
}
