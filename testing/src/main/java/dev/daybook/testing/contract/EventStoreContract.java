package dev.daybook.testing.contract;

import org.junit.jupiter.api.Nested;

/**
 * All that an {@link dev.daybook.store.EventStore} promises, as tests. A store is proved by one small subclass:
 *
 * <pre>{@code
 * final class MyEventStoreTest extends EventStoreContract {
 *     protected StoreStorage newStorage() {
 *         return new MyStorage(); // empty
 *     }
 * }
 * }</pre>
 *
 * <p>The class must lie where JUnit can reach its no-argument constructor. No test is ever skipped, and a store that does
 * nothing fails every one.
 */
public abstract class EventStoreContract {

    /** Makes an empty storage for one test, which closes it at its end. */
    protected abstract StoreStorage newStorage();

    @Nested
    final class ExpectedVersions extends ExpectedVersionContract {
        ExpectedVersions() {
            super(EventStoreContract.this::newStorage);
        }
    }

    @Nested
    final class Commits extends CommitContract {
        Commits() {
            super(EventStoreContract.this::newStorage);
        }
    }

    @Nested
    final class Order extends OrderContract {
        Order() {
            super(EventStoreContract.this::newStorage);
        }
    }

    @Nested
    final class Reading extends ReadingContract {
        Reading() {
            super(EventStoreContract.this::newStorage);
        }
    }

    @Nested
    final class FilteredReading extends FilteredReadingContract {
        FilteredReading() {
            super(EventStoreContract.this::newStorage);
        }
    }

    @Nested
    final class Concurrency extends ConcurrencyContract {
        Concurrency() {
            super(EventStoreContract.this::newStorage);
        }
    }

    @Nested
    final class Repeats extends RepeatContract {
        Repeats() {
            super(EventStoreContract.this::newStorage);
        }
    }

    @Nested
    final class Limits extends LimitContract {
        Limits() {
            super(EventStoreContract.this::newStorage);
        }
    }

    @Nested
    final class StreamIds extends StreamIdContract {
        StreamIds() {
            super(EventStoreContract.this::newStorage);
        }
    }

    @Nested
    final class Text extends TextContract {
        Text() {
            super(EventStoreContract.this::newStorage);
        }
    }

    @Nested
    final class Waiting extends WaitingContract {
        Waiting() {
            super(EventStoreContract.this::newStorage);
        }
    }

    @Nested
    final class Closing extends ClosingContract {
        Closing() {
            super(EventStoreContract.this::newStorage);
        }
    }

    @Nested
    final class Documents extends DocumentContract {
        Documents() {
            super(EventStoreContract.this::newStorage);
        }
    }

    @Nested
    final class DocumentQueries extends DocumentQueryContract {
        DocumentQueries() {
            super(EventStoreContract.this::newStorage);
        }
    }

    @Nested
    final class DocumentOrders extends DocumentOrderContract {
        DocumentOrders() {
            super(EventStoreContract.this::newStorage);
        }
    }

    @Nested
    final class DocumentGenerations extends GenerationContract {
        DocumentGenerations() {
            super(EventStoreContract.this::newStorage);
        }
    }

    @Nested
    final class DocumentFields extends DocumentFieldContract {
        DocumentFields() {
            super(EventStoreContract.this::newStorage);
        }
    }

    @Nested
    final class DocumentConcurrency extends DocumentConcurrencyContract {
        DocumentConcurrency() {
            super(EventStoreContract.this::newStorage);
        }
    }

    @Nested
    final class RandomRuns extends RandomRunContract {
        RandomRuns() {
            super(EventStoreContract.this::newStorage);
        }
    }
}
