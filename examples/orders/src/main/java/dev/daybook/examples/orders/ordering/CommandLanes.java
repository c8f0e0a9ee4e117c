package dev.daybook.examples.orders.ordering;

import dev.daybook.command.CommandBusSetup;
import dev.daybook.command.WhenFull;
import dev.daybook.examples.orders.domain.OrderCommand;
import dev.daybook.examples.orders.domain.OrderCommand.CancelUnpaidOrder;
import java.time.Duration;

/**
 * Sets up where commands wait. All of them, waited for or not, go through one lane, since only within a lane is the order of
 * an order's commands kept: a payment does not overtake the order that it pays. The other lane finishes what an earlier start
 * with another setting has left.
 */
final class CommandLanes {

    private static final String DURABLE = "durable";
    private static final String MEMORY = "memory";

    /** What a crash of the only node leaves undone waits as long after the next start: less than requests wait. */
    private static final Duration LEASE_TIME = Duration.ofSeconds(5);

    private CommandLanes() {}

    static void configure(CommandBusSetup bus, OrdersProperties properties) {
        OrdersProperties.Lane lane = properties.lane();
        bus.sendTimeout(properties.answerWithin()).leaseTime(LEASE_TIME);
        // A request that was answered with 202 is kept through any crash.
        bus.lane(DURABLE, durable -> durable.durable().capacity(lane.capacity()).whenFull(whenFull(lane)));
        bus.lane(MEMORY, memory -> memory.capacity(lane.capacity()).whenFull(WhenFull.overflow(lane.overflow())));
        // What follows by itself is always stored, in one commit with the state that it follows from.
        bus.lane(DURABLE, taken -> taken.takes(CancelUnpaidOrder.class));
        bus.lane(overflows(lane) ? MEMORY : DURABLE, taken -> taken.takes(OrderCommand.class));
    }

    private static WhenFull whenFull(OrdersProperties.Lane lane) {
        return lane.whenFull() == OrdersProperties.WhenFull.WAIT
                ? WhenFull.await(lane.waitAtMost())
                : WhenFull.reject();
    }

    private static boolean overflows(OrdersProperties.Lane lane) {
        return lane.whenFull() == OrdersProperties.WhenFull.OVERFLOW;
    }
}
