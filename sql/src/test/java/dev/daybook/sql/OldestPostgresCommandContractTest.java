package dev.daybook.sql;

import dev.daybook.testing.contract.CommandStoreContract;
import dev.daybook.testing.contract.StoreStorage;

final class OldestPostgresCommandContractTest extends CommandStoreContract {

    @Override
    protected StoreStorage newStorage() {
        return ContractStorage.on(Engine.POSTGRES_OLDEST);
    }
}
