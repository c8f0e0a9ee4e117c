package dev.daybook.sql;

import dev.daybook.testing.contract.SnapshotStoreContract;
import dev.daybook.testing.contract.StoreStorage;

final class NewestPostgresSnapshotContractTest extends SnapshotStoreContract {

    @Override
    protected StoreStorage newStorage() {
        return ContractStorage.on(Engine.POSTGRES_NEWEST);
    }
}
