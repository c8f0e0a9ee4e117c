package dev.daybook.sql.command;

import dev.daybook.command.WhenFull;
import dev.daybook.context.BoundedContext;
import dev.daybook.store.EventStore;
import java.time.Duration;

/** The context that every process of a test runs. */
final class NotingContext {

    static final String LANE = "work";

    private static final int CAPACITY = 400;
    private static final Duration LEASE_TIME = Duration.ofSeconds(1);

    private NotingContext() {}

    static BoundedContext start(EventStore store) {
        return BoundedContext.named("noting")
                .store(store)
                .aggregate(Noting.aggregate())
                .commandBus(bus -> bus.leaseTime(LEASE_TIME)
                        .lane(
                                LANE,
                                lane -> lane.durable()
                                        .capacity(CAPACITY)
                                        .whenFull(WhenFull.await(Duration.ofSeconds(30)))
                                        .takes(Noting.NoteCommand.class)))
                .start();
    }
}
