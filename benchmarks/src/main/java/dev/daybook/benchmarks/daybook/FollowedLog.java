package dev.daybook.benchmarks.daybook;

import dev.daybook.benchmarks.workload.NewEvent;
import dev.daybook.context.BoundedContext;
import dev.daybook.projection.Projection;
import dev.daybook.projection.ProjectionOperations;
import dev.daybook.store.Position;
import java.time.Duration;

/** A log, and a context whose one projection follows it. Safe for use by many threads. */
final class FollowedLog implements AutoCloseable {

    private static final Duration LONGEST = Duration.ofMinutes(10);

    private final DaybookLog log;
    private final BoundedContext context;
    private final ProjectionOperations projection;

    /**
     * Starts to follow.
     *
     * @param log which this object closes
     */
    FollowedLog(DaybookLog log, Projection projection) {
        this.log = log;
        this.context = BoundedContext.named("benchmark")
                .store(log.store())
                .aggregate(DaybookCommands.orders())
                .projection(projection)
                .start();
        this.projection = context.projection(projection);
    }

    DaybookLog log() {
        return log;
    }

    /** Stores one event and tells its position. */
    Position append(NewEvent event) {
        return log.store(event);
    }

    /** Waits until a query sees everything up to the position. */
    void awaitPosition(Position position) throws InterruptedException {
        if (!projection.awaitPosition(position, LONGEST)) {
            throw new IllegalStateException(
                    "Not at position " + position + " after " + LONGEST + ": " + projection.status());
        }
    }

    /** Waits until a query sees all events of now. */
    void catchUp() throws InterruptedException {
        awaitPosition(log.store().head());
    }

    /** Makes the read model anew, and returns when that serves. */
    void rebuild() throws InterruptedException {
        int generation = projection.rebuild();
        if (!projection.awaitServing(generation, LONGEST)) {
            throw new IllegalStateException(
                    "Generation " + generation + " does not serve after " + LONGEST + ": " + projection.status());
        }
    }

    @Override
    public void close() {
        context.close();
        log.close();
    }
}
