package dev.daybook.sql;

import dev.daybook.testing.contract.LeaseStoreContract;
import dev.daybook.testing.contract.StoreStorage;

final class NewestPostgresLeaseContractTest extends LeaseStoreContract {

    @Override
    protected StoreStorage newStorage() {
        return ContractStorage.on(Engine.POSTGRES_NEWEST);
    }
}
