package dev.daybook.testing.contract;

import org.junit.jupiter.api.Nested;

/**
 * All that an {@link dev.daybook.store.EventStore} promises about commands: those in its
 * {@link dev.daybook.store.CommandStore}, and outcomes and queued commands as parts of commits. To be subclassed like
 * {@link EventStoreContract}.
 */
public abstract class CommandStoreContract {

    /** Makes an empty storage for one test, which closes it at its end. */
    protected abstract StoreStorage newStorage();

    @Nested
    final class Outcomes extends OutcomeContract {
        Outcomes() {
            super(CommandStoreContract.this::newStorage);
        }
    }

    @Nested
    final class OrderOfChecks extends CheckOrderContract {
        OrderOfChecks() {
            super(CommandStoreContract.this::newStorage);
        }
    }

    @Nested
    final class Queues extends QueueContract {
        Queues() {
            super(CommandStoreContract.this::newStorage);
        }
    }

    @Nested
    final class Capacity extends CapacityContract {
        Capacity() {
            super(CommandStoreContract.this::newStorage);
        }
    }

    @Nested
    final class QueueReading extends QueueReadingContract {
        QueueReading() {
            super(CommandStoreContract.this::newStorage);
        }
    }

    @Nested
    final class Parking extends ParkingContract {
        Parking() {
            super(CommandStoreContract.this::newStorage);
        }
    }

    @Nested
    final class Interventions extends InterventionContract {
        Interventions() {
            super(CommandStoreContract.this::newStorage);
        }
    }

    @Nested
    final class Schedules extends ScheduleContract {
        Schedules() {
            super(CommandStoreContract.this::newStorage);
        }
    }

    @Nested
    final class Forgetting extends ForgettingContract {
        Forgetting() {
            super(CommandStoreContract.this::newStorage);
        }
    }

    @Nested
    final class CommandText extends CommandTextContract {
        CommandText() {
            super(CommandStoreContract.this::newStorage);
        }
    }

    @Nested
    final class CommandLimits extends CommandLimitContract {
        CommandLimits() {
            super(CommandStoreContract.this::newStorage);
        }
    }

    @Nested
    final class Changes extends ChangeContract {
        Changes() {
            super(CommandStoreContract.this::newStorage);
        }
    }

    @Nested
    final class CommandConcurrency extends CommandConcurrencyContract {
        CommandConcurrency() {
            super(CommandStoreContract.this::newStorage);
        }
    }

    @Nested
    final class CommandClosing extends CommandClosingContract {
        CommandClosing() {
            super(CommandStoreContract.this::newStorage);
        }
    }
}
