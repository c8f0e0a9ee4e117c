package dev.daybook.testing.contract;

import org.junit.jupiter.api.Nested;

/**
 * All that a {@link dev.daybook.store.SubscriptionStore} promises. To be subclassed like {@link EventStoreContract}.
 */
public abstract class SubscriptionStoreContract {

    /** Makes an empty storage for one test, which closes it at its end. */
    protected abstract StoreStorage newStorage();

    @Nested
    final class Checkpoints extends SubscriptionCheckpointContract {
        Checkpoints() {
            super(SubscriptionStoreContract.this::newStorage);
        }
    }

    @Nested
    final class KeptAside extends SubscriptionParkingContract {
        KeptAside() {
            super(SubscriptionStoreContract.this::newStorage);
        }
    }

    @Nested
    final class Interventions extends SubscriptionInterventionContract {
        Interventions() {
            super(SubscriptionStoreContract.this::newStorage);
        }
    }
}
