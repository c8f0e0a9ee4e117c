package dev.daybook.testing.contract;

import org.junit.jupiter.api.Nested;

/**
 * All that a {@link dev.daybook.store.LeaseStore} promises, and that commits heed leases. To be subclassed like
 * {@link EventStoreContract}.
 */
public abstract class LeaseStoreContract {

    /** Makes an empty storage for one test, which closes it at its end. */
    protected abstract StoreStorage newStorage();

    @Nested
    final class Membership extends MembershipContract {
        Membership() {
            super(LeaseStoreContract.this::newStorage);
        }
    }

    @Nested
    final class Leases extends LeaseContract {
        Leases() {
            super(LeaseStoreContract.this::newStorage);
        }
    }

    @Nested
    final class LeasedCommits extends LeasedCommitContract {
        LeasedCommits() {
            super(LeaseStoreContract.this::newStorage);
        }
    }
}
