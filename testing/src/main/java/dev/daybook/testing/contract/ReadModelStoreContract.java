package dev.daybook.testing.contract;

import org.junit.jupiter.api.Nested;

/**
 * All that an {@link dev.daybook.store.EventStore} promises about commits that are steps of subscriptions, and about inline
 * read models. To be subclassed like {@link EventStoreContract}.
 */
public abstract class ReadModelStoreContract {

    /** Makes an empty storage for one test, which closes it at its end. */
    protected abstract StoreStorage newStorage();

    @Nested
    final class Steps extends StepContract {
        Steps() {
            super(ReadModelStoreContract.this::newStorage);
        }
    }

    @Nested
    final class StepConcurrency extends StepConcurrencyContract {
        StepConcurrency() {
            super(ReadModelStoreContract.this::newStorage);
        }
    }

    @Nested
    final class Inline extends InlineContract {
        Inline() {
            super(ReadModelStoreContract.this::newStorage);
        }
    }

    @Nested
    final class InlineAttachments extends InlineAttachmentContract {
        InlineAttachments() {
            super(ReadModelStoreContract.this::newStorage);
        }
    }

    @Nested
    final class InlineSwaps extends InlineSwapContract {
        InlineSwaps() {
            super(ReadModelStoreContract.this::newStorage);
        }
    }
}
