package dev.daybook.sql;

import dev.daybook.testing.contract.SnapshotStoreContract;
import dev.daybook.testing.contract.StoreStorage;

final class SqliteSnapshotContractTest extends SnapshotStoreContract {

    @Override
    protected StoreStorage newStorage() {
        return ContractStorage.on(Engine.SQLITE);
    }
}
